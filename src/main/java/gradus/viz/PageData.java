package gradus.viz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gradus.autograd.Gradients;
import gradus.autograd.Graph;
import gradus.autograd.Op;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Tensor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// All that a page knows of its graph, as one JSON: values, modules and steps.
final class PageData {
    private static final int LONGEST_NAME = 200;
    /// A name that stands in formulas.
    private static final int SHORT = 16;

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final Graph graph;
    private final Picture picture;
    private final boolean numbersOnly;
    private final ArrayNode modules = json.arrayNode();
    private final String[] paths;

    private PageData(Picture picture) {
        this.picture = picture;
        graph = Graph.of(picture.root());
        numbersOnly = Rerun.numbersOnly(graph);
        paths = new String[graph.values().size()];
    }

    /// The JSON, harmless inside a script: it has no `<`.
    static String json(Picture picture) { return new PageData(picture).all().toString().replace("<", "\\u003c"); }

    private ObjectNode all() {
        var all = json.objectNode();
        all.put("root", graph.index(graph.root()));
        all.put("precision", graph.root().precision() == Precision.FLOAT ? "float" : "double");
        all.put("numbersOnly", numbersOnly);
        all.put("hindrance", numbersOnly ? Rerun.hindrance(graph) : null);
        all.put("caution", Rerun.caution(graph));
        all.put("gradients", picture.gradients() != null);
        for (var module : Diagram.of(picture).outside.inner()) module(module);
        var values = all.putArray("values");
        for (var v : graph.values()) values.add(value(v));
        all.set("modules", modules);
        var steps = all.putArray("steps");
        for (var step : Step.through(graph, picture.gradients())) steps.add(step(step));
        return all;
    }

    /// Modules in the order of the picture's boxes: a module before those inside of it.
    private ArrayNode module(Cluster cluster) {
        var members = json.arrayNode();
        var call = cluster.call;
        if (call == null) throw new IllegalStateException("only the outside is no call");
        var module = modules.addObject();
        module.put("path", shown(call.path()));
        module.put("label", shown(call.label()));
        for (var node : cluster.members()) {
            int index = graph.index(node.value());
            paths[index] = call.path();
            members.add(index);
        }
        for (var inner : cluster.inner()) members.addAll(module(inner));
        module.set("members", members);
        return members;
    }

    private ObjectNode value(Value v) {
        var node = json.objectNode();
        int index = graph.index(v);
        var path = paths[index] == null ? "" : paths[index];
        node.put("name", v.name() == null ? "" : shown(v.name()));
        node.put("path", shown(path));
        node.put("symbol", symbol(v, path));
        node.put("kind", Kind.of(new Node(v), graph.root()).word());
        node.put("shape", v.shape().rank() == 0 ? "" : v.shape().toString());
        var inputs = node.putArray("inputs");
        for (var in : v.inputs()) inputs.add(graph.index(in));
        Op op = v.op();
        if (op != null) {
            node.put("op", shown(Symbol.of(op)));
            node.put("label", shown(op.label()));
            var rerun = numbersOnly ? Rerun.of(op) : null;
            if (rerun != null) {
                node.put("function", rerun.function());
                var settings = node.putArray("settings");
                for (double x : rerun.settings()) number(settings, x);
            }
        }
        node.put("lines", Digits.lines(v.data()).size());
        node.set("value", tensor(v, v.data()));
        gradient(node, v);
        return node;
    }

    private void gradient(ObjectNode node, Value v) {
        Gradients gradients = picture.gradients();
        if (gradients == null || v.isConstant()) return;
        node.put("reached", gradients.reaches(v));
        if (!gradients.reaches(v) || !gradients.keeps(v)) return;
        var gradient = gradients.of(v).data();
        node.put("gradientLines", Digits.lines(gradient).size());
        node.set("gradient", tensor(v, gradient));
    }

    /// As formulas call it: by its own name if that is short, a plain number by its digits, else by its place.
    private String symbol(Value v, String path) {
        var name = v.name();
        if (name != null && !name.isBlank()) {
            var full = Shown.of(v.isParameter() && !path.isEmpty() ? path + "." + name : name, SHORT + 1);
            if (full.codePointCount(0, full.length()) <= SHORT) return full;
        } else if (v.isConstant() && v.shape().rank() == 0) return Digits.number(v.item());
        var place = new StringBuilder("v");
        Integer.toString(graph.index(v)).chars().forEach(digit -> place.appendCodePoint('₀' + digit - '0'));
        return place.toString();
    }

    private ObjectNode step(Step step) {
        var node = json.objectNode();
        node.put("value", graph.index(step.value()));
        node.put("backward", step.backward());
        if (!step.backward()) {
            node.put("formula", step.rule().forward());
            node.put("shapes", step.rule().shapes());
            return node;
        }
        node.put("words", step.rule().words());
        var parts = node.putArray("parts");
        for (var part : step.rule().parts()) {
            var given = parts.addObject();
            given.put("input", part.input());
            given.put("formula", part.formula());
            given.put("shapes", part.shapes());
            var share = share(step.value(), part.input());
            if (share != null) number(given, "share", share.item());
        }
        return node;
    }

    /// What the operation hands to one input, in a graph of plain numbers with all its gradients.
    private @Nullable Value share(Value v, int input) {
        Gradients gradients = picture.gradients();
        return numbersOnly && gradients != null && gradients.keeps(v) ? gradients.part(v, input) : null;
    }

    private ObjectNode tensor(Value v, Tensor t) {
        var node = json.objectNode();
        if (t.size() <= Overview.BUDGET) {
            var numbers = node.putArray("numbers");
            for (int i = 0; i < t.size(); i++) number(numbers, t.at(i));
            var axes = node.putArray("axes");
            for (int n : t.shape().toArray()) axes.add(n);
            return node;
        }
        var overview = Overview.of(v, t);
        number(node, "min", overview.min());
        number(node, "mean", overview.mean());
        number(node, "max", overview.max());
        number(node, "norm", overview.norm());
        node.put("zeros", overview.zeros());
        node.put("notFinite", overview.notFinite());
        node.put("size", t.size());
        node.put("rows", overview.rows());
        node.put("columns", overview.columns());
        node.put("height", overview.height());
        node.put("width", overview.width());
        if (overview.mosaic() != null) node.put("pictures", overview.mosaic().toString());
        var cells = node.putArray("cells");
        for (double x : overview.cells()) number(cells, x == Overview.GAP ? x : Float.parseFloat(String.format(Locale.ROOT, "%.3g", x)));
        return node;
    }

    /// JSON has no NaN and no infinities: they are texts.
    private static void number(ObjectNode node, String name, double x) {
        if (Double.isFinite(x)) node.put(name, x);
        else node.put(name, Double.toString(x));
    }

    private static void number(ArrayNode array, double x) {
        if (Double.isFinite(x)) array.add(x);
        else array.add(Double.toString(x));
    }

    private static String shown(String text) { return Shown.of(text, LONGEST_NAME); }
}
