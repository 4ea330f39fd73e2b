package gradus.training;

import gradus.autograd.Gradients;
import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.nn.Module;
import gradus.tensor.Tensor;
import gradus.training.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What is wrong with a training step, in plain words.
/// ```java
/// var trace = Trace.withLines();
/// var loss = trace.run(() -> Loss.crossEntropy(net.apply(x), labels));
/// var gradients = loss.backwardKeepingAll();
/// var diagnosis = Diagnosis.of(net, loss, gradients, trace);        // before the step
/// optimizer.step(gradients);
/// diagnosis.afterStep().lines().forEach(IO::println);               // with how far the step went
/// ```
/// A network that learns has no findings. [Finding.Kind] says what is looked for, `LayerFlow` and `Units` from where on it counts. A
/// finding that explains others stands alone: where numbers are not finite no norm means anything; equal units look dead, and
/// behind dead or saturated ones the gradient vanishes.
public final class Diagnosis {
    private static final int SHOWN = 8;                            // so many operations of a path are named

    private final List<Finding> found;
    private final List<ModuleFlow> flows;
    private final LayerFlow flow;
    private final boolean finite;

    private Diagnosis(List<Finding> found, List<ModuleFlow> flows, LayerFlow flow, boolean finite) {
        this.found = List.copyOf(found);
        this.flows = flows;
        this.flow = flow;
        this.finite = finite;
    }

    /// Looks at a loss and its gradients, before the step that follows them.
    ///
    /// @param net        what is trained: its parameters have names
    /// @param loss       one number
    /// @param gradients  those of [Value#backwardKeepingAll]
    /// @param trace      under which the loss was computed, and which knows the modules; one [with lines][Trace#withLines] lets
    ///     findings name the line of code
    /// @throws IllegalArgumentException for gradients that were not kept
    public static Diagnosis of(Module net, Value loss, Gradients gradients, Trace trace) {
        var graph = Graph.of(loss);
        var labels = new Labels(net, graph, trace);
        var flow = new LayerFlow(net, graph, gradients, labels);
        var found = new ArrayList<Finding>();
        var wrong = notFinite(net, loss, gradients, trace);
        if (wrong != null) found.add(wrong);
        found.addAll(unreached(net, graph, gradients, labels));
        if (wrong == null) {
            var units = new Units(graph, labels);
            var equal = units.equal(net.parameters(), gradients);
            found.addAll(equal);
            if (equal.isEmpty()) {
                var ill = units.findings();
                found.addAll(ill);
                // units that pass nothing on are why a gradient vanishes
                flow.gradients().stream().filter(finding -> ill.isEmpty() || finding.kind() != Kind.VANISHING_GRADIENTS)
                    .forEach(found::add);
            }
        }
        return new Diagnosis(found, flow.flows(_ -> Double.NaN), flow, wrong == null);
    }

    /// The same with the updates of a step that was made since: how far the parameters are now from where they were.
    public Diagnosis afterStep() { return withUpdates(LayerFlow.Part::moved); }

    /// The same with the updates of a step of plain gradient descent, as it would be made with this learning rate.
    public Diagnosis atRate(double rate) { return withUpdates(part -> rate * part.gradientNorm()); }

    private Diagnosis withUpdates(ToDoubleFunction<LayerFlow.Part> update) {
        var moved = flow.flows(update);
        var all = new ArrayList<>(found);
        all.removeIf(finding -> finding.kind() == Kind.LARGE_UPDATES || finding.kind() == Kind.SMALL_UPDATES);
        if (finite) all.addAll(flow.large(moved));
        if (finite) all.addAll(flow.small(moved));
        return new Diagnosis(all, moved, flow, finite);
    }

    /// What is wrong, the most urgent first; empty for a network that learns.
    public List<Finding> findings() { return found; }

    /// How the gradient flows through each module that has parameters, in the order of the state dict.
    List<ModuleFlow> flows() { return flows; }

    /// The findings as sentences: evidence, cause and cure of each, a line each.
    public List<String> lines() { return found.stream().flatMap(finding -> finding.lines().stream()).toList(); }

    /// The findings, each in one line; or that there are none.
    @Override public String toString() {
        return found.isEmpty() ? "No findings: gradients reach every parameter, and all numbers are finite."
            : String.join("\n", found.stream().map(Finding::toString).toList());
    }

    private static @Nullable Finding notFinite(Module net, Value loss, Gradients gradients, Trace trace) {
        var born = NonFinite.find(net, loss, trace);
        if (born != null) {
            var reason = Reason.of(born.value());
            return new Finding(Kind.NON_FINITE, where(born, trace), "The loss is " + loss.item() + ": " + born.origin() + ", "
                + reason.numbers() + spread(born, loss) + ".", reason.cause(), reason.cure(), born.path());
        }
        born = NonFinite.inGradients(net, loss, gradients, trace);
        if (born == null) return null;
        var reason = Reason.ofRule(born.value());
        return new Finding(Kind.NON_FINITE_GRADIENT, where(born, trace), "The loss is finite, but a gradient is not: "
            + born.origin() + ", " + reason.numbers() + ".", reason.cause(), reason.cure(), born.path());
    }

    private static String where(NonFinite born, Trace trace) {
        var call = trace.of(born.value());
        return call == null ? "" : call.path();
    }

    /// By which operations it came to the loss, and which of them made NaN of an infinity.
    private static String spread(NonFinite born, Value loss) {
        var path = born.path();
        if (path.size() < 2) return "";
        var names = path.subList(1, path.size()).stream().map(NonFinite::label).toList();
        var shown = names.size() <= SHOWN ? String.join(", ", names)
            : String.join(", ", names.subList(0, SHOWN - 1)) + ", … (" + (names.size() - SHOWN) + " more), " + names.getLast();
        var nan = path.stream().filter(value -> holdsNaN(value.data())).findFirst();
        boolean turned = Double.isNaN(loss.item()) && nan.isPresent() && !holdsNaN(path.getFirst().data());
        return "; it spread through " + shown + (turned ? ", and " + NonFinite.label(nan.orElseThrow()) + " made NaN of it" : "");
    }

    private static boolean holdsNaN(Tensor tensor) {
        for (int i = 0; i < tensor.size(); i++) if (Double.isNaN(tensor.at(i))) return true;
        return false;
    }

    /// Parameters without a gradient; one finding for all of them.
    static List<Finding> unreached(Module net, Graph graph, Gradients gradients, Labels labels) {
        var names = new ArrayList<String>();
        var values = new ArrayList<Value>();
        net.parameters().forEach((name, w) -> {
            if (gradients.reaches(w)) return;
            names.add(name);
            values.add(w);
        });
        if (names.isEmpty()) return List.of();
        var detached = values.stream().filter(w -> isConstantIn(graph, w)).map(labels::named).toList();
        var evidence = "The loss does not reach " + labels.operands(values) + ": no gradient flows there, so nothing is learned there.";
        return List.of(detached.isEmpty()
            ? new Finding(Kind.UNREACHED, names.getFirst(), evidence, "Nothing that the loss was computed from uses what is named: a module"
                + " was not called, or a result on the way was detached, or computed with recording off.",
                "Call every module in forward, and look for detach() and Recording.off between there and the loss.", values)
            : new Finding(Kind.UNREACHED, names.getFirst(), evidence, "The numbers of " + String.join(" and ", detached)
                + " take part as a constant: detach() keeps them and ends the gradient.",
                "Use the parameter itself where it was detached, or make it a constant if it shall not learn.", values));
    }

    /// A value that was detached has the numbers of the one it came from, themselves and no copy.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isConstantIn(Graph graph, Value w) {
        return graph.values().stream().anyMatch(value -> value.isConstant() && value.data() == w.data());
    }
}
