package gradus.experiments;

import gradus.data.Dataset;
import gradus.nn.Linear;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.tensor.Axes;
import gradus.tensor.Tensor;
import java.util.Objects;

/// In regression, where an untrained network begins: at numbers of the right size. Prices in the hundred thousands would else
/// cost most of the training only to be reached.
final class FirstGuess {
    private FirstGuess() {}

    /// Lets the last layer begin with the targets' mean as its bias, and with weights that are multiplied by their deviation.
    static void prepare(Module net, Dataset train) {
        if (!train.isRegression() || !(net instanceof Sequential layers) || !(layers.layers().getLast() instanceof Linear last)) return;
        var targets = train.all().targets().data();
        var mean = mean(targets);
        var deviation = mean(targets.sub(mean).square()).sqrt();
        last.weight().update(last.weight().data().mul(deviation));
        Objects.requireNonNull(last.bias()).update(mean);
    }

    private static Tensor mean(Tensor targets) { return targets.sum(Axes.of(0)).div(targets.shape().dim(0)); }
}
