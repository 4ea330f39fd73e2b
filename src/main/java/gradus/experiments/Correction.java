package gradus.experiments;

import gradus.data.Dataset;
import gradus.io.Checkpoint;
import gradus.nn.Perceptron;
import gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Rosenblatt's rule, until an epoch goes by without a mistake. Where no line separates the classes the rule never rests, and good
/// weights are followed by bad ones: the best are kept "in the pocket" (Gallant 1990).
final class Correction extends Course {
    private static final int GLANCES = 100;                        // how often in an epoch the weights are judged

    private final Perceptron perceptron;
    private @Nullable Pocket pocket;
    private int mistakes;                                          // of this epoch

    Correction(Run run) {
        super(run);
        perceptron = (Perceptron) run.net();
    }

    /// After how many examples the weights are judged.
    private int glance() { return Math.ceilDiv(run.data().train().size(), GLANCES); }

    @Override int batches() { return Math.ceilDiv(run.data().train().size(), glance()); }

    @Override long most() { return (long) run.settings().learning().epochs() * run.data().train().size(); }

    @Override void train(Progress progress) {
        Dataset train = run.data().train();
        var best = pocket != null ? pocket : Pocket.of(perceptron, run.judge(train));
        pocket = best;
        while (!isOver()) {
            int learned = batch * glance();
            for (var examples : train.batches(glance(), run.random().epoch(epoch)).from(batch)) {
                int made = perceptron.epoch(examples.inputs(), examples.labels(), rate());
                if (made > 0) best = best.orBetter(perceptron, run.judge(train));
                pocket = best;
                mistakes += made;
                steps += examples.size();
                batch++;
                progress.stepped(epoch, learned += examples.size());
            }
            var metrics = run.judge(train);
            run.history().ended(metrics, progress.looksClosely() ? run.judge(run.data().test()) : null);
            over = mistakes == 0;
            epoch++;
            batch = 0;
            mistakes = 0;
            progress.ended(epoch - 1, metrics, isOver());
        }
        best.restore(perceptron);
    }

    @Override SequencedMap<String, @Nullable Object> place() {
        var place = super.place();
        place.put("mistakes", mistakes);
        if (pocket != null) place.put("pocket-accuracy", pocket.accuracy());
        return place;
    }

    @Override SequencedMap<String, Tensor> tensors() {
        var tensors = new LinkedHashMap<String, Tensor>();
        if (pocket == null) return tensors;
        tensors.put("pocket.weight", pocket.weight());
        tensors.put("pocket.bias", pocket.bias());
        return tensors;
    }

    @Override void restore(Checkpoint checkpoint) {
        super.restore(checkpoint);
        mistakes = whole(checkpoint.place(), "mistakes", run.data().train().size());
        var kept = checkpoint.part("pocket");
        if (kept.isEmpty()) return;                                // it had not begun
        Run.requireFit(run.net(), "pocket", kept);
        pocket = new Pocket(Objects.requireNonNull(kept.get("weight")), Objects.requireNonNull(kept.get("bias")),
            number(checkpoint.place(), "pocket-accuracy"));
    }
}
