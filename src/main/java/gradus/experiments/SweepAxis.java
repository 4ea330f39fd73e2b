package gradus.experiments;

import gradus.data.Dataset;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.optim.Schedule;
import gradus.training.Objective;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    /// A setting as `gradus train` calls it, with values as they are typed.
    ///
    /// @throws IllegalArgumentException if there is no value
    public static SweepAxis of(String name, List<?> values) {
        return of(name, values, (s, value) -> with(s, name, value), s -> String.valueOf(s.forRunFile().get(name)));
    }

    private static <T> SweepAxis of(String name, List<? extends T> values, BiFunction<Settings, T, Settings> change,
            Function<Settings, String> reading) {
        if (values.isEmpty()) throw new IllegalArgumentException("--" + name + " takes at least one value");
        var choices = new LinkedHashSet<>(values).stream().<UnaryOperator<Settings>>map(value -> s -> change.apply(s, value)).toList();
        return new SweepAxis(name, choices, reading);
    }

    private static Settings with(Settings settings, String name, Object value) {
        var written = new LinkedHashMap<>(settings.forRunFile());
        written.put(name, value);
        return Settings.of(written);
    }

    /// Learning rates.
    public static SweepAxis rates(List<Double> values) { return of("lr", values, (s, rate) -> with(s, "lr", rate), SweepAxis::rate); }

    /// How many units each hidden linear layer has; other stages stay.
    public static SweepAxis widths(List<Integer> values) {
        return of("width", values, (s, width) -> {
            first("width", s);
            return hidden(s, s.network().hidden().stream().map(stage -> stage instanceof Stage.Units ? new Stage.Units(width)
                : stage).toList());
        }, s -> first("width", s).toString());
    }

    /// How many hidden linear layers there are, all as the first: as wide, with its norm and dropout. What stands before it stays.
    ///
    /// @throws IllegalArgumentException for fewer than one
    public static SweepAxis layers(List<Integer> values) {
        for (int layers : values)
            if (layers < 1) throw new IllegalArgumentException("--layers counts hidden layers, from 1, not " + layers
                + "; --hidden none has none");
        return of("layers", values, (s, layers) -> {
            var all = s.network().hidden();
            int begin = all.indexOf(first("layers", s)), end = begin + 1;
            while (end < all.size() && !(all.get(end) instanceof Stage.Units)) end++;
            var stages = new ArrayList<>(all.subList(0, begin));
            for (int i = 0; i < layers; i++) stages.addAll(all.subList(begin, end));
            return hidden(s, stages);
        }, s -> Long.toString(s.network().hidden().stream().filter(Stage.Units.class::isInstance).count()));
    }

    /// The hidden layer that others are measured by.
    private static Stage first(String option, Settings s) {
        return s.network().hidden().stream().filter(Stage.Units.class::isInstance).findFirst().orElseThrow(() ->
            new IllegalArgumentException("--" + option + " goes with hidden layers of units, and " + s.recipe()
                + " has none: --hidden \"128;64\""
                + " names some"));
    }

    /// The hidden stages.
    public static SweepAxis hidden(List<List<Stage>> values) {
        return of("hidden", values, SweepAxis::hidden, s -> s.network().widths());
    }

    /// Batch sizes; [gradus.data.Dataset#FULL] for everything.
    public static SweepAxis batches(List<Integer> values) {
        return of("batch", values.stream().map(batch -> batch == Dataset.FULL ? "full" : batch.toString()).toList());
    }

    /// How often the examples are gone through.
    public static SweepAxis epochs(List<Integer> values) { return of("epochs", values); }

    /// How the rate changes.
    public static SweepAxis schedules(List<Schedule> values) {
        return of("schedule", values, (s, schedule) -> with(s, "schedule", schedule), s -> s.learning().schedule().toString());
    }

    /// What follows each hidden layer.
    public static SweepAxis activations(List<Activation> values) { return of("activation", values); }

    /// Where weights begin.
    public static SweepAxis inits(List<Initializer> values) { return of("init", values); }

    /// Learning rules. One that is not the recipe's has its own weight decay, unless that is an axis too.
    public static SweepAxis optimizers(List<LearningRule> values) {
        return of("optimizer", values, (s, rule) -> {
            var written = new LinkedHashMap<>(s.forRunFile());
            written.put("optimizer", rule);
            if (rule != s.learning().rule()) written.remove("decay");
            return Settings.of(written);
        }, s -> s.learning().rule().toString());
    }

    /// Weight decays.
    public static SweepAxis decays(List<Double> values) { return of("decay", values); }

    /// The largest norms of the weights into a unit.
    public static SweepAxis maxNorms(List<Double> values) { return of("max-norm", values); }

    /// Losses.
    public static SweepAxis losses(List<Objective> values) { return of("loss", values); }

    /// Seeds of all that is random: which examples are drawn and set apart, the first weights, the order of learning.
    public static SweepAxis seeds(List<Long> values) { return of("seed", values); }

    /// The same settings with another number of epochs.
    static Settings within(Settings settings, int epochs) {
        return new Settings(settings.recipe(), settings.seed(), settings.source(), settings.network(), settings.learning().epochs(epochs));
    }

    /// The learning rate in as few digits as tell it apart: `0.01`, `1`.
    static String rate(Settings settings) {
        double rate = settings.learning().rate();
        return rate < 1e-6 || rate >= 1e7 ? Double.toString(rate) : BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
    }

    private static Settings hidden(Settings s, List<Stage> stages) {
        return new Settings(s.recipe(), s.seed(), s.source(), s.network().hidden(stages), s.learning());
    }

    /// The values in order, as they are typed.
    public List<String> values(Settings base) { return choices.stream().map(choice -> reading.apply(choice.apply(base))).toList(); }
}
