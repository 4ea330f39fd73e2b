package gradus.experiments;

import gradus.experiments.ReportPage.Section;
import gradus.io.AtomicFile;
import gradus.viz.charts.Chart;
import gradus.viz.charts.Marks;
import gradus.viz.charts.SettingStrips;
import gradus.viz.charts.SettingsMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A sweep as one page that needs nothing else: the best runs, what each setting does, and heat maps of each two. The same results give the
/// same page, byte for byte: times are in results.csv.
///
/// @param outcome  what came of it
record SweepPage(SweepOutcome outcome) {
    private static final int BEST = 20, LOST = 20;

    void write(Path path) { AtomicFile.write(path, html().getBytes(StandardCharsets.UTF_8)); }

    /// The whole page.
    String html() {
        var sections = new ArrayList<Section>();
        sections.add(new Section("best", "The best run", false, best()));
        sections.add(new Section("settings", "What was tried", false, tried()));
        if (outcome.rungs().size() > 1) sections.add(new Section("rungs", "Successive halving", true, rungs()));
        if (varied().size() > 1) sections.add(new Section("pairs", "Each two settings", true, words((pooled()
            ? "A cell holds the " + measure() + " that at least half of its runs reach (the lower median); diverged runs (div.) count"
                + " as the worst."
            : "A cell holds the " + measure() + " of its run.") + " All maps have the same colours: the darker, the better." + firstRung())
            + ReportPage.figures("pairs", maps())));
        if (!varied().isEmpty()) sections.add(new Section("each", "Each setting", true,
            words("A dot is a run. At least half of the runs of a column reach"
            + " its bar; diverged runs (div.) have no dot and count as the worst." + firstRung()) + ReportPage.figures("each", strips())));
        sections.add(new Section("runs", "The best runs by validation", true, runs()));
        var lost = lost();
        if (!lost.isEmpty()) sections.add(new Section("lost", "Runs without a model", true, lost));
        var base = outcome.sweep().grid().base();
        return ReportPage.page("gradus sweep " + base.recipe(), outcome.ranked().size() + " runs: " + (varied().isEmpty() ? "one setting"
            : varied().stream().map(axis -> axis.name() + " × " + axis.choices().size()).collect(Collectors.joining(", "))), sections);
    }

    private List<SweepAxis> varied() { return outcome.sweep().grid().varied(); }

    private String measure() { return outcome.byAccuracy() ? "validation accuracy" : "validation loss"; }

    /// The runs that can be compared setting by setting: those of the first rung, which all settings have.
    private List<SweepResult> compared() { return outcome.rungs().getFirst().results(); }

    private boolean pooled() { return outcome.sweep().grid().varied().size() > 2; }

    private String firstRung() {
        return outcome.rungs().size() > 1 ? " Shown are the runs of the first rung, which all settings have, after "
            + epochs(outcome.rungs().getFirst().epochs()) + "." : "";
    }

    private static String epochs(int n) { return n + (n == 1 ? " epoch" : " epochs"); }

    private static String words(String text) { return "<p>" + ReportPage.escaped(text) + "</p>\n"; }

    // ---- Tables

    private String best() {
        var best = outcome.best();
        if (best == null) return words("No run ended with a model: smaller learning rates may help.");
        var rows = new LinkedHashMap<String, @Nullable Object>();
        for (var axis : varied()) rows.put(axis.name(), axis.reading().apply(best.result().settings()));
        if (outcome.rungs().size() > 1) rows.put("epochs", best.result().settings().learning().epochs());
        put(rows, "validation", best.result().validationLoss(), best.result().validationAccuracy());
        put(rows, "test", best.test().loss(), best.test().accuracy());
        rows.put("model", String.valueOf(outcome.sweep().model().getFileName()));
        return ReportPage.table(rows) + words(outcome.sweep().grid().base().recipe().isGate()
            ? "A gate has only four rows: they are learned from, validated by and tested by."
            : "Runs are compared by validation examples, a part of the training examples that no run learns from. The test examples"
                + " were shown"
                + " to this run alone, after it was chosen: the best of many test results would flatter.");
    }

    private static void put(LinkedHashMap<String, @Nullable Object> rows, String what, @Nullable Double loss, @Nullable Double accuracy) {
        if (accuracy != null) rows.put(what + " accuracy", ReportPage.percent(accuracy));
        rows.put(what + " loss", loss);
    }

    private String tried() {
        var sweep = outcome.sweep();
        var rows = new LinkedHashMap<String, @Nullable Object>();
        for (var axis : varied()) rows.put(axis.name(), String.join(" · ", axis.values(sweep.grid().base())));
        rows.put("combinations", sweep.grid().size());
        if (sweep.size() < sweep.grid().size()) rows.put("of which drawn at random", sweep.size());
        rows.put("runs", outcome.ranked().size());
        for (var status : SweepResult.Status.values()) if (outcome.count(status) > 0) rows.put(status.toString(), outcome.count(status));
        var common = new LinkedHashMap<>(compared().getFirst().settings().forRunFile());
        for (var axis : varied()) {
            common.remove(axis.name());
            if (axis.name().equals("width") || axis.name().equals("layers")) common.remove("hidden");
        }
        if (outcome.rungs().size() > 1) common.remove("epochs");
        common.forEach((name, value) -> rows.put("all: " + name, value instanceof Number n ? n.toString() : value));
        return ReportPage.table(rows) + words("Every run and its time: " + outcome.sweep().results().getFileName());
    }

    private String rungs() {
        var out = new StringBuilder(words("On the first rung all settings are tried with few epochs. The best third goes on to the next"
            + " rung, with about three"
            + " times as many epochs, and so on (Jamieson & Talwalkar 2016). On each rung a run is trained from its beginning."));
        out.append("<div class=\"scroll\"><table class=\"runs\">\n")
            .append(row("th", List.of("rung", "epochs", "runs", "diverged", "best " + measure())));
        for (int i = 0; i < outcome.rungs().size(); i++) {
            var rung = outcome.rungs().get(i);
            long lost = rung.results().stream().filter(result -> result.status() == SweepResult.Status.DIVERGED).count();
            out.append(row("td", List.of(Integer.toString(i + 1), Integer.toString(rung.epochs()), Integer.toString(rung.results().size()),
                Long.toString(lost), judged(rung.ranked().getFirst()))));
        }
        return out.append("</table></div>\n").toString();
    }

    private String judged(SweepResult result) {
        var accuracy = result.validationAccuracy();
        return accuracy != null ? ReportPage.percent(accuracy) : ReportPage.written(result.validationLoss());
    }

    private String runs() {
        var done = outcome.ranked().stream().filter(SweepResult::isDone).toList();
        var heads = new ArrayList<>(List.of(""));
        for (var axis : varied()) heads.add(axis.name());
        if (outcome.rungs().size() > 1) heads.add("epochs");
        if (outcome.byAccuracy()) heads.add("validation accuracy");
        heads.addAll(List.of("validation loss", "training loss"));
        var out = new StringBuilder("<div class=\"scroll\"><table class=\"runs\">\n").append(row("th", heads));
        for (int i = 0; i < Math.min(BEST, done.size()); i++) {
            var result = done.get(i);
            var cells = new ArrayList<>(List.of(Integer.toString(i + 1)));
            cells.addAll(settings(result));
            if (outcome.byAccuracy()) cells.add(ReportPage.percent(Objects.requireNonNullElse(result.validationAccuracy(), Double.NaN)));
            cells.add(ReportPage.written(result.validationLoss()));
            cells.add(ReportPage.written(result.trainLoss()));
            out.append(row("td", cells));
        }
        return out.append("</table></div>\n") + (done.size() > BEST ? words("These are " + BEST + " of " + done.size() + " runs.") : "");
    }

    private List<String> settings(SweepResult result) {
        var cells = new ArrayList<String>();
        for (var axis : varied()) cells.add(axis.reading().apply(result.settings()));
        if (outcome.rungs().size() > 1) cells.add(Integer.toString(result.settings().learning().epochs()));
        return cells;
    }

    private static String row(String tag, List<String> cells) {
        return "<tr>" + cells.stream().map(cell -> "<" + tag + ">" + ReportPage.escaped(cell) + "</" + tag + ">")
            .collect(Collectors.joining()) + "</tr>\n";
    }

    /// Those that diverged or failed, if any.
    private String lost() {
        var lost = outcome.ranked().stream().filter(result -> !result.isDone()).toList();
        if (lost.isEmpty()) return "";
        var heads = new ArrayList<String>();
        for (var axis : varied()) heads.add(axis.name());
        if (outcome.rungs().size() > 1) heads.add("epochs");
        heads.addAll(List.of("ended", "at step"));
        var out = new StringBuilder("<div class=\"scroll\"><table class=\"runs\">\n").append(row("th", heads));
        for (var result : lost.subList(0, Math.min(LOST, lost.size()))) {
            var cells = new ArrayList<>(settings(result));
            cells.add(result.status().toString());
            cells.add(result.steps() == 0 ? "–" : String.format(Locale.ROOT, "%,d", result.steps()));
            out.append(row("td", cells));
        }
        return out.append("</table></div>\n") + (lost.size() > LOST ? words("These are " + LOST + " of " + lost.size() + ".") : "");
    }

    // ---- Charts

    private double mark(SweepResult result) {
        var accuracy = result.validationAccuracy();
        if (outcome.byAccuracy()) return accuracy == null ? Double.NaN : 100 * accuracy;
        return Objects.requireNonNullElse(result.validationLoss(), Double.NaN);
    }

    private Marks marks(String which) {
        return Marks.of(which + measure() + (outcome.byAccuracy() ? ", %" : ""), outcome.byAccuracy(), compared().stream()
            .mapToDouble(this::mark).toArray());
    }

    private List<SweepResult> with(List<SweepResult> results, SweepAxis axis, String value) {
        return results.stream().filter(result -> axis.reading().apply(result.settings()).equals(value)).toList();
    }

    private List<Chart> strips() {
        var charts = new ArrayList<Chart>();
        for (var axis : varied()) {
            var values = axis.values(outcome.sweep().grid().base());
            var runs = values.stream().map(value -> with(compared(), axis, value).stream().mapToDouble(this::mark).toArray())
                .toArray(double[][]::new);
            charts.add(new SettingStrips(axis.name(), values, runs, marks("")));
        }
        return charts;
    }

    private List<Chart> maps() {
        var charts = new ArrayList<Chart>();
        var axes = varied();
        for (int i = 0; i < axes.size(); i++) for (int j = i + 1; j < axes.size(); j++) charts.add(map(axes.get(i), axes.get(j)));
        return charts;
    }

    private Chart map(SweepAxis down, SweepAxis across) {
        var base = outcome.sweep().grid().base();
        List<String> rows = down.values(base), columns = across.values(base);
        var cells = new SettingsMap.Cell[rows.size()][columns.size()];
        for (int i = 0; i < rows.size(); i++) {
            var row = with(compared(), down, rows.get(i));
            for (int j = 0; j < columns.size(); j++) cells[i][j] = cell(with(row, across, columns.get(j)));
        }
        return new SettingsMap(down.name() + " and " + across.name(), down.name(), rows, across.name(), columns, cells,
            marks(pooled() ? "median " : ""));
    }

    private SettingsMap.Cell cell(List<SweepResult> runs) {
        int diverged = (int) runs.stream().filter(result -> !result.isDone()).count();
        return new SettingsMap.Cell(SettingStrips.half(outcome.byAccuracy(), runs.stream().mapToDouble(this::mark).toArray()),
            runs.size(), diverged);
    }
}
