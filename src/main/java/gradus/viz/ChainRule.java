package gradus.viz;

import gradus.autograd.Binary;
import gradus.autograd.Broadcast;
import gradus.autograd.Clamp;
import gradus.autograd.Concat;
import gradus.autograd.Convolution;
import gradus.autograd.CrossEntropy;
import gradus.autograd.Elu;
import gradus.autograd.Extremum;
import gradus.autograd.Gate;
import gradus.autograd.Gather;
import gradus.autograd.LeakyRelu;
import gradus.autograd.LogSoftmax;
import gradus.autograd.LogSumExp;
import gradus.autograd.MatMul;
import gradus.autograd.Norm;
import gradus.autograd.Op;
import gradus.autograd.Pad;
import gradus.autograd.Permute;
import gradus.autograd.Power;
import gradus.autograd.Reshape;
import gradus.autograd.ScatterAdd;
import gradus.autograd.Slice;
import gradus.autograd.Softmax;
import gradus.autograd.Standardize;
import gradus.autograd.StandardizeBack;
import gradus.autograd.Sum;
import gradus.autograd.TransposedConvolution;
import gradus.autograd.Unary;
import gradus.autograd.Value;
import gradus.autograd.WeightConvolution;
import gradus.autograd.Where;
import gradus.autograd.WindowMean;
import gradus.autograd.WindowSpread;
import gradus.tensor.Shape;
import gradus.tensor.Window;
import java.util.ArrayList;
import java.util.List;

/// What an operation does, and how a gradient goes back through it, for a reader: in words and as formulas.
///
/// In formulas A and B stand for the inputs, Y for the result and G for dL/dY, the gradient that arrives; whoever shows them puts
/// names or numbers in these places. No other word of a formula has one of the four letters.
///
/// @param forward   the result in terms of the inputs, `A × B`
/// @param shapes    of what the result was computed from, `(64, 784) @ (784, 128) → (64, 128)`; empty for plain numbers
/// @param words     how the gradient is passed on
/// @param parts     what each input gets
record ChainRule(String forward, String shapes, String words, List<Part> parts) {
    /// What one input gets: `Aᵀ @ G`, of the shapes `(64, 784)ᵀ @ (64, 128) → (784, 128)`.
    record Part(int input, String formula, String shapes) {}

    /// The words of an operation, and beside them what inputs get: a slope each, or a whole formula that contains G.
    private record Rule(String forward, String words, String... gradients) {}

    /// The rule by which a value was computed.
    static ChainRule of(Op op, Value out) {
        var rule = rule(op, out);
        boolean numbers = out.shape().rank() == 0 && out.inputs().stream().allMatch(in -> in.shape().rank() == 0);
        var parts = new ArrayList<Part>();
        for (int i = 0; i < out.inputs().size(); i++) {
            if (out.inputs().get(i).isConstant()) continue;
            var gradient = rule.gradients.length == 0 ? "" : rule.gradients[Math.min(i, rule.gradients.length - 1)];
            parts.add(op instanceof MatMul product ? product(product, out, i)
                : new Part(i, numbers ? formula(gradient) : formula(gradient).replace("G · ", "G ∘ "), numbers ? "" : shapes(out, i)));
        }
        return new ChainRule(rule.forward, numbers ? "" : inward(op, out), rule.words, List.copyOf(parts));
    }

    private static String formula(String gradient) {
        return switch (gradient) {
            case "", "G" -> gradient;
            case "1" -> "G";
            case "−1" -> "−G";
            default -> gradient.contains("G") ? gradient : "G · " + gradient;
        };
    }

    /// The shapes that came in and went out.
    private static String inward(Op op, Value out) {
        if (op instanceof MatMul(boolean a, boolean b))
            return shape(out.inputs().get(0), a) + " @ " + shape(out.inputs().get(1), b) + " → " + out.shape();
        return String.join(", ", out.inputs().stream().map(in -> in.shape().toString()).toList()) + " → " + out.shape();
    }

    /// The shapes of an element-wise rule, whose gradient is summed where its input was stretched.
    private static String shapes(Value out, int i) {
        Shape arrives = out.shape(), fits = out.inputs().get(i).shape();
        boolean stretched = (out.op() instanceof Binary || out.op() instanceof Where || out.op() instanceof Broadcast)
            && !arrives.equals(fits);
        return arrives + (stretched ? ", summed where it was stretched → " : " → ") + fits;
    }

    /// Which product is the gradient of a product's input, as [MatMul] computes it.
    private static Part product(MatMul op, Value out, int i) {
        Value a = out.inputs().get(0), b = out.inputs().get(1);
        boolean onA = op.transposeA(), onB = op.transposeB();
        if (i == 0) return onA ? part(0, "B", b, onB, "G", out, true, a) : part(0, "G", out, false, "B", b, !onB, a);
        return onB ? part(1, "G", out, true, "A", a, onA, b) : part(1, "A", a, !onA, "G", out, false, b);
    }

    private static Part part(int i, String left, Value x, boolean onX, String right, Value y, boolean onY, Value in) {
        var stack = x.shape().rank() > in.shape().rank() || y.shape().rank() > in.shape().rank();
        return new Part(i, left + (onX ? "ᵀ" : "") + " @ " + right + (onY ? "ᵀ" : ""),
            shape(x, onX) + " @ " + shape(y, onY) + (stack ? ", summed over the stack → " : " → ") + in.shape());
    }

    private static String shape(Value v, boolean transposed) { return v.shape() + (transposed ? "ᵀ" : ""); }

    private static final String SELECTS = "The side that was chosen gets the whole gradient, the other none; at a tie both get half.";
    private static final String MOVES = "Numbers only changed their places: each takes its gradient back to where it came from.";

    /// The table.
    private static Rule rule(Op op, Value out) {
        return switch (op) {
            case Binary.ADD -> new Rule("A + B", "A sum passes its gradient on, unchanged, to both terms.", "1", "1");
            case Binary.SUB -> new Rule("A − B", "A difference passes its gradient on, to the second term with the other sign.", "1", "−1");
            case Binary.MUL -> new Rule("A × B", "In a product, each factor gets the gradient times the other factor.", "B", "A");
            case Binary.DIV -> new Rule("A ÷ B", "In a quotient, the numerator gets the gradient divided by the denominator; "
                + "the denominator gets it times −Y/B.", "(1 ÷ B)", "(−Y ÷ B)");
            case Binary.POW -> new Rule("A ^ B", "A power: the base gets the gradient times b·aᵇ⁻¹, the exponent times y·log a.",
                "(B × A ^ (B − 1))", "(Y × log A)");
            case Binary.MAXIMUM -> new Rule("maximum(A, B)", SELECTS, "(1 if A > B, ½ at a tie, else 0)",
                "(1 if B > A, ½ at a tie, else 0)");
            case Binary.MINIMUM -> new Rule("minimum(A, B)", SELECTS, "(1 if A < B, ½ at a tie, else 0)",
                "(1 if B < A, ½ at a tie, else 0)");
            case Unary.NEG -> new Rule("−A", "Negation turns the gradient's sign.", "−1");
            case Unary.EXP -> new Rule("exp(A)", "The exponential is its own slope.", "Y");
            case Unary.EXPM1 -> new Rule("expm1(A)", "The slope of eˣ − 1 is eˣ, the result plus 1.", "(Y + 1)");
            case Unary.LOG -> new Rule("log(A)", "The slope of the logarithm is one over its argument.", "(1 ÷ A)");
            case Unary.LOG1P -> new Rule("log1p(A)", "The slope of log(1 + x) is 1 / (1 + x).", "(1 ÷ (1 + A))");
            case Unary.SQRT -> new Rule("√A", "The slope of a square root is one over twice the root.", "(1 ÷ (2 × Y))");
            case Unary.SQUARE -> new Rule("A²", "The slope of a square is twice its argument.", "(2 × A)");
            case Unary.SIN -> new Rule("sin(A)", "The slope of the sine is the cosine.", "cos(A)");
            case Unary.COS -> new Rule("cos(A)", "The slope of the cosine is minus the sine.", "(−sin(A))");
            case Unary.TANH -> new Rule("tanh(A)", "The slope of tanh is 1 − y²: 1 in the middle, near 0 where it is saturated.",
                "(1 − Y²)");
            case Unary.SIGMOID -> new Rule("sigmoid(A)", "The slope of the sigmoid is y(1 − y): at most ¼, near 0 where it is saturated.",
                "(Y × (1 − Y))");
            case Unary.SOFTPLUS -> new Rule("softplus(A)", "The slope of softplus is the sigmoid.", "sigmoid(A)");
            case Unary.ERF -> new Rule("erf(A)", "The slope of the error function is the bell curve.", "(2 ÷ √π × exp(−(A²)))");
            case Unary.RELU -> new Rule("relu(A)", "Where the argument is above 0 the gradient passes unchanged; elsewhere it stops.",
                "(1 if A > 0, else 0)");
            case Unary.ABS -> new Rule("|A|", "The gradient passes with the sign of the argument.", "sign(A)");
            case Power(double p) -> new Rule(op.label().replaceFirst("^pow\\((.*)\\)$", "A ^ ($1)"),
                "The slope of xᵖ is p·xᵖ⁻¹.", "(" + Digits.number(p) + " × A ^ (" + Digits.number(p - 1) + "))");
            case LeakyRelu(double slope) -> new Rule("leakyRelu(A)", "Above 0 the gradient passes unchanged; elsewhere times "
                + Digits.number(slope) + ".", "(1 if A > 0, else " + Digits.number(slope) + ")");
            case Elu(double alpha) -> new Rule("elu(A)", "Above 0 the gradient passes unchanged; elsewhere the slope is y + "
                + Digits.number(alpha) + ".", "(1 if A > 0, else Y + " + Digits.number(alpha) + ")");
            case Clamp(double low, double high) -> new Rule("clamp(A)", "The gradient passes between " + Digits.number(low) + " and "
                + Digits.number(high) + ", and stops beyond.", "(1 between the bounds, else 0)");
            case Where _ -> new Rule("where(A: B, or the third)", "Each place passes its gradient to the side that was chosen there; "
                + "the mask gets none.", "", "(1 where A, else 0)", "(0 where A, else 1)");
            case Convolution _ -> new Rule("A ∗ B", "A convolution is sums of products. A pixel gets the gradient from every window that"
                + " saw it, times the weight it had there; a weight from every place it was used at, times the pixel it saw.",
                "G ∗ᵀ B", "A ∗ʷ G");
            case TransposedConvolution _ -> new Rule("A ∗ᵀ B", "Each number was spread over a window, by the weights of a kernel. It gets"
                + " what the window now sees of the gradient; a weight what it spread, times the gradient there.", "G ∗ B", "G ∗ʷ A");
            case WeightConvolution _ -> new Rule("A ∗ʷ B", "For each weight, pixels times numbers of the result, over all places. Each gets"
                + " the gradient times the other.", "B ∗ᵀ G", "A ∗ G");
            case WindowMean(Window window) -> new Rule("mean of each window of A", "Every pixel of a window gets an equal share of its"
                + " gradient; where windows overlap, shares are added.", "G spread over the windows, ÷ " + window.size());
            case WindowSpread spread -> new Rule("A spread over windows, ÷ " + spread.window().size(),
                "Each number gets the mean of the gradients in its window.", "mean of each window of G");
            case Standardize _ -> new Rule("(A − mean) ÷ deviation", "What moves or stretches all numbers of a group alike changes nothing:"
                + " that part of the gradient is taken off.", "(G − mean(G) − Y ∘ mean(G ∘ Y)) ÷ deviation");
            case StandardizeBack _ -> new Rule("what standardizing B hands back of A", "Linear in the gradient that was handed back, and"
                + " its own reverse; what was standardized changes mean and deviation as well.",
                "what standardizing B hands back of G", "by mean and deviation of B, G and A");
            case Sum _ -> new Rule("Σ A", out.inputs().getFirst().shape().rank() == 0 ? "The sum of one number is that number."
                : "Every summand counts once: the gradient is copied to all of them.", "G spread over what was summed");
            case Extremum(boolean largest, _) -> new Rule((largest ? "max" : "min") + " A",
                "Only the " + (largest ? "largest" : "smallest") + " gets the gradient; equal ones share it.",
                "G where A is the " + (largest ? "largest" : "smallest") + ", else 0");
            case Norm _ -> new Rule("‖A‖", "The slope of a length points along the vector: x / y.", "(A ÷ Y)");
            case LogSumExp _ -> new Rule("log Σ exp(A)", "The slope of log Σ eˣ is the softmax.", "exp(A − Y)");
            case Softmax _ -> new Rule("softmax(A)", "What one probability gains the others lose: the mean gradient is taken off first.",
                "Y ∘ (G − Σ G ∘ Y)");
            case LogSoftmax _ -> new Rule("log softmax(A)", "Each log-probability's gradient passes on, less its share of them all.",
                "G − exp(Y) ∘ Σ G");
            case CrossEntropy _ -> new Rule("−mean of log softmax(A) at the labels",
                "The error itself: the probabilities less 1 at the label, divided by the number of rows.",
                "G · (softmax(A) − one-hot) ÷ rows");
            case MatMul(boolean a, boolean b) -> new Rule("A" + (a ? "ᵀ" : "") + " @ B" + (b ? "ᵀ" : ""),
                "In a matrix product each side gets the gradient multiplied by the other side, transposed so that the shapes fit.");
            case Permute _ -> new Rule("A with its axes in another order", "The axes go back to their old order.",
                "G with the axes back in order");
            case Reshape _ -> new Rule("A in another shape", MOVES, "G in the shape of A");
            case Broadcast _ -> new Rule("A stretched", "Where a number was copied, the gradients of its copies are summed.", "G");
            case Slice _ -> new Rule("a part of A", "What was left out gets 0.", "G, with 0 around it");
            case Pad _ -> new Rule("A with zeros around it", "The zeros were no inputs: their gradient is dropped.", "G without the edges");
            case Concat _ -> new Rule("all inputs joined", "Each input takes its own part of the gradient.", "its part of G");
            case Gather _ when out.shape().rank() == 1 -> new Rule("chosen numbers of A", "A number that was chosen, as the winner of a"
                + " max-pool, gets the gradient of each place it went to; the others get 0.", "G where it came from, else 0");
            case Gather _ -> new Rule("rows of A", "A row's gradient is the sum over the places it was taken to.",
                "G added to the rows it came from");
            case ScatterAdd _ -> new Rule("rows of A, added up", "Each row takes the gradient of the row it was added to.", "G by rows");
            case Op.Custom _ -> new Rule("", "An operation of your own: it passes the gradient on by its own rule.", "");
            case Gate _ -> new Rule("B where A is above 0, else 0", "The gradient passes where the first input is above 0.", "",
                "(1 if A > 0, else 0)");
        };
    }
}
