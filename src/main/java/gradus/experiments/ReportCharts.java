package gradus.experiments;

import gradus.autograd.Recording;
import gradus.autograd.Value;
import gradus.data.Dataset;
import gradus.nn.Activation;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.training.Confusion;
import gradus.training.History;
import gradus.training.Metrics;
import gradus.viz.charts.ActivationCurves;
import gradus.viz.charts.Chart;
import gradus.viz.charts.ConfusionMatrix;
import gradus.viz.charts.Curves;
import gradus.viz.charts.DecisionBoundary;
import gradus.viz.charts.Histogram;
import gradus.viz.charts.Line;
import gradus.viz.charts.MisreadDigits;
import gradus.viz.charts.WeightImages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// The charts of a run that is over: its numbers, handed to those who can draw.
///
/// @param run      what was trained
/// @param history  what was remembered of it
record ReportCharts(Run run, History history) {
    private static final int POINTS = 600, SIDE = 300, EXAMPLES = 500, UNITS = 128, MISTAKES = 40, CLASSES = 40,
        AVERAGES = 125, SPREAD = 30;
    private static final double AROUND = 0.12;

    private Dataset test() { return run.data().test(); }

    /// The loss over the epochs, and the accuracy where there are classes.
    List<Chart> curves() {
        var charts = new ArrayList<Chart>();
        var losses = perEpoch(Metrics::loss);
        charts.add(new Curves("Loss", "epoch", "loss (" + run.settings().learning().loss() + ")",
            losses, wide(losses)));
        if (!test().isRegression())
            charts.add(Curves.of("Accuracy", "epoch", "right answers, %",
                perEpoch(metrics -> 100 * Objects.requireNonNullElse(metrics.accuracy(), Double.NaN)).stream().skip(stepLines())
                    .toArray(Line[]::new)));
        return charts;
    }

    /// Whether numbers are spread so wide that a log scale is needed to tell the small ones apart, and all have a place on it.
    private static boolean wide(List<Line> lines) {
        var finite = lines.stream().flatMapToDouble(line -> Arrays.stream(line.y())).filter(Double::isFinite).summaryStatistics();
        return finite.getMin() > 0 && finite.getMax() > SPREAD * finite.getMin();
    }

    private int stepLines() { return history.steps().isEmpty() ? 0 : 1; }

    private List<Line> perEpoch(ToDoubleFunction<Metrics> number) {
        var epochs = history.epochs();
        var lines = new ArrayList<Line>();
        if (!history.steps().isEmpty()) {
            double steps = Math.ceilDiv(run.data().train().size(), Math.min(run.settings().learning().batch(), run.data().train().size()));
            lines.add(Line.of("batches, step by step", history.steps().stream().mapToDouble(step -> step.step() / steps).toArray(),
                history.steps().stream().mapToDouble(History.Step::loss).toArray()).inBackground());
        }
        lines.add(Line.counted("training, while it learned", epochs.stream().mapToDouble(epoch -> number.applyAsDouble(epoch.train()))
            .toArray()));
        if (run.validation() != null) lines.add(Line.counted("validation, at the epoch's end", epochs.stream()
            .mapToDouble(epoch -> epoch.validation() == null ? Double.NaN : number.applyAsDouble(epoch.validation())).toArray()));
        lines.add(Line.counted("test, at the epoch's end", epochs.stream()
            .mapToDouble(epoch -> epoch.test() == null ? Double.NaN : number.applyAsDouble(epoch.test())).toArray()));
        return lines;
    }

    /// Each layer's gradient norm over the steps; nothing for a rule that follows no gradients.
    List<Chart> gradientNorms() {
        var steps = history.steps().stream().filter(step -> step.norms().length > 0).toList();
        if (steps.isEmpty()) return List.of();
        var x = averaged(steps.stream().mapToDouble(History.Step::step).toArray());
        var lines = new ArrayList<Line>();
        for (int i = 0; i < history.layers().size(); i++) {
            int layer = i;
            var path = history.layers().get(i);
            lines.add(Line.of(path.isEmpty() ? "the model" : "layer " + path, x,
                averaged(steps.stream().mapToDouble(step -> step.norms()[layer]).toArray())));
        }
        return List.of(new Curves("Gradient norms", "step", "‖gradient‖ (log scale)", lines, true));
    }

    /// How many neighbouring steps make one point of a curve.
    private int together() { return Math.max(1, history.steps().size() / AVERAGES); }

    /// What a point of those curves is, in words.
    String averaged() { return together() == 1 ? "" : "Each point is the mean of " + together() + " steps."; }

    private double[] averaged(double... numbers) {
        int n = together();
        return IntStream.range(0, numbers.length / n)
            .mapToDouble(i -> Arrays.stream(numbers, i * n, (i + 1) * n).sum() / n).toArray();
    }

    /// What each layer puts out for some training examples, and the gradient of their loss there, two by two.
    List<Chart> histograms() {
        var train = run.data().train();
        var now = Snapshot.of(run, train.batch(IntStream.range(0, Math.min(EXAMPLES, train.size())).toArray()), EXAMPLES);
        var charts = new ArrayList<Chart>();
        now.outputs().forEach((call, value) -> {
            var name = call.path().isEmpty() ? call.label() : call.path() + " · " + call.label();
            charts.add(new Histogram(name, "output", value.data().toDoubles()));
            if (now.gradients().reaches(value)) charts.add(new Histogram(name, "∂loss/∂output", now.gradients().of(value).data()
                .toDoubles()));
        });
        return charts;
    }

    /// The function between the layers, with its derivative, where there is one.
    List<Chart> activation() {
        var network = run.settings().network();
        if (network.hidden().isEmpty() || network.activation() == Activation.IDENTITY) return List.of();
        return List.of(ActivationCurves.of(network.activation().toString(), network.activation()::forward));
    }

    /// Which class was taken for which, of the test examples.
    List<Chart> confusion() {
        int classes = test().classes();
        if (classes == 0 || classes > CLASSES) return List.of();
        var confusion = Confusion.of(test().classNames(), test().labels(), said(test()));
        return List.of(new ConfusionMatrix(String.format(Locale.ROOT, "%,d test examples, macro F1 %.2f %%", confusion.examples(),
            100 * confusion.macroF1()), confusion.names(), confusion.counts()));
    }

    private int[] said(Dataset data) {
        var said = new int[data.size()];
        int from = 0;
        for (var batch : data.batches(Metrics.BATCH)) {
            int[] part = said(batch.inputs());
            System.arraycopy(part, 0, said, from, part.length);
            from += part.length;
        }
        return said;
    }

    private int[] said(Value inputs) {
        return run.settings().learning().loss().decide(Recording.off(() -> run.net().apply(inputs)).data());
    }

    /// What is said where, of inputs that are points of a plane and have classes.
    List<Chart> boundary() {
        if (test().width() != 2 || test().isRegression()) return List.of();
        var train = run.data().train();
        int n = Math.min(POINTS, train.size());
        var places = IntStream.range(0, n).map(i -> (int) ((long) i * train.size() / n)).toArray();
        var points = train.batch(places);
        double[] x = column(points.inputs().data(), 0), y = column(points.inputs().data(), 1);
        double[] across = around(x), up = around(y);
        var grid = new DecisionBoundary.Region(across[0], up[0], across[1], up[1], SIDE, new int[SIDE * SIDE]);
        var inputs = new double[2 * SIDE * SIDE];
        for (int row = 0; row < SIDE; row++)
            for (int c = 0; c < SIDE; c++) {
                inputs[2 * (row * SIDE + c)] = grid.x(c);
                inputs[2 * (row * SIDE + c) + 1] = grid.y(row);
            }
        var normal = train.normalization().apply(Tensor.of(Shape.of(SIDE * SIDE, 2), inputs)).to(train.precision());
        var region = new DecisionBoundary.Region(across[0], up[0], across[1], up[1], SIDE, said(Value.of(normal)));
        return List.of(new DecisionBoundary("What is said where, and " + (n < train.size() ? n + " of " : "the ")
            + train.size() + " training examples", region, train.classNames(), x, y, points.labels()));
    }

    /// As it was before it was normalised.
    private double[] column(Tensor normalized, int column) {
        var how = run.data().train().normalization();
        double mean = how.mean().get(how.mean().size() == 1 ? 0 : column);
        double deviation = how.deviation().get(how.deviation().size() == 1 ? 0 : column);
        return IntStream.range(0, normalized.shape().dim(0)).mapToDouble(row -> normalized.at(2 * row + column) * deviation
            + mean).toArray();
    }

    private static double[] around(double... numbers) {
        double low = Arrays.stream(numbers).min().orElse(0), high = Arrays.stream(numbers).max().orElse(1);
        double air = Math.max(AROUND * (high - low), 0.05);
        return new double[] {low - air, high + air};
    }

    /// The weights or kernels of the first layer, where it looks at pictures.
    List<Chart> weights() {
        if (test().inputShape().rank() != 2) return List.of();
        var first = run.net().parameters().firstEntry();
        if (first != null && first.getValue().shape().rank() == 4)
            return List.of(WeightImages.ofKernels("Kernels of the first convolution, " + first.getKey(), first.getValue().data(), UNITS));
        int rows = test().inputShape().dim(0), columns = test().inputShape().dim(1);
        if (first == null || first.getValue().shape().rank() != 2 || first.getValue().shape().dim(0) != rows * columns) return List.of();
        return List.of(new WeightImages("Weights into the units of the first layer, " + first.getKey(), first.getValue().data(), rows,
            columns, UNITS));
    }

    /// The first test pictures that were taken for something else.
    List<Chart> mistakes() {
        if (test().inputShape().rank() != 2 || test().isRegression()) return List.of();
        int[] truth = test().labels(), said = said(test());
        int[] wrong = IntStream.range(0, truth.length).filter(i -> truth[i] != said[i]).toArray();
        if (wrong.length == 0) return List.of();
        int[] shown = Arrays.copyOf(wrong, Math.min(MISTAKES, wrong.length));
        var names = test().classNames();
        return List.of(new MisreadDigits(String.format(Locale.ROOT, "%s of %,d misclassified test pictures",
            shown.length < wrong.length ? "The first " + shown.length : "All", wrong.length), ink(test().batch(shown).inputs().data()),
            test().inputShape().dim(0), test().inputShape().dim(1), IntStream.of(shown).mapToObj(i -> names.get(said[i])).toList(),
            IntStream.of(shown).mapToObj(i -> names.get(truth[i])).toList()));
    }

    /// Pixels between 0 and 1, the darkest and the lightest that these pictures have.
    private static Tensor ink(Tensor normalized) {
        var numbers = normalized.to(Precision.DOUBLE);
        double low = Arrays.stream(numbers.toDoubles()).min().orElse(0), high = Arrays.stream(numbers.toDoubles()).max().orElse(1);
        return numbers.sub(low).div(high > low ? high - low : 1);
    }
}
