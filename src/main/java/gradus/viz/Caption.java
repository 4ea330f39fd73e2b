package gradus.viz;

import static gradus.viz.Markup.SPACE;
import static gradus.viz.Markup.bold;
import static gradus.viz.Markup.escape;
import static gradus.viz.Markup.italic;
import static gradus.viz.Markup.sized;

import gradus.autograd.Gradients;
import gradus.autograd.Op;
import gradus.autograd.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words in a node: name and operation with the shape, then the numbers, then the gradient.
final class Caption {
    private static final int LONGEST_NAME = 40;
    private static final int LARGE = 14, MIDDLE = 11, SMALL = 9;
    private static final String NUMBERS = "#333333";
    private static final String GRADIENT = "#b03a00";
    /// Room for the folded corner of an input's node.
    private static final String FOLD = SPACE + SPACE;
    private static final String NABLA = "∇" + SPACE;

    private Caption() {}

    static String of(Value v, @Nullable Gradients gradients) {
        var words = new Markup();
        boolean bare = v.isConstant() && v.name() == null && v.shape().rank() == 0;
        if (!bare) words.line(heading(v) + (v.isConstant() && v.name() != null ? FOLD : ""));
        for (var line : Digits.lines(v.data())) words.line(sized(bare ? MIDDLE : SMALL, NUMBERS, line));
        if (gradients != null && !v.isConstant())
            for (var line : gradient(gradients, v)) words.line(sized(SMALL, GRADIENT, line));
        return words.toString();
    }

    private static String heading(Value v) {
        var op = v.op();
        var makes = op == null ? "" : SPACE + "=" + SPACE + symbol(op, MIDDLE);
        var what = v.name() != null ? bold(escape(v.name(), LONGEST_NAME)) + makes
            : op != null ? bold(symbol(op, LARGE))
            : v.isParameter() ? italic("parameter") : "";
        var shape = v.shape().rank() == 0 ? "" : v.shape().toString();
        return what + (what.isEmpty() || shape.isEmpty() ? "" : SPACE) + (shape.isEmpty() ? "" : sized(SMALL, shape));
    }

    /// Signs are small, so they are drawn large; words are not.
    private static String symbol(Op op, int points) {
        var symbol = Symbol.of(op);
        return sized(symbol.length() <= 2 ? points : MIDDLE, escape(symbol, LONGEST_NAME));
    }

    private static List<String> gradient(Gradients gradients, Value v) {
        if (!gradients.reaches(v)) return List.of(NABLA + "not reached");
        if (!gradients.keeps(v)) return List.of();
        var lines = new ArrayList<>(Digits.lines(gradients.of(v).data()));
        lines.set(0, NABLA + lines.getFirst());
        return lines;
    }
}
