package gradus.experiments;

import gradus.data.Dataset;
import gradus.data.Normalization;
import gradus.nn.Training;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.training.Metrics;
import java.util.List;

/// Training on noise while a run's pictures are being read, on a thread of its own, for the compiler's sake: Java's loops are
/// slow until they have been compiled, vector loops a hundred times slower than afterwards, and so they are by the first step
/// that counts. It touches nothing of the run but time, and ends with its scope:
///
/// ```java
/// try (var _ = new Rehearsal(settings)) { data = ...; }
/// ```
public final class Rehearsal implements AutoCloseable {
    private static final Shape PICTURE = Shape.of(28, 28);        // a product that is summed in several blocks, as the real ones
    private static final int PICTURES = 256, BATCH = 16;          // small, so that everything around the products is met often, too

    private static final List<String> CLASSES = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private volatile boolean over;

    /// Begins where it pays: the recipe reads pictures, takes them as rows, and follows gradients, and a second processor has nothing to
    /// do.
    public Rehearsal(Settings settings) {
        if (!settings.recipe().readsPictures() || settings.network().takesPictures() || settings.network().kind() != Network.Kind.MLP
            || Runtime.getRuntime().availableProcessors() == 1) return;
        Thread.ofPlatform().daemon().name("gradus-rehearsal").uncaughtExceptionHandler((thread, e) -> { }).start(() -> play(settings));
    }

    private void play(Settings settings) {
        var random = Random.seeded(0);
        var learning = settings.learning();
        var noise = noise();
        var net = network(settings).build(noise.inputShape(), learning.loss().outputs(noise), random);
        var optimizer = learning.rule().optimizer(net.parameters().values(), learning.rate());
        var tally = new Metrics.Tally(learning.loss());
        while (true)
            for (var batch : noise.batches(BATCH, random)) {
                if (over) return;
                var outputs = Training.run(random, () -> net.apply(batch.inputs()));
                var loss = learning.loss().loss(outputs, batch);
                optimizer.step(loss.backward());
                tally.add(loss, outputs, batch);
            }
    }

    /// Not the run's own network, which may be large.
    private static Network network(Settings settings) {
        var usual = Recipe.MNIST.network();
        return new Network(usual.kind(), usual.hidden(), settings.network().activation(), usual.init());
    }

    private static Dataset noise() {
        var pixels = new byte[PICTURES * PICTURE.size()];
        var labels = new int[PICTURES];
        for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) (i * i);
        for (int i = 0; i < labels.length; i++) labels[i] = i % CLASSES.size();
        return Dataset.images(pixels, PICTURE, labels, CLASSES).normalized(Normalization.of(128, 64));
    }

    /// Ends it, at its next step.
    @Override public void close() { over = true; }
}
