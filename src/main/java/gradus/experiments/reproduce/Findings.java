package gradus.experiments.reproduce;

import gradus.viz.charts.Chart;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// What an experiment found.
///
/// @param settings     what was run, in a line: the published setting, or how it was reduced
/// @param comparisons  the table; the first stands for the experiment where there is room for one
/// @param charts       by the names of their files without the ending, in the order of the page
/// @param explanation  some sentences for the reader of the charts, in Markdown
public record Findings(String settings, List<Comparison> comparisons, SequencedMap<String, Illustration> charts, String explanation) {
    /// A chart that was drawn.
    ///
    /// @param title  what a reader hears who does not see it
    /// @param svg    the picture
    public record Illustration(String title, String svg) {}

    /// @throws IllegalArgumentException without a figure
    public Findings {
        comparisons = List.copyOf(comparisons);
        charts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(charts));
        if (comparisons.isEmpty()) throw new IllegalArgumentException("an experiment has at least one figure");
    }

    /// Draws the charts.
    static Findings of(String settings, List<Comparison> comparisons, SequencedMap<String, Chart> charts, String explanation) {
        var drawn = new LinkedHashMap<String, Illustration>();
        charts.forEach((name, chart) -> drawn.put(name, new Illustration(chart.title(), chart.svg())));
        return new Findings(settings, comparisons, drawn, explanation);
    }

    /// These, and others behind them.
    Findings and(Findings others) {
        var both = new LinkedHashMap<>(charts);
        both.putAll(others.charts);
        return new Findings(settings + "; " + others.settings,
            Stream.concat(comparisons.stream(), others.comparisons.stream()).toList(), both, explanation + " " + others.explanation);
    }

    /// Whether all figures agree.
    public boolean hold() { return comparisons.stream().allMatch(Comparison::holds); }
}
