package gradus.nn;

import gradus.tensor.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The scope inside of which layers behave as they do while a network learns: [Dropout] leaves numbers out, [BatchNorm] normalises by
/// the batch and keeps running statistics. Outside, which is the usual, they are as they will be used.
/// ```java
/// for (var batch : train.batches(64, random.epoch(epoch))) {
///     var loss = Training.run(random.step(step++), () -> Loss.crossEntropy(net.apply(batch.inputs()), batch.labels()));
///     optimizer.step(loss.backward());
/// }
/// ```
/// Its value is the source of randomness: what is drawn is a function of it and of the order in which layers ask, so each step needs a
/// `random` of its own. The scope holds for the thread that works inside it, and ends with it, however it ends.
///
/// (It stands here, below the layers that ask for it, and not in `gradus.training`, which they cannot see.)
public final class Training {
    private static final ScopedValue<Training> SCOPE = ScopedValue.newInstance();
    private static final Training OFF = new Training(null, true);

    private final @Nullable Random random;
    private final boolean frozen;
    private int draws;

    private Training(@Nullable Random random, boolean frozen) {
        this.random = random;
        this.frozen = frozen;
    }

    /// Does some work as in training.
    public static <T> T run(Random random, Supplier<T> work) {
        return ScopedValue.where(SCOPE, new Training(random, false)).call(work::get);
    }

    /// The same, but running statistics stay as they are: for gradient checks, pictures, and whatever computes a step once more.
    public static <T> T frozen(Random random, Supplier<T> work) {
        return ScopedValue.where(SCOPE, new Training(random, true)).call(work::get);
    }

    /// Does some work as outside of the scope, such as judging a network in the middle of it.
    public static <T> T off(Supplier<T> work) { return ScopedValue.where(SCOPE, OFF).call(work::get); }

    /// Whether layers on this thread behave as in training now.
    public static boolean isOn() { return SCOPE.isBound() && SCOPE.get().random != null; }

    /// Whether running statistics are to be kept.
    static boolean keepsStatistics() { return SCOPE.isBound() && !SCOPE.get().frozen; }

    /// A source of randomness for whoever asks next, or null outside of the scope.
    static @Nullable Random next() {
        if (!SCOPE.isBound()) return null;
        var scope = SCOPE.get();
        return scope.random == null ? null : scope.random.at("draw").at(scope.draws++);
    }
}
