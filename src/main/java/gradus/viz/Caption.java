package gradus.viz;

import static gradus.viz.Markup.SPACE;
import static gradus.viz.Markup.bold;
import static gradus.viz.Markup.escape;
import static gradus.viz.Markup.italic;
import static gradus.viz.Markup.sized;

import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The words in a node: name and operation with the shape, then the numbers, then the gradient.
final class Caption {
    private static final int LONGEST_NAME = 40, LONGEST_MODULE = 60, LONGEST_MARK = 80;
    private static final int LARGE = 14, MIDDLE = 11, SMALL = 9;
    private static final String NUMBERS = "#333333", GRADIENT = "#b03a00", MARK = "#c00000";
    /// Room for the folded corner of an input's node.
    private static final String FOLD = SPACE + SPACE;
    private static final String NABLA = "∇" + SPACE;

    private final Diagram diagram;
    private final Node node;
    private final Value value;
    /// Whether heat maps will be put in.
    private final boolean maps;
    private final Markup words = new Markup();

    private Caption(Diagram diagram, Node node, boolean maps) {
        this.diagram = diagram;
        this.node = node;
        value = node.value();
        this.maps = maps && HeatMap.fits(diagram, node);
    }

    static String of(Diagram diagram, Node node, Bars bars, boolean maps) {
        var caption = new Caption(diagram, node, maps);
        if (node.module != null) caption.module(node.module, bars);
        else caption.value();
        var mark = diagram.mark(node);
        if (mark != null) caption.words.line(sized(SMALL, MARK, bold(escape(mark, LONGEST_MARK))));
        return caption.words.toString();
    }

    private void value() {
        boolean bare = value.isConstant() && value.name() == null && value.shape().rank() == 0;
        if (!bare) words.line(heading() + (Kind.isInput(value) ? FOLD : "") + times());
        numbers(bare);
    }

    /// What the value is, and how the result changes with it.
    private void numbers(boolean bare) {
        for (var line : Digits.lines(data())) words.line(sized(bare ? MIDDLE : SMALL, NUMBERS, line + (bare ? times() : "")));
        if (maps) words.line(HeatMap.room(diagram, node, false));
        if (diagram.picture.gradients() == null || value.isConstant()) return;
        for (var line : gradient()) words.line(sized(SMALL, GRADIENT, line));
        if (maps && HeatMap.hasGradient(diagram, value)) words.line(HeatMap.room(diagram, node, true));
    }

    private void module(Trace.Call call, Bars bars) {
        var path = call.path().isEmpty() ? "" : bold(escape(call.path(), LONGEST_MODULE)) + SPACE;
        words.line(path + escape(call.label(), LONGEST_MODULE) + times());
        if (diagram.picture.level() != Level.MODULES && Diagram.isMove(node.values)) {
            words.line(sized(SMALL, value.shape().toString()));
            numbers(false);
            return;
        }
        long count = Bars.parameters(diagram, node).stream().mapToLong(p -> p.shape().size()).sum();
        if (count > 0) words.line(sized(SMALL, NUMBERS, String.format(Locale.ROOT, "%,d parameters", count)));
        for (var line : bars.lines(node)) words.line(sized(SMALL, line.startsWith("∇") ? GRADIENT : NUMBERS, line));
    }

    private String times() { return node.times == 1 ? "" : SPACE + bold(String.format(Locale.ROOT, "× %,d", node.times)); }

    private String heading() {
        var op = value.op();
        boolean named = value.name() != null && node.times == 1;
        var makes = op == null ? "" : SPACE + "=" + SPACE + symbol(MIDDLE);
        var what = named ? bold(escape(String.valueOf(value.name()), LONGEST_NAME)) + makes
            : op != null ? bold(symbol(LARGE))
            : value.isParameter() ? italic("parameter") : "";
        var shape = value.shape().rank() == 0 ? "" : value.shape().toString();
        return what + (what.isEmpty() || shape.isEmpty() ? "" : SPACE) + (shape.isEmpty() ? "" : sized(SMALL, shape));
    }

    /// Signs are small, so they are drawn large; words are not.
    private String symbol(int points) {
        var symbol = Symbol.of(value);
        return sized(symbol.length() <= 2 ? points : MIDDLE, escape(symbol, LONGEST_NAME));
    }

    /// Of a module what it made, of a folded node every repetition.
    private List<Value> shown() { return node.module == null ? node.values : List.of(value); }

    private List<Tensor> data() { return shown().stream().map(Value::data).toList(); }

    private List<String> gradient() {
        var gradients = diagram.picture.gradients();
        if (gradients == null) return List.of();
        if (!gradients.reaches(value)) return List.of(NABLA + "not reached");
        var kept = shown().stream().filter(v -> gradients.keeps(v) && gradients.reaches(v)).map(v -> gradients.of(v).data()).toList();
        if (kept.isEmpty()) return List.of();
        var lines = new ArrayList<>(Digits.lines(kept));
        lines.set(0, NABLA + lines.getFirst());
        return lines;
    }
}
