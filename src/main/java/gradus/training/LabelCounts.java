package gradus.training;

import gradus.data.Split;
import gradus.training.Finding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// How often each class occurs among the examples so far.
final class LabelCounts {
    /// So many examples of one class are no accident, even where 99 of 100 are of that class (0.99¹⁰⁰⁰ = 0.00004).
    static final int ENOUGH = 1000;
    /// After so many examples for each class, one that is ten times as rare as its fair share was still expected ten times.
    static final int EACH = 100;
    private static final int NAMED = 5, MOST = 1 << 20;

    private int[] counts = new int[0];
    private int examples;

    /// Counts the labels of a batch.
    void add(int... labels) {
        for (int label : labels) {
            if (label < 0 || label >= MOST) continue;                       // the loss says if this is none
            if (label >= counts.length) counts = Arrays.copyOf(counts, 2 * label + 2);
            counts[label]++;
        }
        examples += labels.length;
    }

    /// What is odd about them.
    ///
    /// @param classes  how many the loss tells apart; 0 if that is not known
    List<Finding> findings(int classes) {
        if (examples < ENOUGH) return List.of();
        var present = IntStream.range(0, counts.length).filter(c -> counts[c] > 0).toArray();
        if (present.length == 1)
            return List.of(oneClass(String.format(Locale.ROOT, "all %,d examples so far are of class %d", examples, present[0])));
        int[] missing = IntStream.range(0, classes).filter(c -> c >= counts.length || counts[c] == 0).toArray();
        if (missing.length == 0 || examples < EACH * classes) return List.of();
        return List.of(new Finding(Kind.MISSING_CLASSES, "", String.format(Locale.ROOT,
            "Missing classes: the network has outputs for %d classes, but class %s did not occur among the first %,d examples.", classes,
            named(Arrays.stream(missing).mapToObj(Integer::toString).toList()), examples),
            missing[0] == 0 ? "Labels are counted from 0, and these seem to begin at " + present[0]
                + "; or the data are sorted, or lack them."
                : "There are more outputs than classes, or the data are sorted, or lack them.",
            "An output for each class, labels counted from 0, and batches that are shuffled: data.batches(64, random.epoch(epoch)).",
            List.of()));
    }

    /// What is odd about data before they are used: classes that are asked for and never shown.
    static List<Finding> of(Split data) {
        if (data.train().isRegression()) return List.of();
        int[] train = data.train().labels(), test = data.test().labels();
        var shown = new boolean[data.train().classes()];
        for (int label : train) shown[label] = true;
        var findings = new ArrayList<Finding>();
        var names = data.train().classNames();
        if (IntStream.range(0, shown.length).filter(c -> shown[c]).count() == 1)
            findings.add(oneClass(String.format(Locale.ROOT, "all %,d training examples are of class %s", train.length,
                names.get(train[0]))));
        var asked = Arrays.stream(test).filter(label -> !shown[label]).toArray();
        if (asked.length > 0)
            findings.add(new Finding(Kind.MISSING_CLASSES, "", String.format(Locale.ROOT,
                "Missing classes: %,d of %,d test examples are of class %s, which no training example has.", asked.length, test.length,
                named(Arrays.stream(asked).distinct().sorted().mapToObj(names::get).toList())),
                String.format(Locale.ROOT, "What was never shown is hardly ever said: expect at most about %.2f %% on the test examples.",
                    100.0 * (test.length - asked.length) / test.length),
                "More training examples, or a class that has so few left out; and rows that are shuffled before they are split.",
                List.of()));
        return findings;
    }

    private static Finding oneClass(String what) {
        return new Finding(Kind.ONE_CLASS, "", "One class: " + what + ".",
            "There is nothing to tell apart: the data are sorted by class and not shuffled, or cut off, or the labels are the wrong ones.",
            "Shuffle, as data.batches(64, random.epoch(epoch)) does, and look at some labels.", List.of());
    }

    private static String named(List<String> classes) {
        return classes.size() <= NAMED ? String.join(", ", classes)
            : String.join(", ", classes.subList(0, NAMED)) + ", … (" + (classes.size() - NAMED) + " more)";
    }
}
