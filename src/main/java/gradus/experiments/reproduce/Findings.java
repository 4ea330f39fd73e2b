package gradus.experiments.reproduce;

import java.util.List;
import java.util.SequencedMap;

/// What an experiment found.
///
/// @param settings     what was run, in a line: the published setting, or how it was reduced
/// @param comparisons  the table; the first stands for the experiment where there is room for one
/// @param charts       SVG pictures, by the names of their files without the ending, in the order of the page
/// @param explanation  some sentences for the reader of the charts, in Markdown
public record Findings(String settings, List<Comparison> comparisons, SequencedMap<String, String> charts, String explanation) {
    /// @throws IllegalArgumentException without a figure
    public Findings {
        comparisons = List.copyOf(comparisons);
        if (comparisons.isEmpty()) throw new IllegalArgumentException("an experiment has at least one figure");
    }

    /// Whether all figures agree.
    public boolean hold() { return comparisons.stream().allMatch(Comparison::holds); }
}
