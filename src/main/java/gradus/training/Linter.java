package gradus.training;

import gradus.autograd.Gradients;
import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.Split;
import gradus.nn.Module;
import gradus.training.Finding.Kind;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Watches a training loop for mistakes that raise no error, and warns of each kind once, with what helps.
/// ```java
/// var linter = new Linter(net, optimizer.parameters(), IO::println);
/// for (var batch : train.batches(64, random.epoch(epoch))) {
///     var loss = Loss.crossEntropy(net.apply(batch.inputs()), batch.labels());
///     var gradients = loss.backward();
///     linter.look(batch, loss, gradients);
///     optimizer.step(gradients);
///     linter.stepped();
/// }
/// ```
/// It warns of parameters that the loss does not reach or the optimiser does not hold, and of those that it holds in vain; of
/// softmax before a loss that takes logits ([Kind#SOFTMAX_BEFORE_LOSS]), dropout and batch norm outside of the training scope, inputs that are not normalised, labels that are all the
/// same and classes that never occur, steps larger than the weights, and a loss that stays where guessing is. Each rule stands
/// where its bounds are, and reports nothing of a loop that learns.
///
/// It looks closely at steps 1, 2, 4, 8 and so on; of the others it notes loss and labels. It changes nothing.
public final class Linter {
    /// From this step on the loss is expected to have fallen. Of the recipes the slowest, spirals, has fallen by 4 % then, with
    /// one example a step too.
    static final int BEGUN = 512;
    /// A mean loss above this share of guessing's, over the second half of all steps, has not fallen.
    static final double FALLEN = 0.99;

    private final Module net;
    private final List<Value> optimized;
    private final Consumer<Finding> say;
    private final EnumSet<Kind> said = EnumSet.noneOf(Kind.class);
    private final LabelCounts labels = new LabelCounts();
    private final Set<String> begunAtZero = new TreeSet<>();
    private int step;
    private double losses;
    private @Nullable LayerFlow flow;

    /// A linter for one loop.
    ///
    /// @param net        what is trained
    /// @param optimized  what the optimiser changes: [gradus.optim.Optimizer#parameters]
    /// @param say        hears of each kind of mistake once; a finding prints as one line
    public Linter(Module net, Collection<Value> optimized, Consumer<Finding> say) {
        this.net = net;
        this.optimized = List.copyOf(optimized);
        this.say = say;
    }

    /// Looks at the data, before training: are there classes to be judged by that there is nothing to learn from?
    public void look(Split data) { tell(LabelCounts.of(data)); }

    /// Looks at a step before it is made.
    ///
    /// @param batch      its examples
    /// @param loss       one number
    /// @param gradients  those of this loss
    public void look(Batch batch, Value loss, Gradients gradients) {
        step++;
        labels.add(batch.labels());
        losses += loss.item();
        if (Integer.bitCount(step) != 1) return;
        double mean = losses / Math.max(1, step / 2);                     // of the steps since the last look
        losses = 0;
        if (!Double.isFinite(loss.item())) return;                          // then other things count: see NonFinite
        var graph = Graph.of(loss);
        var names = new Labels(net, graph, new Trace());
        tell(Diagnosis.unreached(net, graph, gradients, names));
        tell(notHeld(gradients, names));
        tell(foreign(gradients, names));
        tell(Logits.findings(graph, names));
        tell(OutsideTraining.findings(net, graph, batch, names));
        tell(InputScale.findings(graph, names));
        int classes = Logits.classes(loss);
        tell(labels.findings(classes));
        // it stands alone: whatever else was found explains it
        boolean guesses = classes > 0 && step >= BEGUN && mean > FALLEN * StrictMath.log(classes);
        if (guesses && said.isEmpty()) tell(List.of(noProgress(mean, classes)));
        flow = new LayerFlow(net, graph, gradients, names);
    }

    /// Looks at the step that was made since.
    public void stepped() {
        if (flow == null) return;
        var flows = flow.flows(LayerFlow.Part::moved);
        // weights that grow from 0 are at first as small as their updates, and need not be ill
        if (step == 1) flows.stream().filter(part -> part.parameterNorm() == 0).forEach(part -> begunAtZero.add(part.path()));
        tell(flow.large(flows.stream().filter(part -> !begunAtZero.contains(part.path())).toList()));
        flow = null;
    }

    private void tell(List<Finding> findings) {
        for (var finding : findings) if (said.add(finding.kind())) say.accept(finding);
    }

    private List<Finding> notHeld(Gradients gradients, Labels names) {
        var held = identities(optimized);
        var missing = net.parameters().values().stream().filter(w -> !held.contains(w) && gradients.reaches(w)).toList();
        return missing.isEmpty() ? List.of() : List.of(new Finding(Kind.NOT_OPTIMIZED, "",
            "The optimizer does not hold " + names.operands(missing) + ": gradients arrive there, and nothing is changed by them.",
            "It was made for some of the parameters, or before the network became what it is.",
            "Make the optimizer last, of net.parameters().values(); what shall not learn is clearer as a constant.", missing));
    }

    /// A parameter that the loss reaches does learn, wherever it stands.
    private List<Finding> foreign(Gradients gradients, Labels names) {
        var own = identities(net.parameters().values());
        var foreign = optimized.stream().filter(w -> !own.contains(w) && !gradients.reaches(w)).toList();
        return foreign.isEmpty() ? List.of() : List.of(new Finding(Kind.FOREIGN_PARAMETER, "",
            "The optimizer holds " + names.operands(foreign) + ", which the network does not have and the loss does not reach.",
            "It was made for another network, or for layers that were replaced since.",
            "Make the optimizer last, of net.parameters().values().", foreign));
    }

    private static Set<Value> identities(Collection<Value> values) {
        Set<Value> identities = Collections.newSetFromMap(new IdentityHashMap<>());            // looked up, never walked
        identities.addAll(values);
        return identities;
    }

    private Finding noProgress(double mean, int classes) {
        return new Finding(Kind.NO_PROGRESS, "", String.format(Locale.ROOT,
            "No progress: from step %,d to %,d the mean loss is %.4f, and that of guessing among %d classes is ln %d = %.4f.",
            step / 2 + 1, step, mean, classes, classes, StrictMath.log(classes)),
            "Nothing was learned of the classes: the learning rate is far too small or too large, the labels are not those of the inputs,"
                + " or the network cannot tell what is asked.",
            "Try learning rates ten times as small and as large; then whether ten examples can be learned by heart.", List.of());
    }
}
