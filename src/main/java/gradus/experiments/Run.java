package gradus.experiments;

import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.DataException;
import gradus.data.Dataset;
import gradus.data.Split;
import gradus.io.Checkpoint;
import gradus.io.FormatException;
import gradus.io.ModelFile;
import gradus.nn.Module;
import gradus.nn.Training;
import gradus.tensor.Random;
import gradus.tensor.Tensor;
import gradus.training.DivergedException;
import gradus.training.History;
import gradus.training.Metrics;
import gradus.training.NonFinite;
import gradus.training.Objective;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One training run: made by settings, trained once, and judged.
///
/// ```java
/// var outcome = new Run(Recipe.XOR.settings(1)).train(Progress.SILENT);
/// outcome.write(Path.of("out/xor.json"));
/// ```
/// It can be left after any step, and taken up again in another process: what comes of it is the same, bit for bit.
/// ```java
/// run.checkpoint().write(file);                                           // in Progress.stepped or ended
/// var checkpoint = Checkpoint.read(file);
/// new Run(Settings.of(checkpoint.settings())).resume(file, checkpoint).train(Progress.SILENT);
/// ```
public final class Run {
    static final String CURE = "a smaller --lr may help; nothing was saved";

    private final Instant started = Instant.now();
    private final Settings settings;
    private final Random random;
    private final Split all;
    private final Split data;
    private final @Nullable Dataset validation;
    private final Objective objective;
    private final Module net;
    private final History history;
    private final Course course;
    private @Nullable String digest;
    private double earlier;                                        // seconds, before it was interrupted
    private boolean trained;

    /// Reads the data, builds the network and checks that it can be saved; nothing is trained yet.
    ///
    /// @throws IllegalArgumentException for data that cannot be used, or that do not fit the settings
    public Run(Settings settings) { this(settings, data(settings)); }

    /// The same on data that are there already: runs may share them, since nothing changes them.
    public Run(Settings settings, Split data) {
        this.settings = settings;
        random = Random.seeded(settings.seed());
        all = data;
        double share = settings.learning().stopping().validation();
        var parted = share == 0 ? null : data.train().split(share, random.at("validation")).normalized();   // by what is learned from alone
        validation = parted == null ? null : parted.test();
        this.data = parted == null ? data : new Split(parted.train(), data.test().normalized(parted.train().normalization()));
        objective = settings.learning().loss();
        net = settings.network().build(data.train().inputShape(), objective.outputs(data.train()), random.at("weights"));
        ModelFile.check(net);
        FirstGuess.prepare(net, this.data.train());
        course = settings.learning().rule() == LearningRule.ROSENBLATT ? new Correction(this) : new Descent(this);
        history = new History(net.parameters(), expectedSteps());
    }

    /// What these settings learn from, read or made.
    ///
    /// @throws IllegalArgumentException for data that cannot be used
    public static Split data(Settings settings) {
        try (var _ = new Rehearsal(settings)) {
            return settings.recipe().data(settings.source(), settings.learning().loss().learnsNumbers(), Random.seeded(settings.seed()));
        }
    }

    /// What determines this run.
    public Settings settings() { return settings; }

    /// What it learns from and is judged by.
    public Split data() { return data; }

    /// What is set apart of the training examples, to tell when to stop; null where nothing is.
    public @Nullable Dataset validation() { return validation; }

    /// What it trains.
    public Module net() { return net; }

    /// What is remembered of it so far.
    public History history() { return history; }

    /// How many numbers it trains.
    public int parameters() { return net.parameters().values().stream().mapToInt(parameter -> parameter.shape().size()).sum(); }

    /// How many steps were taken.
    public int steps() { return course.steps; }

    /// How many epochs are over.
    public int epochs() { return course.epoch; }

    /// Whether nothing is left to train: after the last epoch, or because it could stop before.
    public boolean isOver() { return course.isOver(); }

    /// The learning rate of the step under way.
    public double rate() { return course.rate(); }

    /// How many steps of gradient descent it takes, at most.
    public long expectedSteps() {
        int examples = data.train().size();
        return (long) settings.learning().epochs() * Math.ceilDiv(examples, Math.min(settings.learning().batch(), examples));
    }

    Random random() { return random; }

    /// Trains, from the beginning or from where it was interrupted, and judges the result. A run can be trained once.
    ///
    /// @throws DivergedException if the loss is no longer a finite number
    public Outcome train(Progress progress) {
        fit(progress);
        Metrics train = judge(data.train()), test = settings.recipe().isGate() ? train : judge(data.test());
        var model = new ModelFile(settings.seed(), settings.forModelFile(), digest(), data.train().inputShape(), data.train().columnNames(),
            data.train().normalization(), data.train().classNames(), net);
        return new Outcome(settings, model, history.epochs().stream().map(History.Epoch::train).toList(), train, test, data.test().size(),
            steps(), parameters(), started, seconds());
    }

    /// Trains without judging: the test examples are not looked at.
    void fit(Progress progress) {
        if (trained) throw new IllegalStateException("this run was trained already");
        trained = true;
        progress.begins(this);
        course.train(progress);
    }

    double seconds() { return earlier + Duration.between(started, Instant.now()).toMillis() / 1000.0; }

    /// Of all training examples, those that are set apart among them; computed once, in a tenth of a second for MNIST.
    String digest() {
        if (digest == null) digest = all.train().digest();
        return digest;
    }

    Metrics judge(Dataset examples) {
        var tally = new Metrics.Tally(objective);
        for (var batch : examples.batches(Metrics.BATCH)) {
            double loss = tally.judge(net, batch);
            if (!Double.isFinite(loss)) throw diverged(loss, batch, null);
        }
        return tally.metrics();
    }

    /// The step is computed once more under a trace, which knows the operations' modules.
    ///
    /// @param layers  what layers drew from in it; null for a loss outside of the training scope
    DivergedException diverged(double loss, Batch batch, @Nullable Random layers) {
        Supplier<Value> step = () -> objective.loss(net.apply(batch.inputs()), batch);
        var found = NonFinite.find(net, layers == null ? step : () -> Training.frozen(layers, step));
        return new DivergedException(steps(), "the loss became " + loss + " at step " + steps() + ": "
            + (found == null ? "" : found.origin() + "; ") + CURE);
    }

    // ---------------------------------------------------------------- interrupted

    /// All that it takes to go on from here, after a step or an epoch.
    public Checkpoint checkpoint() {
        var tensors = new LinkedHashMap<String, Tensor>();
        net.state().forEach((name, value) -> tensors.put("model." + name, value.data()));
        tensors.putAll(course.tensors());
        var place = course.place();
        place.put("seconds", seconds());
        return new Checkpoint(settings.forRunFile(), digest(), place, history.toJson(), new LinkedHashMap<>(), tensors);
    }

    /// Goes to where a run of the same settings was when its checkpoint was written.
    ///
    /// @param file  where that came from, for errors
    /// @throws IllegalArgumentException for other data, another architecture, or what does not go together
    public Run resume(Path file, Checkpoint checkpoint) {
        if (!checkpoint.data().equals(digest()))
            throw new DataException(file + ": the data have changed since: their digest is " + digest() + ", and was " + checkpoint.data());
        try {
            var model = checkpoint.part("model");
            requireFit(net, "model", model);
            course.restore(checkpoint);
            history.restore(checkpoint.history());
            earlier = Course.number(checkpoint.place(), "seconds");
            net.state().forEach((name, value) -> value.update(Objects.requireNonNull(model.get(name))));
        } catch (IllegalArgumentException e) {
            throw new FormatException(file + ": " + e.getMessage(), e);
        }
        return this;
    }

    /// Whether tensors are those of a model's state.
    static void requireFit(Module net, String part, Map<String, Tensor> tensors) {
        var state = net.state();
        state.forEach((name, value) -> {
            var tensor = tensors.get(name);
            if (tensor == null) throw new IllegalArgumentException("another architecture: there is no " + part + "." + name + " in it");
            if (!tensor.shape().equals(value.shape()) || tensor.precision() != value.precision())
                throw new IllegalArgumentException("another architecture: " + part + "." + name + " is " + tensor.precision() + " "
                    + tensor.shape() + " in it, where this model has " + value.precision() + " " + value.shape());
        });
        if (tensors.size() > state.size())
            throw new IllegalArgumentException("another architecture: it has " + tensors.size() + " tensors of " + part + ", this model "
                + state.size() + (state.size() == net.parameters().size() ? " parameters" : " parameters and buffers"));
    }
}
