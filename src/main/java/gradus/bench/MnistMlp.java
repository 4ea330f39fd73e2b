package gradus.bench;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A training on MNIST, in seconds an epoch, beside what the epoch's matrix products take alone.
///
/// It is one training, which goes on all the time: the warm-up is its way to 98 %, so that the time this takes is that of an
/// undisturbed process; then every operation is rehearsed; then epochs are timed, each followed by its products. Judging the
/// test pictures is in the time to 98 %, and not in that of an epoch.
final class MnistMlp {
    private MnistMlp() {}

    static Measurement measure(Plan plan) {
        var training = new MnistTraining(plan.mnist(), plan.batch());
        var reached = new EnumMap<Milestone, Long>(Milestone.class);
        training.train(milestone -> reached.put(milestone, System.nanoTime()));
        double ageNow = Machine.age();
        long now = System.nanoTime();

        EveryOperation.rehearse();
        var products = training.products();
        Runnable epochOfProducts = () -> { for (int i = 0; i < training.steps(); i++) for (var product : products) product.compute(); };
        training.epoch();
        epochOfProducts.run();
        var alone = new double[plan.runs()];
        var ratios = new double[plan.runs()];
        var run = new int[1];
        var epochs = Timing.runs(plan.runs(), () -> {
            double seconds = Timing.seconds(training::epoch);
            double inProducts = alone[run[0]] = Timing.seconds(epochOfProducts);
            ratios[run[0]++] = seconds / inProducts;
            return seconds;
        });
        var check = training.check();

        double productsAlone = Timing.median(alone), ratio = Timing.median(ratios);
        double speed = training.examples() / Timing.median(epochs), peak = Machine.peakMemory();
        var to97 = since(reached, Milestone.ACCURACY_97, now, ageNow);
        var to98 = since(reached, Milestone.ACCURACY_98, now, ageNow);
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("products", productsAlone);
        fields.put("ratio", ratio);
        fields.put("examples_per_second", speed);
        fields.put("seconds_to_97", to97);
        fields.put("seconds_to_98", to98);
        fields.put("peak_mb", peak);
        var details = List.of(
            String.format(Locale.ROOT, "%,.0f examples/s; the products alone take %.4f s, the epoch %.2f times as long",
                speed, productsAlone, ratio),
            String.format(Locale.ROOT, "%s; peak memory %.0f MB", reached(to97, to98), peak));
        return new Measurement(epochs, "s/epoch", check, details, fields);
    }

    /// When a milestone was reached, in seconds since the process began, or null.
    private static @Nullable Double since(Map<Milestone, Long> reached, Milestone milestone, long now, double ageNow) {
        var then = reached.get(milestone);
        return then == null ? null : ageNow - (now - then) / 1e9;
    }

    /// As `97 % of the test pictures after 1.21 s, 98 % after 3.40 s`.
    static String reached(@Nullable Double to97, @Nullable Double to98) {
        return "97 % of the test pictures " + after(to97) + ", 98 % " + after(to98);
    }

    private static String after(@Nullable Double seconds) {
        return seconds == null ? "not reached" : String.format(Locale.ROOT, "after %.2f s", seconds);
    }
}
