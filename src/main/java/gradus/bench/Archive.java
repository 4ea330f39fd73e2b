package gradus.bench;

import gradus.io.ModelFile;
import gradus.io.Safetensors;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Files, there and back: the model of MNIST as JSON, and ten million floats as safetensors. Reading the model is the figure at
/// the top; what is written is forced to disk, so writing can be no faster than that.
final class Archive {
    private static final int LAYERS = 10, ROWS = 1000, COLUMNS = 1000;
    private static final double WARM_UP = 0.2, MEGA = 1e6, MILLI = 1e3;

    private Archive() {}

    static Measurement measure(Plan plan) {
        var folder = temporary();
        var model = folder.resolve("model.json");
        var weights = folder.resolve("weights.safetensors");
        try {
            return measure(plan, model, weights);
        } finally {
            for (var file : List.of(model, weights, folder)) delete(file);
        }
    }

    private static Measurement measure(Plan plan, Path copy, Path file) {
        var mnist = Home.model("mnist.json");
        Timing.warmUp(WARM_UP, () -> ModelFile.read(mnist));
        var read = Timing.runs(plan.runs(), () -> MILLI * Timing.seconds(() -> ModelFile.read(mnist)));
        var model = ModelFile.read(mnist);
        double write = Timing.median(Timing.runs(plan.runs(), () -> MILLI * Timing.seconds(() -> model.write(copy))));

        var numbers = numbers();
        double size = LAYERS * ROWS * COLUMNS * Float.BYTES / MEGA;
        double[] writing = rates(plan.runs(), size, () -> numbers.write(file));
        double[] reading = rates(plan.runs(), size, () -> Safetensors.read(file));

        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("model_write_ms", write);
        fields.put("safetensors_write_mb_per_s", Timing.median(writing));
        fields.put("safetensors_read_mb_per_s", Timing.median(reading));
        var details = List.of(
            String.format(Locale.ROOT, "models/mnist.json written  %8.1f ms", write),
            String.format(Locale.ROOT, "%.0f MB of safetensors: written %,.0f MB/s, at best %,.0f; read %,.0f MB/s, at best %,.0f", size,
                Timing.median(writing), Timing.sorted(writing)[plan.runs() - 1], Timing.median(reading),
                    Timing.sorted(reading)[plan.runs() - 1]));
        return new Measurement(read, "ms", same(mnist, model, copy).and(same(numbers, Safetensors.read(file))), details, fields);
    }

    private static double[] rates(int runs, double size, Runnable work) {
        for (int i = 0; i < 3; i++) work.run();
        return Timing.runs(runs, () -> size / Timing.seconds(work));
    }

    private static Safetensors numbers() {
        var tensors = new LinkedHashMap<String, Tensor>();
        var random = Random.seeded(1);
        for (int i = 0; i < LAYERS; i++)
            tensors.put(i + ".weight", random.at(i).uniform(Shape.of(ROWS, COLUMNS), -1, 1, Precision.FLOAT));
        return new Safetensors(tensors, new LinkedHashMap<>());
    }

    private static Check same(Path original, ModelFile model, Path copy) {
        var again = ModelFile.read(copy).parameters();
        boolean same = again.size() == model.parameters().size();
        for (var parameter : model.parameters().entrySet()) {
            var found = again.get(parameter.getKey());
            same &= found != null && Arrays.equals(found.data().toFloats(), parameter.getValue().data().toFloats());
        }
        return new Check(same, original.getFileName() + (same ? " comes" : " does not come") + " back bit for bit");
    }

    private static Check same(Safetensors original, Safetensors read) {
        boolean same = original.tensors().entrySet().stream()
            .allMatch(entry -> Arrays.equals(entry.getValue().toFloats(), read.tensor(entry.getKey()).toFloats()));
        return new Check(same, "so " + (same ? "do" : "do not") + " the tensors");
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("gradus-files");
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary folder cannot be made", e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be deleted", e);
        }
    }
}
