package gradus.experiments;

import gradus.autograd.Gradients;
import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.training.Finding;
import gradus.training.Linter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hears of what goes wrong in a run without an error: the [linter][Linter] at work.
public final class Warnings implements Progress {
    private final Consumer<Finding> say;
    private @Nullable Linter linter;

    /// @param say  hears of each kind of mistake once
    public Warnings(Consumer<Finding> say) { this.say = say; }

    /// A run that goes on was looked at when it began.
    @Override public void begins(Run run) {
        if (run.steps() > 0) return;
        linter = new Linter(run.net(), run.net().parameters().values(), say);
        linter.look(run.data());
    }

    @Override public void differentiated(int step, Batch batch, Value loss, Gradients gradients) {
        if (linter != null) linter.look(batch, loss, gradients);
    }

    @Override public void stepped(int epoch, int examples) {
        if (linter != null) linter.stepped();
    }
}
