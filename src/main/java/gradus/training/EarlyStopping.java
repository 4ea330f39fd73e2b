package gradus.training;

import gradus.autograd.Value;
import gradus.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Ends a training where examples that it does not learn from say that it only learns by heart: their loss falls at first, and
/// rises again. The parameters that had the best one are kept.
/// ```java
/// var stopping = new EarlyStopping(net.parameters(), 5);
/// for (int epoch = 0; epoch < 100; epoch++) {
///     ...                                                                                  // learn
///     if (stopping.stops(Metrics.of(net, validation, objective).loss())) break;
/// }
/// stopping.restoreBest();
/// ```
/// Prechelt, *Early stopping – but when?*, 1998.
public final class EarlyStopping {
    private final SequencedMap<String, Value> parameters;
    private final int patience;
    private final SequencedMap<String, Tensor> best = new LinkedHashMap<>();
    private double least = Double.POSITIVE_INFINITY;
    private int waited;

    /// For these parameters, by name.
    ///
    /// @param patience  after how many epochs in a row without a better loss to stop: at least 1
    /// @throws IllegalArgumentException for less patience
    public EarlyStopping(SequencedMap<String, Value> parameters, int patience) {
        if (patience < 1) throw new IllegalArgumentException("patience is a number of epochs from 1 up, not " + patience);
        this.parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
        this.patience = patience;
    }

    /// Hears the validation loss after an epoch, and remembers the parameters if it is the best so far; whether to stop now.
    public boolean stops(double loss) {
        if (loss < least) {
            least = loss;
            waited = 0;
            parameters.forEach((name, parameter) -> best.put(name, parameter.data()));        // tensors never change
        } else waited++;
        return waited >= patience;
    }

    /// Takes back the parameters that had the best loss; without any, nothing is changed.
    public void restoreBest() { best.forEach((name, tensor) -> parameter(name).update(tensor)); }

    private Value parameter(String name) {
        var parameter = parameters.get(name);
        if (parameter == null) throw new IllegalArgumentException("there is no parameter '" + name + "'");
        return parameter;
    }

    /// The best loss so far; infinite before the first.
    public double least() { return least; }

    /// How many epochs ago that was.
    public int waited() { return waited; }

    /// The parameters that had it, by name; empty before the first.
    public SequencedMap<String, Tensor> best() { return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(best)); }

    /// Goes on from what another one remembered.
    ///
    /// @throws IllegalArgumentException for a parameter that there is not
    public void restore(double least, int waited, Map<String, Tensor> best) {
        best.forEach((name, tensor) -> parameter(name));
        this.least = least;
        this.waited = waited;
        this.best.clear();
        this.best.putAll(best);
    }
}
