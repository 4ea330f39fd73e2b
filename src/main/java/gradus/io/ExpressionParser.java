package gradus.io;

import gradus.autograd.Value;
import gradus.io.Expression.Step;
import gradus.io.ExpressionTokens.Kind;
import gradus.io.ExpressionTokens.Token;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/// Reads an expression by recursive descent: a method for each line of the grammar in [Expression], from the loosest binding to
/// the tightest. Each leaves steps behind, operands first.
final class ExpressionParser {
    /// Deeper than any formula that is written by hand, and far above the end of Java's stack.
    static final int DEEPEST = 500;

    private final String text, which;
    private final ExpressionTokens tokens;
    private List<Step> steps = new ArrayList<>();
    private int depth;

    /// @param which  what text this is, for errors: nothing, or ` of the values`
    ExpressionParser(String text, String which) {
        this.text = text;
        this.which = which;
        tokens = new ExpressionTokens(text, which);
    }

    /// All of the text as one expression.
    Expression whole() {
        expression();
        var behind = tokens.peek();
        if (behind.kind() != Kind.END) throw tokens.error(behind, misplaced(behind));
        return new Expression(text, which, steps);
    }

    private static String misplaced(Token token) {
        if (token.is(")") || token.is("]")) return token.shown() + " closes nothing";
        return token.kind() == Kind.SIGN && !token.is("(") && !token.is("[") ? token.shown() + " has no place here"
            : "an operator is missing before " + token.shown() + "; a product is written 2*x";
    }

    /// All of the text as numbers for some of these names.
    Map<String, Tensor> assignments(Collection<String> names) {
        var found = new LinkedHashMap<String, Tensor>();
        if (tokens.peek().kind() == Kind.END) return found;
        do {
            var name = tokens.take();
            if (name.kind() != Kind.NAME)
                throw tokens.error(name, "a name is expected, but here is " + name.shown() + "; values are written x=2,y=[1,2]");
            if (!names.contains(name.text())) throw tokens.error(name, name.shown() + " is not in the expression", name.text(), names);
            if (found.containsKey(name.text())) throw tokens.error(name, name.shown() + " has a value already");
            expect("=", "'=' and a value are expected behind " + name.shown());
            found.put(name.text(), numbers());
        } while (tokens.take(","));
        var behind = tokens.peek();
        if (behind.kind() != Kind.END) throw tokens.error(behind, misplaced(behind));
        return found;
    }

    private Tensor numbers() {
        steps = new ArrayList<>();
        expression();
        for (var step : steps)
            if (step instanceof Step.Name(String name, int place))
                throw tokens.error(new Token(Kind.NAME, name, place),
                    "'" + ExpressionException.cut(name) + "' is no number, and values are made of numbers alone");
        return new Expression(text, which, steps).value(Collections.emptyMap()).data();
    }

    private void expression() {
        term();
        for (var sign = tokens.peek(); sign.is("+") || sign.is("-"); sign = tokens.peek()) {
            tokens.take();
            term();
            binary(sign, sign.is("+") ? Value::add : Value::sub);
        }
    }

    private void term() {
        factor();
        for (var sign = tokens.peek(); sign.is("*") || sign.is("/") || sign.is("@"); sign = tokens.peek()) {
            tokens.take();
            factor();
            binary(sign, sign.is("*") ? Value::mul : sign.is("/") ? Value::div : ExpressionParser::product);
        }
    }

    /// Every way further in leads through here.
    private void factor() {
        var first = tokens.peek();
        if (++depth > DEEPEST) throw tokens.error(first, "nested deeper than " + DEEPEST + " levels");
        if (tokens.take("-")) {
            factor();
            apply(first, 1, x -> x[0].neg());
        } else power();
        depth--;
    }

    private void power() {
        atom();
        var sign = tokens.peek();
        if (!tokens.take("^")) return;
        factor();
        binary(sign, (a, b) -> b.isConstant() && b.shape().rank() == 0 ? a.pow(b.item()) : a.pow(b));
    }

    private void atom() {
        var first = tokens.take();
        if (first.kind() == Kind.NUMBER) {
            double number = Double.parseDouble(first.text());
            apply(first, 0, _ -> Value.of(number));
        } else if (first.kind() == Kind.NAME) {
            if (tokens.peek().is("(")) call(first);
            else name(first);
        } else if (first.is("(")) {
            expression();
            close(first, ")");
        } else if (first.is("[")) {
            apply(first, list(first, "]"), ExpressionParser::stack);
        } else throw tokens.error(first, "a number, a name, a function, '(' or '[' is expected, but here is " + first.shown());
    }

    private void name(Token name) {
        if (ExpressionFunction.ALL.containsKey(name.text()))
            throw tokens.error(name, name.shown() + " is a function: write " + name.text() + "(...)");
        steps.add(new Step.Name(name.text(), name.place()));
    }

    private void call(Token name) {
        var function = ExpressionFunction.ALL.get(name.text());
        if (function == null)
            throw tokens.error(name, "unknown function " + name.shown(), name.text(), ExpressionFunction.ALL.keySet());
        int operands = list(tokens.take(), ")");
        if (operands != function.operands())
            throw tokens.error(name, name.text() + " takes " + function.takes() + ", and here are " + operands);
        apply(name, operands, function.work());
    }

    /// What stands between an opening sign, which is taken already, and the closing one; how much it is.
    private int list(Token opened, String closing) {
        int elements = 0;
        do {
            expression();
            elements++;
        } while (tokens.take(","));
        close(opened, closing);
        return elements;
    }

    private void close(Token opened, String closing) {
        expect(closing, "'" + closing + "' is expected, to close the '" + opened.text() + "' in column " + (opened.place() + 1));
    }

    private void expect(String sign, String expected) {
        var here = tokens.take();
        if (!here.is(sign)) throw tokens.error(here, expected + ", but here is " + here.shown());
    }

    private void binary(Token sign, BinaryOperator<Value> work) { apply(sign, 2, x -> work.apply(x[0], x[1])); }

    private void apply(Token at, int operands, Function<Value[], Value> work) { steps.add(new Step.Apply(operands, work, at.place())); }

    /// The matrix product. A vector is a row on the left and a column on the right, and the axis it got for that goes again.
    private static Value product(Value a, Value b) {
        boolean row = a.shape().rank() == 1, column = b.shape().rank() == 1;
        var product = (row ? a.unsqueeze(0) : a).matmul(column ? b.unsqueeze(1) : b);
        if (column) product = product.squeeze(-1);
        return row ? product.squeeze(column ? -1 : -2) : product;
    }

    private static Value stack(Value... elements) {
        for (var element : elements)
            if (!element.shape().equals(elements[0].shape()))
                throw new ShapeException("the elements of [...] have one shape, but the first has " + elements[0].shape() + " and another "
                    + element.shape());
        return Value.stack(0, elements);
    }
}
