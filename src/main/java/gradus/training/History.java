package gradus.training;

import gradus.autograd.Gradients;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What is remembered of a run, as plain numbers: the loss and the layers' gradient norms at up to a thousand steps, evenly spread,
/// and the metrics of every epoch. Taking these notes changes nothing in what is trained.
public final class History {
    /// So many steps are remembered.
    public static final int STEPS = 1000;

    /// A step, before the parameters changed.
    ///
    /// @param step   counted from 1
    /// @param loss   the mean loss of its batch
    /// @param norms  of each layer's gradient, in the order of [History#layers]
    public record Step(int step, double loss, double[] norms) {}

    /// An epoch.
    ///
    /// @param epoch  counted from 1
    /// @param train  of each batch before its step
    /// @param test   of the test examples at its end; null where nobody asked
    public record Epoch(int epoch, Metrics train, @Nullable Metrics test) {}

    private final SequencedMap<String, List<Value>> layers = new LinkedHashMap<>();
    private final int every;
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

    /// A step's loss was differentiated; it is remembered if its turn has come: the first, and then one in so many.
    public void stepped(int step, double loss, Gradients gradients) {
        if ((step - 1) % every == 0)
            steps.add(new Step(step, loss, layers.values().stream().mapToDouble(own -> norm(own, gradients)).toArray()));
    }

    /// `√Σg²` over all numbers of these parameters, in doubles.
    private static double norm(List<Value> parameters, Gradients gradients) {
        double squares = 0;
        for (var parameter : parameters) squares += gradients.of(parameter).data().to(Precision.DOUBLE).square().sum().item();
        return StrictMath.sqrt(squares);
    }

    /// An epoch is over.
    public void ended(Metrics train, @Nullable Metrics test) { epochs.add(new Epoch(epochs.size() + 1, train, test)); }

    /// The paths of the layers that have parameters, in order; empty for parameters of the model itself.
    public List<String> layers() { return List.copyOf(layers.keySet()); }

    /// The steps that are remembered, in order.
    public List<Step> steps() { return List.copyOf(steps); }

    /// All epochs, in order.
    public List<Epoch> epochs() { return List.copyOf(epochs); }
}
