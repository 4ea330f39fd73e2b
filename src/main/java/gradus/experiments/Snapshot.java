package gradus.experiments;

import gradus.autograd.Gradients;
import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.nn.Training;
import gradus.training.Diagnosis;
import gradus.training.Finding;
import gradus.viz.Level;
import gradus.viz.Picture;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// A run's network at one moment: the loss of some examples with all gradients, and in which module each value was computed. It is
/// computed beside the training and changes nothing in it.
///
/// @param examples   how many were looked at
/// @param loss       their mean loss
/// @param trace      knows the modules
/// @param gradients  of everything
record Snapshot(int examples, Value loss, Trace trace, Gradients gradients) {
    /// The first examples of a batch, at most so many.
    static Snapshot of(Run run, Batch batch, int most) {
        var few = first(batch, Math.min(most, batch.size()));
        var trace = new Trace();
        // as in training, without a trace in the network
        var layers = run.random().at("snapshot").step(run.steps());
        var loss = Training.frozen(layers, () -> trace.run(() -> run.settings().learning().loss().loss(run.net().apply(few.inputs()), few)))
            .named("loss");
        return new Snapshot(few.size(), loss, trace, loss.backwardKeepingAll());
    }

    private static Batch first(Batch batch, int n) {
        var labels = Arrays.copyOf(batch.labels(), Math.min(n, batch.labels().length));
        return new Batch(Value.of(batch.inputs().data().slice(0, 0, n)).named("inputs"), labels,
            Value.of(batch.targets().data().slice(0, 0, n)).named("targets"));
    }

    /// The graph of the loss with its gradients, module by module; of plain descent with how far the next step goes. What is wrong is
    /// marked where it is, and said below.
    Picture picture(Run run, String title) {
        var picture = Picture.of(loss).gradients(gradients).modules(trace).level(Level.MODULES).titled(title);
        if (isPlain(run)) picture = picture.rate(run.rate());
        for (var finding : findings(run).findings()) {
            picture = picture.notes(List.of(finding.evidence()));
            for (var value : finding.values()) picture = picture.marked(value, words(finding.kind()));
        }
        return picture;
    }

    /// As `dead units`.
    private static String words(Finding.Kind kind) { return kind.name().toLowerCase(Locale.ROOT).replace('_', ' '); }

    /// What is wrong with this moment, in sentences; that nothing is, if so.
    List<String> diagnosis(Run run) {
        var diagnosis = findings(run);
        return diagnosis.findings().isEmpty() ? List.of(diagnosis.toString())
            : diagnosis.findings().stream().map(Finding::toString).toList();
    }

    private Diagnosis findings(Run run) {
        var diagnosis = Diagnosis.of(run.net(), loss, gradients, trace);
        return isPlain(run) ? diagnosis.atRate(run.rate()) : diagnosis;
    }

    /// Of plain descent it is known how far the next step goes.
    private static boolean isPlain(Run run) { return run.settings().learning().rule() == LearningRule.SGD; }

    /// What each module made, by the call that made it, in order.
    SequencedMap<Trace.Call, Value> outputs() {
        var outputs = new LinkedHashMap<Trace.Call, Value>();
        for (var value : Graph.of(loss).values()) {
            var call = trace.of(value);
            if (call != null) outputs.put(call, value);
        }
        return outputs;
    }
}
