package gradus.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradus.autograd.Gradients;
import gradus.autograd.Value;
import gradus.io.AtomicFile;
import gradus.io.FormatException;
import gradus.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is remembered of a run, as plain numbers: the loss and, where somebody asks, the layers' gradient norms at up to a thousand
/// steps, evenly spread, and the metrics of every epoch. Taking these notes changes nothing in what is trained.
public final class History {
    /// So many steps are remembered.
    public static final int STEPS = 1000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /// A step, before the parameters changed.
    ///
    /// @param step   counted from 1
    /// @param loss   the mean loss of its batch
    /// @param norms  of each layer's gradient, in the order of [History#layers]; empty where nobody asked
    public record Step(int step, double loss, double[] norms) {}

    /// An epoch.
    ///
    /// @param epoch  counted from 1
    /// @param train  of each batch before its step
    /// @param validation  at its end, of the examples that are set apart; null where there are none
    /// @param test   of the test examples at its end; null where nobody asked
    public record Epoch(int epoch, Metrics train, @Nullable Metrics validation, @Nullable Metrics test) {}

    private final SequencedMap<String, List<Value>> layers = new LinkedHashMap<>();
    private int every;
    private final List<Step> steps = new ArrayList<>();
    private final List<Epoch> epochs = new ArrayList<>();

    /// Of a run that has not begun.
    ///
    /// @param parameters  of the model, by their paths: `0.weight` and `0.bias` are those of layer `0`
    /// @param expected    how many steps it will take, at most
    public History(Map<String, Value> parameters, long expected) {
        parameters.forEach((path, parameter) -> layers.computeIfAbsent(layer(path), _ -> new ArrayList<>()).add(parameter));
        every = (int) Math.max(1, Math.ceilDiv(expected, STEPS));
    }

    private static String layer(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    /// A step's loss was computed; it is remembered if its turn has come: the first, and then one in so many.
    ///
    /// @param gradients  null for no gradient norms, which cost a pass over the gradients
    public void stepped(int step, double loss, @Nullable Gradients gradients) {
        if ((step - 1) % every != 0) return;
        steps.add(new Step(step, loss, gradients == null ? new double[0] : layers.values().stream()
            .mapToDouble(own -> Tensor.norm(own.stream().map(parameter -> gradients.of(parameter).data()).toList())).toArray()));
    }

    /// An epoch is over.
    public void ended(Metrics train, @Nullable Metrics test) { ended(train, null, test); }

    /// An epoch with validation is over.
    public void ended(Metrics train, @Nullable Metrics validation, @Nullable Metrics test) {
        epochs.add(new Epoch(epochs.size() + 1, train, validation, test));
    }

    /// The paths of the layers that have parameters, in order; empty for parameters of the model itself.
    public List<String> layers() { return List.copyOf(layers.sequencedKeySet()); }

    /// The steps that are remembered, in order.
    public List<Step> steps() { return List.copyOf(steps); }

    /// All epochs, in order.
    public List<Epoch> epochs() { return List.copyOf(epochs); }

    // ---------------------------------------------------------------- files

    /// What an epoch has besides its number, by name.
    private static final SequencedMap<String, Function<Epoch, @Nullable Metrics>> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("train", Epoch::train);
        PARTS.put("validation", Epoch::validation);
        PARTS.put("test", Epoch::test);
    }

    /// Writes it, whole or not at all: as CSV to a file whose name ends with `.csv`, else as JSON.
    ///
    /// @throws java.io.UncheckedIOException if it cannot be written
    public void write(Path path) {
        boolean csv = path.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        AtomicFile.write(path, (csv ? toCsv() : toJson() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// As a table: first a row `step` for each remembered step, with the loss and the gradient norms, then a row `epoch` for each
    /// epoch, with the metrics. What is not known is empty; what is not finite is `NaN`, `Infinity` or `-Infinity`.
    public String toCsv() {
        var out = new StringBuilder("of,number,train_loss,train_accuracy,validation_loss,validation_accuracy,test_loss,test_accuracy");
        for (var layer : layers()) out.append(',').append(quoted(layer.isEmpty() ? "norm" : "norm " + layer));
        out.append('\n');
        for (var step : steps) {
            out.append("step,").append(step.step).append(',').append(step.loss).append(",,,,,");
            for (int i = 0; i < layers.size(); i++) out.append(',').append(step.norms.length == 0 ? "" : Double.toString(step.norms[i]));
            out.append('\n');
        }
        for (var epoch : epochs) {
            out.append("epoch,").append(epoch.epoch);
            for (var part : PARTS.values()) {
                var metrics = part.apply(epoch);
                out.append(',').append(metrics == null ? "" : Double.toString(metrics.loss()))
                    .append(',').append(metrics == null || metrics.accuracy() == null ? "" : metrics.accuracy().toString());
            }
            out.append(",".repeat(layers.size())).append('\n');
        }
        return out.toString();
    }

    private static String quoted(String text) {
        return text.contains(",") || text.contains("\"") || text.contains("\n") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /// As a JSON object in one line, of columns: `steps` has `step`, `loss` and `norms` by layer, `epochs` has `epoch`, `train_loss`,
    /// `train_accuracy` and the like. What is not known or not finite is null.
    public String toJson() {
        var norms = new LinkedHashMap<String, Object>();
        for (int i = 0; i < layers.size(); i++) {
            int layer = i;
            norms.put(layers().get(i), column(steps, step -> step.norms.length == 0 ? null : step.norms[layer]));
        }
        var ofSteps = new LinkedHashMap<String, Object>();
        ofSteps.put("step", steps.stream().map(Step::step).toList());
        ofSteps.put("loss", column(steps, Step::loss));
        ofSteps.put("norms", norms);
        var ofEpochs = new LinkedHashMap<String, Object>();
        ofEpochs.put("epoch", epochs.stream().map(Epoch::epoch).toList());
        PARTS.forEach((name, part) -> {
            ofEpochs.put(name + "_loss", column(epochs, epoch -> loss(part.apply(epoch))));
            ofEpochs.put(name + "_accuracy", column(epochs, epoch -> accuracy(part.apply(epoch))));
        });
        var all = new LinkedHashMap<String, Object>();
        all.put("format", "gradus-history");
        all.put("version", 1);
        all.put("every", every);
        all.put("steps", ofSteps);
        all.put("epochs", ofEpochs);
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);           // texts, numbers, lists and maps can always be written
        }
    }

    private static @Nullable Double loss(@Nullable Metrics metrics) { return metrics == null ? null : Double.valueOf(metrics.loss()); }

    private static @Nullable Double accuracy(@Nullable Metrics metrics) { return metrics == null ? null : metrics.accuracy(); }

    private static <T> List<@Nullable Double> column(List<T> rows, Function<T, @Nullable Double> number) {
        var column = new ArrayList<@Nullable Double>();
        for (var row : rows) {
            var x = number.apply(row);
            column.add(x == null || !Double.isFinite(x) ? null : x);
        }
        return column;
    }

    /// Goes on from what [#toJson] wrote for a run of the same model. If this one is expected to take more steps than that one, fewer
    /// of them are remembered, so that the whole run keeps to [#STEPS].
    ///
    /// @throws FormatException for any other text
    public void restore(String json) {
        try {
            var all = JSON.readTree(json);
            JsonNode ofSteps = all.required("steps"), ofEpochs = all.required("epochs");
            int before = whole("every", all.required("every"));
            steps.clear();
            epochs.clear();
            for (int i = 0; i < ofSteps.required("step").size(); i++) {
                var norms = new double[layers.size()];
                boolean known = false;
                for (int k = 0; k < norms.length; k++) {
                    var norm = ofSteps.required("norms").required(layers().get(k)).required(i);
                    known |= !norm.isNull();
                    norms[k] = number(norm);
                }
                steps.add(new Step(whole("step", ofSteps.required("step").required(i)), number(ofSteps.required("loss").required(i)),
                    known ? norms : new double[0]));
            }
            every = Math.multiplyExact(before, Math.ceilDiv(every, before));       // a multiple: what is remembered stays evenly spread
            steps.removeIf(step -> (step.step - 1) % every != 0);
            for (int i = 0; i < ofEpochs.required("epoch").size(); i++) {
                var train = metrics("train", ofEpochs, i);
                epochs.add(new Epoch(i + 1, train == null ? new Metrics(Double.NaN, null) : train, metrics("validation", ofEpochs, i),
                    metrics("test", ofEpochs, i)));
            }
        } catch (JsonProcessingException | IllegalArgumentException | ArithmeticException e) {
            throw new FormatException("this is no history of a run of that model: " + String.valueOf(e.getMessage()).lines().findFirst()
                .orElse(""), e);
        }
    }

    private static @Nullable Metrics metrics(String part, JsonNode epochs, int i) {
        JsonNode loss = epochs.required(part + "_loss").required(i), accuracy = epochs.required(part + "_accuracy").required(i);
        return loss.isNull() && accuracy.isNull() ? null : new Metrics(number(loss), accuracy.isNull() ? null : accuracy.doubleValue());
    }

    private static int whole(String name, JsonNode node) {
        if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() < 1)
            throw new IllegalArgumentException(name + ": " + node + ", expected a whole number from 1 up");
        return node.intValue();
    }

    private static double number(JsonNode node) { return node.isNull() ? Double.NaN : node.doubleValue(); }
}
