package gradus.experiments;

import gradus.data.DataException;
import gradus.viz.PictureException;
import gradus.viz.Shown;
import gradus.viz.charts.Chart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A report as HTML: sections in a template, which has the style. Names come from anywhere, so every text that goes into the page
/// goes through [#escaped].
///
/// @param run        what was trained
/// @param outcome    what came of it; null for a run that diverged
/// @param lost       how that one ended, in words
/// @param diagnosis  what was found to be wrong, line by line
/// @param steps      the pictures that were drawn on the way, as the page finds them
record ReportPage(Run run, @Nullable Outcome outcome, String lost, List<String> diagnosis, List<Path> steps) {
    private static final String TEMPLATE = "report.html";
    private static final int EXAMPLES = 32, PREVIEWS = 60, HALF = 680;

    private static final MathContext FIVE = new MathContext(5);

    /// A part of the page.
    record Section(String id, String title, boolean wide, String content) {}

    /// The whole page.
    String html() { return page("gradus train " + run.settings().recipe(), run.net().toString(), sections()); }

    /// A page with a title, words below it, and sections.
    static String page(String title, String words, List<Section> sections) {
        var contents = new StringBuilder();
        var parts = new StringBuilder();
        for (var section : sections) {
            contents.append("<a href=\"#").append(section.id).append("\">").append(escaped(section.title)).append("</a>\n");
            parts.append("<section id=\"").append(section.id).append(section.wide ? "\" class=\"wide\">\n<h2>" : "\">\n<h2>")
                .append(escaped(section.title)).append("</h2>\n")
                .append(section.content).append("</section>\n");
        }
        // The long part last, so that nothing in it is taken for a place in the template.
        return template().replace("{{title}}", escaped(title))
            .replace("{{model}}", escaped(words)).replace("{{contents}}", contents).replace("{{sections}}", parts);
    }

    private static String template() {
        try (var in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(TEMPLATE), TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the report's template cannot be read: " + e.getMessage(), e);
        }
    }

    private List<Section> sections() {
        var charts = new ReportCharts(run, run.history());
        var sections = new ArrayList<Section>();
        sections.add(outcome == null ? new Section("result", "Diverged", true, "<p>" + escaped(lost) + "</p>\n")
            : new Section("result", "Result", false, table(result(outcome))));
        if (!diagnosis.isEmpty()) sections.add(new Section("diagnosis", "Diagnosis", true, listed(diagnosis)));
        sections.add(new Section("settings", "Settings", false, table(run.settings().forRunFile())));
        add(sections, "curves", "Learning curves", "", charts.curves(), "");
        boolean judged = outcome != null;
        if (judged) add(sections, "confusion", "Confusion matrix", "", charts.confusion(),
            run.data().test().isRegression() ? "" : "There are too many classes for a matrix that can be read.");
        if (judged) add(sections, "boundary", "Decision boundary", "", charts.boundary(), "");
        add(sections, "gradient-norms", "Gradient norms per layer",
            "Where the first layers' norms lie powers of ten below the last ones', the gradient vanishes on its way back. "
                + charts.averaged(), charts.gradientNorms(), "Rosenblatt's rule corrects mistakes and follows no gradients.");
        if (judged) add(sections, "histograms", "Activations and gradients",
            "What each layer puts out for up to 500 training examples after the last"
            + " step, and the gradient of their mean loss there.", charts.histograms(), "");
        add(sections, "activation", "Activation function", "", charts.activation(), "");
        if (judged) add(sections, "weights", "First-layer weights", "", charts.weights(), "");
        if (judged) add(sections, "mistakes", "Misclassified", "", charts.mistakes(),
            run.data().test().inputShape().rank() == 2 ? "None of the test pictures was misclassified." : "");
        sections.add(new Section("model", "The model", true, model()));
        if (!steps.isEmpty()) sections.add(new Section("steps", "Gradient flow, step by step", true, stepsList()));
        return sections;
    }

    /// Charts under a title, or words instead; without either, nothing.
    private static void add(List<Section> sections, String id, String title, String words, List<Chart> charts, String instead) {
        if (charts.isEmpty() && instead.isEmpty()) return;
        var content = new StringBuilder();
        var said = charts.isEmpty() ? instead : words;
        if (!said.isEmpty()) content.append("<p>").append(escaped(said)).append("</p>\n");
        sections.add(new Section(id, title, charts.size() > 1 || charts.stream().anyMatch(chart -> chart.width() > HALF), content
            + figures(id, charts)));
    }

    /// Charts beside and below each other; the id tells their identifiers from those of the page's other charts.
    static String figures(String id, List<Chart> charts) {
        var content = new StringBuilder("<div class=\"charts\">\n");
        for (int i = 0; i < charts.size(); i++) {
            var chart = charts.get(i);
            content.append("<figure role=\"img\" aria-label=\"").append(escaped(chart.title())).append("\" style=\"--wide:")
                .append(chart.width()).append("px\">").append(chart.inline(id + i)).append("</figure>\n");
        }
        return content.append("</div>\n").toString();
    }

    private Map<String, @Nullable Object> result(Outcome outcome) {
        var rows = new LinkedHashMap<String, @Nullable Object>();
        rows.put("test loss", outcome.test().loss());
        if (outcome.test().accuracy() != null) rows.put("test accuracy", percent(outcome.test().accuracy()));
        rows.put("training loss", outcome.train().loss());
        if (outcome.train().accuracy() != null) rows.put("training accuracy", percent(outcome.train().accuracy()));
        rows.put("training examples", run.data().train().size());
        if (run.validation() != null) rows.put("validation examples", run.validation().size());
        rows.put("test examples", outcome.testExamples());
        rows.put("parameters", outcome.parameters());
        rows.put("epochs", outcome.epochs());
        rows.put("steps", outcome.steps());
        rows.put("seconds", outcome.seconds());
        if (outcome.separable() != null) rows.put("linearly separable", outcome.separable() ? "yes" : "no line was found");
        return rows;
    }

    static String percent(double share) { return String.format(Locale.ROOT, "%.2f %%", 100 * share); }

    static String table(Map<String, ?> rows) {
        var out = new StringBuilder("<table>\n");
        rows.forEach((name, value) -> out.append("<tr><th>").append(escaped(name)).append("</th><td>").append(escaped(written(value)))
            .append("</td></tr>\n"));
        return out.append("</table>\n").toString();
    }

    static String written(@Nullable Object value) {
        return switch (value) {
            case null -> "–";
            case Double x when Double.isFinite(x) -> Double.toString(new BigDecimal(x).round(FIVE).doubleValue()).replace('E', 'e');
            case Integer n -> String.format(Locale.ROOT, "%,d", n);
            default -> value.toString();
        };
    }

    private static String listed(List<String> lines) {
        var out = new StringBuilder("<ul>\n");
        for (var line : lines) out.append("<li>").append(escaped(line)).append("</li>\n");
        return out.append("</ul>\n").toString();
    }

    /// The graph of the loss of a few training examples, after the last step. It is embedded as a picture of its own, so that its
    /// identifiers and styles stay apart from the page's.
    private String model() {
        var train = run.data().train();
        int n = Math.min(EXAMPLES, train.size());
        try {
            var places = IntStream.range(0, n).toArray();
            var svg = Snapshot.of(run, train.batch(places), n).picture(run, "after the last step, the loss of " + n + " examples").svg();
            return "<p>The computation of the loss of " + n + " training examples, with its gradients (∇).</p>\n<div"
                + " class=\"picture\"><img alt=\""
                + escaped(run.net().toString()) + "\" src=\"data:image/svg+xml;base64,"
                + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8)) + "\"></div>\n";
        } catch (PictureException | DataException e) {
            return "<p>" + escaped("There is no picture of it: " + e.getMessage()) + "</p>\n";
        }
    }

    /// Links to the pictures of single steps, with previews of some.
    private String stepsList() {
        var out = new StringBuilder("<p>Pictures of the loss and its gradients at " + steps.size()
            + (steps.size() == 1 ? " step" : " steps")
            + (steps.size() > PREVIEWS ? ", of which " + PREVIEWS + " are shown here" : "")
                + "; they lie beside this page.</p>\n<div class=\"steps\">\n");
        int shown = Math.min(PREVIEWS, steps.size());
        for (int i = 0; i < shown; i++) {
            var path = steps.get((int) ((long) i * steps.size() / shown));
            var link = escaped(path.toString().replace('\\', '/'));
            out.append("<a href=\"").append(link).append("\"><img loading=\"lazy\" alt=\"\" src=\"").append(link).append("\"><span>")
                .append(escaped(String.valueOf(path.getFileName()).replaceAll("\\D+0*(\\d+)\\D+", "step $1"))).append("</span></a>\n");
        }
        return out.append("</div>\n").toString();
    }

    /// A text of anybody's as text of the page, in content and in quotes; and no place in the template either.
    static String escaped(String text) { return Shown.escaped(Shown.of(text, Integer.MAX_VALUE)).replace("{", "&#123;"); }
}
