package gradus.experiments;

import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.training.Objective;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A setting with the values to try.
///
/// @param name     as the option is called: `lr`
/// @param choices  what each value does to a run's settings; each value once
/// @param reading  the value in a run's settings, as it is typed
public record SweepAxis(String name, List<UnaryOperator<Settings>> choices, Function<Settings, String> reading) {
    private static <T> SweepAxis of(String name, List<T> values, BiFunction<Settings, T, Settings> change, Function<Settings, String> reading) {
        if (values.isEmpty()) throw new IllegalArgumentException("--" + name + " takes at least one value");
        var choices = new LinkedHashSet<>(values).stream().<UnaryOperator<Settings>>map(value -> settings -> change.apply(settings, value)).toList();
        return new SweepAxis(name, choices, reading);
    }

    /// Learning rates.
    public static SweepAxis rates(List<Double> values) {
        return of("lr", values, (s, rate) -> learns(s, l -> new Learning(l.loss(), l.rule(), rate, l.batch(), l.epochs())), SweepAxis::rate);
    }

    /// How many units each hidden layer has.
    public static SweepAxis widths(List<Integer> values) {
        return of("width", values, (s, width) -> hidden(s, Collections.nCopies(s.network().hidden().size(), width)),
            s -> s.network().hidden().getFirst().toString());
    }

    /// How many hidden layers there are, all as wide as the first.
    ///
    /// @throws IllegalArgumentException for fewer than one
    public static SweepAxis layers(List<Integer> values) {
        for (int layers : values)
            if (layers < 1) throw new IllegalArgumentException("--layers counts hidden layers, from 1, not " + layers + "; --hidden none has none");
        return of("layers", values, (s, layers) -> hidden(s, Collections.nCopies(layers, s.network().hidden().getFirst())),
            s -> Integer.toString(s.network().hidden().size()));
    }

    /// The widths of the hidden layers.
    public static SweepAxis hidden(List<List<Integer>> values) { return of("hidden", values, SweepAxis::hidden, s -> s.network().widths()); }

    /// Batch sizes; [gradus.data.Dataset#FULL] for everything.
    public static SweepAxis batches(List<Integer> values) {
        return of("batch", values, (s, batch) -> learns(s, l -> new Learning(l.loss(), l.rule(), l.rate(), batch, l.epochs())),
            s -> s.learning().batchSize());
    }

    /// How often the examples are gone through.
    public static SweepAxis epochs(List<Integer> values) {
        return of("epochs", values, SweepAxis::within, s -> Integer.toString(s.learning().epochs()));
    }

    /// What follows each hidden layer.
    public static SweepAxis activations(List<Activation> values) {
        return of("activation", values, (s, activation) -> builds(s, n -> new Network(n.kind(), n.hidden(), activation, n.init())),
            s -> s.network().activation().toString());
    }

    /// Where weights begin.
    public static SweepAxis inits(List<Initializer> values) {
        return of("init", values, (s, init) -> builds(s, n -> new Network(n.kind(), n.hidden(), n.activation(), init)), s -> s.network().init().toString());
    }

    /// Learning rules.
    public static SweepAxis optimizers(List<LearningRule> values) {
        return of("optimizer", values, (s, rule) -> learns(s, l -> new Learning(l.loss(), rule, l.rate(), l.batch(), l.epochs())),
            s -> s.learning().rule().toString());
    }

    /// Losses.
    public static SweepAxis losses(List<Objective> values) {
        return of("loss", values, (s, loss) -> learns(s, l -> new Learning(loss, l.rule(), l.rate(), l.batch(), l.epochs())),
            s -> s.learning().loss().toString());
    }

    /// Seeds of all that is random: which examples are drawn and set apart, the first weights, the order of learning.
    public static SweepAxis seeds(List<Long> values) {
        return of("seed", values, (s, seed) -> new Settings(s.recipe(), seed, s.source(), s.network(), s.learning()), s -> Long.toString(s.seed()));
    }

    /// The same settings with another number of epochs.
    static Settings within(Settings settings, int epochs) {
        return learns(settings, l -> new Learning(l.loss(), l.rule(), l.rate(), l.batch(), epochs));
    }

    /// The learning rate in as few digits as tell it apart: `0.01`, `1`.
    static String rate(Settings settings) {
        double rate = settings.learning().rate();
        return rate < 1e-6 || rate >= 1e7 ? Double.toString(rate) : BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
    }

    private static Settings learns(Settings s, UnaryOperator<Learning> change) {
        return new Settings(s.recipe(), s.seed(), s.source(), s.network(), change.apply(s.learning()));
    }

    private static Settings builds(Settings s, UnaryOperator<Network> change) {
        return new Settings(s.recipe(), s.seed(), s.source(), change.apply(s.network()), s.learning());
    }

    private static Settings hidden(Settings s, List<Integer> widths) {
        return builds(s, n -> new Network(n.kind(), widths, n.activation(), n.init()));
    }

    /// The values in order, as they are typed.
    public List<String> values(Settings base) { return choices.stream().map(choice -> reading.apply(choice.apply(base))).toList(); }
}
