package gradus.cli;

import gradus.training.Confusion;
import gradus.viz.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// How well each class is told from the others, a line a class. Of many classes those with the lowest F1: there is most to gain.
final class ClassTable {
    private static final int ALL = 20, WORST = 10, NAME = 40;

    private ClassTable() {}

    /// The lines, at most 100 characters wide, an empty one first.
    static List<String> of(Confusion confusion) {
        boolean many = confusion.classes() > ALL;
        var shown = IntStream.range(0, confusion.classes()).boxed()
            .sorted(many ? Comparator.comparingDouble(confusion::f1) : Comparator.naturalOrder()).limit(many ? WORST : ALL).toList();
        var heading = "class";
        var mean = "mean";
        var names = shown.stream().map(c -> Shown.of(confusion.names().get(c), NAME)).toList();
        int width = Math.max(heading.length(), names.stream().mapToInt(String::length).max().orElse(0));
        var lines = new ArrayList<String>();
        lines.add("");
        if (many) lines.add("The %d of %d classes with the lowest F1:".formatted(WORST, confusion.classes()));
        lines.add(row(width, heading, "precision", "recall", "F1", "examples"));
        for (int i = 0; i < names.size(); i++) {
            int c = shown.get(i), examples = confusion.support(c), said = confusion.said(c);
            lines.add(row(width, names.get(i), percent(confusion.precision(c), said), percent(confusion.recall(c), examples),
                percent(confusion.f1(c), examples + said), Figures.count(examples)));
        }
        lines.add(row(width, mean, Figures.percent(confusion.macroPrecision()), Figures.percent(confusion.macroRecall()),
            Figures.percent(confusion.macroF1()), Figures.count(confusion.examples())));
        return lines;
    }

    /// A dash for 0 / 0.
    private static String percent(double share, int of) { return Figures.percent(of == 0 ? null : share); }

    private static String row(int width, Object... cells) {
        return String.format(Locale.ROOT, "  %-" + width + "s  ", cells[0])
            + String.format(Locale.ROOT, "%10s  %10s  %10s  %10s", cells[1], cells[2], cells[3], cells[4]);
    }
}
