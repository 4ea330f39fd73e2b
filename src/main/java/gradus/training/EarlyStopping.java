package gradus.training;

import gradus.autograd.Value;
import gradus.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Ends a training where examples that it does not learn from say that it only learns by heart: their loss falls at first, and
/// rises again. The state that had the best one is kept: the parameters, and buffers such as the running statistics of a batch norm, which
/// belong to them.
/// ```java
/// var stopping = new EarlyStopping(net.state(), 5);
/// for (int epoch = 0; epoch < 100; epoch++) {
///     ...                                                                                  // learn
///     if (stopping.stops(Metrics.of(net, validation, objective).loss())) break;
/// }
/// stopping.restoreBest();
/// ```
/// Prechelt, *Early stopping – but when?*, 1998.
public final class EarlyStopping {
    private final SequencedMap<String, Value> state;
    private final int patience;
    private final SequencedMap<String, Tensor> best = new LinkedHashMap<>();
    private double least = Double.POSITIVE_INFINITY;
    private int waited;

    /// For what is to be kept, by name.
    ///
    /// @param state     [gradus.nn.Module#state] of what is trained
    /// @param patience  after how many epochs in a row without a better loss to stop: at least 1
    /// @throws IllegalArgumentException for less patience
    public EarlyStopping(SequencedMap<String, Value> state, int patience) {
        if (patience < 1) throw new IllegalArgumentException("patience is a number of epochs from 1 up, not " + patience);
        this.state = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(state));
        this.patience = patience;
    }

    /// Hears the validation loss after an epoch, and remembers the state if it is the best so far; whether to stop now.
    public boolean stops(double loss) {
        if (loss < least) {
            least = loss;
            waited = 0;
            state.forEach((name, value) -> best.put(name, value.data()));        // tensors never change
        } else waited++;
        return waited >= patience;
    }

    /// Takes back the state that had the best loss; without any, nothing is changed.
    public void restoreBest() { best.forEach((name, tensor) -> value(name).update(tensor)); }

    private Value value(String name) {
        var value = state.get(name);
        if (value == null) throw new IllegalArgumentException("there is no parameter '" + name + "'");
        return value;
    }

    /// The best loss so far; infinite before the first.
    public double least() { return least; }

    /// How many epochs ago that was.
    public int waited() { return waited; }

    /// The state that had it, by name; empty before the first.
    public SequencedMap<String, Tensor> best() { return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(best)); }

    /// Goes on from what another one remembered.
    ///
    /// @throws IllegalArgumentException for a parameter or buffer that there is not
    public void restore(double least, int waited, Map<String, Tensor> best) {
        best.forEach((name, tensor) -> value(name));
        this.least = least;
        this.waited = waited;
        this.best.clear();
        this.best.putAll(best);
    }
}
