package gradus.experiments;

import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.data.Batch;

/// An example's way through a model, recorded from the input to one number: what there is to draw.
///
/// @param result   the number that is differentiated: the loss, or an output
/// @param modules  in which module each value was recorded
public record Passage(Value result, Trace modules) {
    /// As far as the loss.
    public static Passage toLoss(Trained trained, Batch example) {
        var trace = new Trace();
        return new Passage(trace.run(() -> {
            var outputs = trained.model().module().apply(example.inputs().named("x"));
            example.targets().named("target");
            return trained.objective().loss(outputs, example).named("loss");
        }), trace);
    }

    /// As far as the outputs, and to one number of them: the only one; that of the class which the model says, before softmax or
    /// sigmoid, whose gradient tells what speaks for that class (Simonyan, Vedaldi & Zisserman 2014); in regression, their sum.
    public static Passage toOutput(Trained trained, Batch example) {
        var trace = new Trace();
        return new Passage(trace.run(() -> {
            var outputs = trained.model().module().apply(example.inputs().named("x"));
            if (outputs.shape().size() == 1) return outputs.named("output");
            var classes = trained.model().classNames();
            if (classes.isEmpty()) return outputs.named("outputs").sum().named("sum of outputs");
            int said = trained.objective().decide(outputs.data())[0];
            return outputs.named("outputs").slice(-1, said, said + 1).named("output of " + classes.get(said));
        }), trace);
    }
}
