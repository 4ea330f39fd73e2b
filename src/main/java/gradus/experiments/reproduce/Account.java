package gradus.experiments.reproduce;

import gradus.io.AtomicFile;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// An experiment that was done, for people and for programs: the table, the fields of a line of JSON, a piece of a page.
///
/// @param experiment  which
/// @param findings    what came out
/// @param seconds     how long it took
public record Account(Experiment experiment, Findings findings, double seconds) {
    private static final List<String> HEADS = List.of("figure", "published", "ours", "tolerance", "verdict");

    /// A line for the heads and one for each figure, in columns.
    public List<String> table() {
        var rows = new ArrayList<List<String>>();
        rows.add(HEADS);
        findings.comparisons().forEach(comparison -> rows.add(cells(comparison)));
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int c = column, width = rows.stream().mapToInt(each -> each.get(c).length()).max().orElse(0);
                line.append(row.get(c)).append(" ".repeat(width - row.get(c).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static List<String> cells(Comparison each) {
        var sign = switch (each.rule()) {
            case WITHIN -> "";
            case AT_LEAST -> "≥ ";
            case AT_MOST -> "≤ ";
        };
        var unit = each.unit().isEmpty() ? "" : " " + each.unit();
        var origin = each.origin() == Comparison.Origin.PRINTED ? "" : " (" + each.origin() + ")";
        return List.of(each.figure(), sign + number(each.published()) + unit + origin,
            ours(each) + unit, number(each.tolerance()), each.holds() ? "holds" : "does not hold");
    }

    /// With four digits, or fewer where the rest are zeros.
    private static String number(double x) {
        return Double.isFinite(x) ? new BigDecimal(x).round(new MathContext(4)).stripTrailingZeros().toPlainString() : Double.toString(x);
    }

    /// A deviation has two digits that mean something, and its mean ends where they do.
    private static String ours(Comparison each) {
        double deviation = each.deviation();
        if (each.ours().size() == 1) return number(each.mean());
        if (deviation == 0 || !Double.isFinite(deviation)) return number(each.mean()) + " ± " + number(deviation);
        var spread = new BigDecimal(deviation).round(new MathContext(2));
        int decimals = Math.max(0, spread.scale());
        return new BigDecimal(each.mean()).setScale(decimals, RoundingMode.HALF_EVEN) + " ± " + spread.setScale(decimals).toPlainString();
    }

    /// For a line of JSON: the first figure's numbers and verdict, whether all figures hold, and each of them. What is no number is null.
    public SequencedMap<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("experiment", experiment.toString());
        numbers(fields, findings.comparisons().getFirst());
        fields.put("all_hold", findings.hold());
        fields.put("figures", findings.comparisons().stream().map(Account::figure).toList());
        fields.put("source", experiment.source());
        fields.put("seconds", seconds);
        return fields;
    }

    private static SequencedMap<String, @Nullable Object> figure(Comparison each) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("figure", each.figure());
        fields.put("unit", each.unit());
        numbers(fields, each);
        fields.put("origin", each.origin().toString());
        return fields;
    }

    private static void numbers(Map<String, @Nullable Object> fields, Comparison each) {
        fields.put("published", each.published());
        fields.put("mean", finite(each.mean()));
        fields.put("sd", finite(each.deviation()));
        fields.put("tolerance", each.tolerance());
        fields.put("rule", each.rule().toString());
        fields.put("holds", each.holds());
    }

    private static @Nullable Double finite(double x) { return Double.isFinite(x) ? x : null; }

    /// A section of a page in Markdown.
    ///
    /// @param command  what makes it again
    /// @param images   the folder of its charts, as the page calls it: `images/experiments/`, or nothing
    public String markdown(String command, String images) {
        var out = new StringBuilder("## " + experiment + "\n\n" + sentence(experiment.claim()) + "\n\n");
        out.append("Source: ").append(experiment.source()).append(".\n\n");
        out.append("Settings: ").append(findings.settings()).append(".\n\n");
        out.append("| ").append(String.join(" | ", HEADS)).append(" |\n").append("|---".repeat(HEADS.size())).append("|\n");
        for (var each : findings.comparisons()) out.append("| ").append(String.join(" | ", cells(each))).append(" |\n");
        findings.charts().forEach((name, chart) -> out.append("\n![").append(chart.title()).append("](").append(images).append(name)
            .append(".svg)\n"));
        out.append('\n').append(findings.explanation().strip()).append("\n\n");
        return out + String.format(Locale.ROOT, "`%s` took %.1f seconds.", command, seconds) + "\n";
    }

    private static String sentence(String claim) { return Character.toUpperCase(claim.charAt(0)) + claim.substring(1) + "."; }

    /// Writes the charts into a folder, each as `NAME.svg`.
    ///
    /// @throws java.io.UncheckedIOException if they cannot be written
    public void writeCharts(Path folder) {
        findings.charts()
            .forEach((name, chart) -> AtomicFile.write(folder.resolve(name + ".svg"), chart.svg().getBytes(StandardCharsets.UTF_8)));
    }
}
