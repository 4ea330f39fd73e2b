package gradus.training;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Which class was taken for which: `counts[actual][said]`, and what is measured with it.
///
/// Of one class, true positives are its examples for which it was said. *Precision* is their share of all examples for which it
/// was said, *recall* their share of all its examples, *F1* the harmonic mean of the two. 0 / 0 counts as 0, as in scikit-learn:
/// the precision of a class that was never said, the recall of one without examples. *Macro averages* are the plain means over
/// the classes, of those that have an example or were said: large classes count no more than small ones.
///
/// @param names   of the classes
/// @param counts  by the true class, then by what was said
public record Confusion(List<String> names, int[][] counts) {
    /// Takes the counts as they are now: they are copied.
    ///
    /// @throws IllegalArgumentException if the counts are no square of as many rows as names, or negative
    public Confusion {
        names = List.copyOf(names);
        int n = names.size();
        if (counts.length != n || Arrays.stream(counts).anyMatch(row -> row.length != n))
            throw new IllegalArgumentException("the confusion of " + n + " classes is " + n + " rows of " + n + " counts");
        if (Arrays.stream(counts).flatMapToInt(Arrays::stream).anyMatch(count -> count < 0))
            throw new IllegalArgumentException("counts are 0 or more");
        counts = copy(counts);
    }

    /// Counts examples of these true classes, of which these were said.
    ///
    /// @throws IllegalArgumentException for another number of classes than were said, or a class without a name
    public static Confusion of(List<String> names, int[] actual, int[] said) {
        if (actual.length != said.length)
            throw new IllegalArgumentException("there must be a true class for each that was said: found " + actual.length + " and "
                + said.length);
        var counts = new int[names.size()][names.size()];
        for (int i = 0; i < actual.length; i++) {
            if (Math.min(actual[i], said[i]) < 0 || Math.max(actual[i], said[i]) >= names.size())
                throw new IllegalArgumentException("example " + i + " is of class " + actual[i] + " and " + said[i]
                    + " was said, but classes are numbered 0.." + (names.size() - 1));
            counts[actual[i]][said[i]]++;
        }
        return new Confusion(names, counts);
    }

    private static int[][] copy(int[][] counts) { return Arrays.stream(counts).map(int[]::clone).toArray(int[][]::new); }

    /// A copy of the counts, by the true class, then by what was said.
    @Override public int[][] counts() { return copy(counts); }

    /// How many classes there are.
    public int classes() { return names.size(); }

    /// How many examples were counted.
    public int examples() { return IntStream.range(0, classes()).map(this::support).sum(); }

    /// How many examples a class has.
    public int support(int c) { return Arrays.stream(counts[c]).sum(); }

    /// For how many examples a class was said.
    public int said(int c) { return Arrays.stream(counts).mapToInt(row -> row[c]).sum(); }

    /// The share of all examples whose class was said: the trace by the sum.
    public double accuracy() { return share(IntStream.range(0, classes()).map(c -> counts[c][c]).sum(), examples()); }

    /// The share that is right of what was said to be of a class; 0 if it was never said.
    public double precision(int c) { return share(counts[c][c], said(c)); }

    /// The share that was found of a class's examples; 0 if it has none.
    public double recall(int c) { return share(counts[c][c], support(c)); }

    /// The harmonic mean of precision and recall, `2 TP / (support + said)`; 0 for a class that neither occurs nor was said.
    public double f1(int c) { return share(2 * counts[c][c], support(c) + said(c)); }

    /// The mean precision of the classes that have an example or were said.
    public double macroPrecision() { return macro(this::precision); }

    /// The mean recall of the same classes.
    public double macroRecall() { return macro(this::recall); }

    /// The mean F1 of the same classes.
    public double macroF1() { return macro(this::f1); }

    private double macro(IntToDoubleFunction measure) {
        return IntStream.range(0, classes()).filter(c -> support(c) + said(c) > 0).mapToDouble(measure).average().orElse(0);
    }

    private static double share(int part, int whole) { return whole == 0 ? 0 : (double) part / whole; }

    @Override public boolean equals(Object other) {
        return other instanceof Confusion that && names.equals(that.names) && Arrays.deepEquals(counts, that.counts);
    }

    @Override public int hashCode() { return 31 * names.hashCode() + Arrays.deepHashCode(counts); }
}
