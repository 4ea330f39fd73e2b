package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.GradientCheck;
import gradus.autograd.Graph;
import gradus.autograd.Unary;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static Value of(String text, String at) {
        var expression = Expression.parse(text);
        return expression.value(expression.parameters(at));
    }

    private static double number(String text) { return of(text, "").item(); }

    // ---- grammar

    @ParameterizedTest @CsvSource({
        "1 + 2 * 3, 7",         "(1 + 2) * 3, 9",       "2 - 3 - 4, -5",        "2 - (3 - 4), 3",       "24 / 4 / 2, 3",
        "24 / (4 / 2), 12",     "2 * 3 + 4 * 5, 26",    "12 / 2 * 3, 18",       "2 ^ 3 ^ 2, 512",       "(2 ^ 3) ^ 2, 64",
        "-2 ^ 2, -4",           "(-2) ^ 2, 4",          "2 ^ -1, 0.5",          "2 ^ -2 ^ 2, 0.0625",   "-2 * 3, -6",
        "2 * -3, -6",           "2 - -3, 5",            "--2, 2",               "---2, -2",             "2 * 3 ^ 2, 18",
        "-3 ^ 2 * 2, -18",      "1 - 2 ^ 2, -3",        "1e-3, 0.001",          "1E+2, 100",            "2.5e1, 25",
        ".5, 0.5",              "2., 2",                "1e3 - 1, 999",         "2e3-1, 1999",          "-abs(-3) ^ 2, -9",
        "'sum([1, 2] * 3)', 9", "'sum([1, 2] @ [3, 4] * 2)', 22",               "(((((7))))), 7",       "4.9e-324, 4.9e-324",
    })
    void operatorsBindAsInTheFormulasOfBooks(String text, double expected) { assertThat(number(text)).isEqualTo(expected); }

    @Test void whiteSpaceMayStandBetweenWords() {
        assertThat(number(" \t1\n+\u00a0tanh ( 0 ) ")).isEqualTo(1);
    }

    /// Formulas drawn at random and written without a superfluous parenthesis, with what they are worth by plain arithmetic.
    @Test void whatIsWrittenDownIsReadBack() {
        for (int seed = 0; seed < 500; seed++) {
            var formula = formula(Random.seeded(seed), 4);
            assertThat(of(formula.text, "").item()).as(formula.text).isEqualTo(Double.valueOf(formula.value));       // NaN is NaN
        }
    }

    private record Formula(String text, int binds, double value) {}

    private static Formula formula(Random random, int depth) {
        int choice = depth == 0 ? 0 : random.below(7, 0);
        if (choice == 0) {
            int n = random.below(9, 1);
            return new Formula(Integer.toString(n), 5, n);
        }
        var a = formula(random.at("a"), depth - 1);
        if (choice == 1) return new Formula("-" + (a.binds < 3 ? "(" + a.text + ")" : a.text), 3, -a.value);
        var b = choice == 6 ? new Formula("2", 5, 2) : formula(random.at("b"), depth - 1);
        int binds = choice < 4 ? 1 : choice < 6 ? 2 : 4;
        var sign = "+-*/^".charAt(choice - 2);
        double value = switch (sign) {
            case '+' -> a.value + b.value;
            case '-' -> a.value - b.value;
            case '*' -> a.value * b.value;
            case '/' -> a.value / b.value;
            default -> Tensor.of(a.value).pow(b.value).item();
        };
        var left = a.binds < binds || sign == '^' && a.binds == 4 ? "(" + a.text + ")" : a.text;
        var right = b.binds <= binds ? "(" + b.text + ")" : b.text;
        return new Formula(left + " " + sign + " " + right, binds, value);
    }

    @Test void everyNameIsAParameterAndEqualNamesAreOne() {
        var expression = Expression.parse("x*x + y*x");
        assertThat(expression.names()).containsExactly("x", "y");
        var at = expression.parameters("y=5,x=3");
        assertThat(at.keySet()).containsExactly("x", "y");
        var value = expression.value(at);
        assertThat(value.item()).isEqualTo(24);
        assertThat(Graph.of(value).values().stream().filter(Value::isParameter)).containsExactlyElementsOf(at.values());
        assertThat(at.values()).allMatch(v -> v.precision() == Precision.DOUBLE).extracting(Value::name).containsExactly("x", "y");
        var gradients = value.backward();
        assertThat(gradients.of(Objects.requireNonNull(at.get("x"))).item()).isEqualTo(11);
        assertThat(gradients.of(Objects.requireNonNull(at.get("y"))).item()).isEqualTo(3);
    }

    @ParameterizedTest @ValueSource(strings = {"w₁", "_", "loss_2", "é", "Ω", "שלום", "مرحبا", "变量", "𝛼", "a\u0301", "e", "E1", "pi"})
    void namesAreWordsOfAnyLanguage(String name) {
        assertThat(of(name + "+1", name + "=2").item()).isEqualTo(3);
    }

    @Test void aNameMayBeLong() {
        var name = "x".repeat(10_000);
        assertThat(of("2*" + name, name + "=4").item()).isEqualTo(8);
    }

    @Test void whatHoldsNoNameIsAConstantAndOneNode() {
        var value = of("x * (2 + 3 * sqrt(4))", "x=1");
        assertThat(value.item()).isEqualTo(8);
        assertThat(Graph.of(value).values()).hasSize(3);
    }

    // ---- matrices

    @Test void bracketsMakeVectorsMatricesAndMore() {
        assertThat(of("[1, 2]", "").data().shape()).isEqualTo(Shape.of(2));
        assertThat(of("[[1, 2], [3, 4], [5, -6e0]]", "").data()).hasToString("[[1.0, 2.0], [3.0, 4.0], [5.0, -6.0]]");
        assertThat(of("[[[1], [2]]]", "").shape()).isEqualTo(Shape.of(1, 2, 1));
        assertThat(of("[[1]]", "").shape()).isEqualTo(Shape.of(1, 1));
        var value = of("sum([x, 2*x, [1, 2] @ [x, x]])", "x=3");
        assertThat(value.item()).isEqualTo(18);
    }

    @ParameterizedTest @CsvSource(delimiter = '|', textBlock = """
        [1, 2] @ [3, 4]                     | 11.0
        [[1, 2], [3, 4]] @ [5, 6]           | [17.0, 39.0]
        [5, 6] @ [[1, 2], [3, 4]]           | [23.0, 34.0]
        [[1, 2], [3, 4]] @ [[5], [6]]       | [[17.0], [39.0]]
        [[5, 6]] @ [[1, 2], [3, 4]]         | [[23.0, 34.0]]
        [[1, 2], [3, 4]] @ [[1, 0], [0, 1]] | [[1.0, 2.0], [3.0, 4.0]]
        [[[1, 2]], [[3, 4]]] @ [5, 6]       | [[17.0], [39.0]]
        transpose([[1, 2], [3, 4]])         | [[1.0, 3.0], [2.0, 4.0]]
        [[1, 2], [3, 4]] + [10, 20]         | [[11.0, 22.0], [13.0, 24.0]]
        [1, 2] ^ [3, 2]                     | [1.0, 4.0]
        2 @ 3                               |
        """)
    void productsTakeVectorsAsRowsAndColumns(String text, String expected) {
        if (expected == null) assertThatThrownBy(() -> of(text, "")).hasMessageStartingWith("column 3: matmul: ");
        else assertThat(of(text, "").data()).hasToString(expected);
    }

    @Test void namesMayStandForMatrices() {
        var expression = Expression.parse("sum(W @ x)");
        var at = expression.parameters("W=[[1,2],[3,4]],x=[1,2]");
        var value = expression.value(at);
        assertThat(value.item()).isEqualTo(16);
        var gradients = value.backward();
        assertThat(gradients.of(Objects.requireNonNull(at.get("W"))).data()).hasToString("[[1.0, 2.0], [1.0, 2.0]]");
        assertThat(gradients.of(Objects.requireNonNull(at.get("x"))).data()).hasToString("[4.0, 6.0]");
    }

    @Test void valuesMayBeComputed() {
        assertThat(of("x + y", " x = -sqrt(2)^2 , y = sum([1, 2/4]) ").item()).isCloseTo(-0.5, within(1e-15));
        assertThat(of("x", "x=1/0").item()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(of("x", "x=log(-1)").item()).isNaN();
        assertThat(of("e*2", "e=2").item()).isEqualTo(4);
    }

    // ---- functions

    static Stream<String> functions() { return Expression.functions().stream(); }

    @ParameterizedTest @MethodSource("functions")
    void everyFunctionIsThatOfValue(String name) throws ReflectiveOperationException {
        var matrix = "[[0.3, -0.7, 1.2], [0.9, 0.1, -2.1]]";
        var other = "[0.5, -0.5, 0.25]";
        var x = of(matrix, "");
        var expected = switch (name) {
            case "minimum", "maximum" -> invoke(x, name, of(other, ""));
            case "leakyRelu", "elu" -> invoke(x, name, 0.25);
            case "softmax", "logSoftmax" -> invoke(x, name, -1);
            default -> invoke(x, name);
        };
        var second = switch (name) {
            case "minimum", "maximum" -> ", " + other;
            case "leakyRelu", "elu" -> ", 1/4";
            default -> "";
        };
        var actual = of(name + "(" + matrix + second + ")", "");
        assertThat(actual.data().toDoubles()).containsExactly(expected.data().toDoubles());
        assertThat(actual.shape()).isEqualTo(expected.shape());
    }

    /// By a method of Value that takes these, or an array of whole numbers besides.
    private static Value invoke(Value x, String name, Object... arguments) throws ReflectiveOperationException {
        for (Method method : Value.class.getMethods()) {
            if (!method.getName().equals(name)) continue;
            var types = List.of(method.getParameterTypes());
            if (arguments.length == 0 && types.isEmpty()) return (Value) method.invoke(x);
            if (arguments.length == 0 && types.equals(List.of(int[].class))) return (Value) method.invoke(x, (Object) new int[0]);
            if (arguments.length == 1 && types.equals(List.of(kind(arguments[0])))) return (Value) method.invoke(x, arguments);
        }
        throw new AssertionError("Value has no " + name);
    }

    private static Class<?> kind(Object argument) {
        return argument instanceof Double ? double.class : argument instanceof Integer ? int.class : Value.class;
    }

    @Test void everyFunctionOfOneElementIsThere() {
        var unary = Stream.of(Unary.values()).map(op -> op.label()).toList();
        assertThat(Expression.functions()).containsAll(unary)
            .contains("gelu", "silu", "minimum", "maximum", "sum", "mean", "softmax", "logSoftmax");
        var ofValue = Stream.of(Value.class.getMethods()).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(ofValue).containsAll(Expression.functions());
    }

    @ParameterizedTest @MethodSource("functions")
    void everyGradientIsThatOfDifferences(String name) {
        if (name.equals("sign")) return;                                     // a constant
        var second = switch (name) {
            case "minimum", "maximum" -> ", y";
            case "leakyRelu", "elu" -> ", 0.1";
            default -> "";
        };
        var expression = Expression.parse(name + "(x" + second + ") * 1.5");
        var x = Tensor.of(new double[][] {{0.31, 0.72, 1.23}, {0.94, 0.15, 2.16}});
        var y = Tensor.of(0.5, 0.4, 1.9);
        var report = GradientCheck.check(in -> expression.value(Map.of("x", in[0], "y", in[1].mul(1))), Random.seeded(1), x, y);
        assertThat(report.passes()).as(report.toString()).isTrue();
    }

    @ParameterizedTest @ValueSource(strings = {"tanh(w*x + b)", "w^x", "w^2*x - b/(1+x)", "-w^-2 + x^b", "[w, x] @ [x, b] * 3",
        "sum([[w, x], [b, w]] @ [x, 1])", "logSoftmax([w, x, b])", "sigmoid(w)*relu(x) - minimum(b, w)", "x^2^w", "mean([w, x] / [b, 2])"})
    void gradientsOfFormulasAreThoseOfDifferences(String text) {
        var expression = Expression.parse(text);
        var report = GradientCheck.check(in -> expression.value(Map.of("w", in[0], "x", in[1], "b", in[2])), Random.seeded(2),
            Tensor.of(0.7), Tensor.of(1.6), Tensor.of(0.4));
        assertThat(report.passes()).as(report.toString()).isTrue();
    }

    // ---- errors

    @ParameterizedTest @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        ~~              | 1  | a number, a name, a function, '(' or '[' is expected, but here is the end
        ~   ~           | 1  | a number, a name, a function, '(' or '[' is expected, but here is the end
        1 +             | 4  | a number, a name, a function, '(' or '[' is expected, but here is the end
        1 + * 2         | 5  | a number, a name, a function, '(' or '[' is expected, but here is '*'
        +1              | 1  | a number, a name, a function, '(' or '[' is expected, but here is '+'
        tanh()          | 6  | a number, a name, a function, '(' or '[' is expected, but here is ')'
        []              | 2  | a number, a name, a function, '(' or '[' is expected, but here is ']'
        [1, ]           | 5  | a number, a name, a function, '(' or '[' is expected, but here is ']'
        tanh(w*x + b    | 13 | ')' is expected, to close the '(' in column 5, but here is the end
        (1 + [2)        | 8  | ']' is expected, to close the '[' in column 6, but here is ')'
        (1 + 2 3)       | 8  | ')' is expected, to close the '(' in column 1, but here is '3'
        1 + 2)          | 6  | ')' closes nothing
        1]              | 2  | ']' closes nothing
        1, 2            | 2  | ',' has no place here
        x = 2           | 3  | '=' has no place here
        2x              | 2  | an operator is missing before 'x'; a product is written 2*x
        2 (3)           | 3  | an operator is missing before '('; a product is written 2*x
        1.2.3           | 4  | an operator is missing before '.3'; a product is written 2*x
        2e              | 2  | an operator is missing before 'e'; a product is written 2*x
        .               | 1  | '.' alone is no number
        1 + .e9         | 5  | '.' alone is no number
        1e999           | 1  | 1e999 is too large: numbers go up to 1.8e308
        3 $ 4           | 3  | '$' means nothing in an expression
        x "y"           | 3  | '"' means nothing in an expression
        x²              | 2  | '²' means nothing in an expression
        x \\ y         | 3  | '\\' means nothing in an expression
        tnah(1)         | 1  | unknown function 'tnah'
        2 + w(1)        | 5  | unknown function 'w'
        1 + tanh        | 5  | 'tanh' is a function: write tanh(...)
        2*tanh(1, 2)    | 3  | tanh takes one value, and here are 2
        maximum(1)      | 1  | maximum takes two values, and here are 1
        leakyRelu(1)    | 1  | leakyRelu takes a value and a slope, and here are 1
        """)
    void anErrorSaysItsColumn(String text, int column, String problem) {
        var error = catchThrowableOfType(ExpressionException.class, () -> Expression.parse(text));
        assertThat(error).hasMessage("column " + column + ": " + problem);
        assertThat(error.column()).isEqualTo(column);
    }

    @ParameterizedTest @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        w*x     | w=1          | 3 | : 'x' has no value; it needs one, as in x=0.5
        w*x     | ~~           | 1 | : 'w' has no value; it needs one, as in w=0.5
        w       | w=1,y=2      | 5 | of the values: 'y' is not in the expression
        w       | w=1,w=2      | 5 | of the values: 'w' has a value already
        w       | w            | 2 | of the values: '=' and a value are expected behind 'w', but here is the end
        w       | w 1          | 3 | of the values: '=' and a value are expected behind 'w', but here is '1'
        w       | w=           | 3 | of the values: a number, a name, a function, '(' or '[' is expected, but here is the end
        w       | w=1,         | 5 | of the values: a name is expected, but here is the end; values are written x=2,y=[1,2]
        w       | w=1;x=2      | 4 | of the values: ';' means nothing in an expression
        w       | w=1 x=2      | 5 | of the values: an operator is missing before 'x'; a product is written 2*x
        w       | w=2*w        | 5 | of the values: 'w' is no number, and values are made of numbers alone
        w       | w=[1,[2,3]]  | 3 | of the values: the elements of [...] have one shape, but the first has () and another (2)
        w       | w=[[1,2],[3]]| 3 | of the values: the elements of [...] have one shape, but the first has (2) and another (1)
        w       | 1=2          | 1 | of the values: a name is expected, but here is '1'; values are written x=2,y=[1,2]
        w*x + 1 | w=[1,2],x=[1,2,3] | 2 | : mul:
        1 + W@x | W=[[1,2]],x=[1,2,3] | 6 | : matmul:
        transpose(w) | w=1     | 1 | : transpose needs a matrix, but the shape is ()
        softmax(w)   | w=1     | 1 | : softmax:
        2*leakyRelu(1, w) | w=1 | 3 | : leakyRelu: its second value must be a number, as in leakyRelu(x, 0.1)
        """)
    void valuesThatDoNotFitAreSaid(String text, String at, int column, String problem) {
        var error = catchThrowableOfType(ExpressionException.class, () -> of(text, at));
        assertThat(error.getMessage()).startsWith("column " + column + (problem.startsWith(":") ? "" : " ") + problem);
        assertThat(error.column()).isEqualTo(column);
    }

    @Test void shapesThatDoNotFitNameTheValues() {
        assertThatThrownBy(() -> of("W @ x", "W=[[1,2]],x=[[1,2,3]]"))
            .hasMessageContaining("(1, 2)").hasMessageContaining("input 0 is W (1, 2), input 1 is x (1, 3)");
    }

    @Test void whatWasPerhapsMeantIsSaidWithTheError() {
        var error = catchThrowableOfType(ExpressionException.class, () -> Expression.parse("tnah(1)"));
        assertThat(error.unknown()).isEqualTo("tnah");
        assertThat(error.known()).contains("tanh");
        error = catchThrowableOfType(ExpressionException.class, () -> of("abc + y", "abd=1"));
        assertThat(error.unknown()).isEqualTo("abd");
        assertThat(error.known()).containsExactly("abc", "y");
        assertThat(catchThrowableOfType(ExpressionException.class, () -> Expression.parse("1+")).unknown()).isNull();
    }

    @Test void theExcerptMarksTheColumn() {
        var error = catchThrowableOfType(ExpressionException.class, () -> Expression.parse("tanh(w*\tx $ b)"));
        assertThat(error.excerpt()).isEqualTo("tanh(w* x $ b)\n          ^");
        error = catchThrowableOfType(ExpressionException.class, () -> Expression.parse("(1"));
        assertThat(error.excerpt()).isEqualTo("(1\n  ^");
        error = catchThrowableOfType(ExpressionException.class, () -> Expression.parse("1 +" + " 2 +".repeat(5000) + "\u202e" + "+ 2 ".repeat(5000)));
        assertThat(error).hasMessageContaining(": U+202e means nothing");
        var lines = error.excerpt().lines().toList();
        assertThat(lines).hasSize(2).allMatch(line -> line.length() <= 78);
        assertThat(lines.get(0)).startsWith("…").endsWith("…").doesNotContain("\u202e");
        assertThat(lines.get(0).charAt(lines.get(1).indexOf('^'))).isEqualTo(' ');
        assertThat(lines.get(0).charAt(lines.get(1).indexOf('^') + 1)).isEqualTo('+');
    }

    @ParameterizedTest @ValueSource(strings = {"(", "-", "[", "tanh(", "2^", "(-[2^tanh("})
    void tooDeepIsAnErrorAndNoOverflow(String opening) {
        var deep = opening.repeat(10_000) + "1" + (opening.endsWith("(") ? ")" : opening.equals("[") ? "]" : "").repeat(10_000);
        assertThatThrownBy(() -> Expression.parse(deep)).isInstanceOf(ExpressionException.class)
            .hasMessageEndingWith(": nested deeper than 500 levels");
    }

    @Test void deepEnoughForAnyFormulaByHand() {
        assertThat(number("(".repeat(499) + "1" + ")".repeat(499))).isEqualTo(1);
        assertThatThrownBy(() -> number("(".repeat(500) + "1" + ")".repeat(500))).hasMessage("column 501: nested deeper than 500 levels");
        assertThat(number(IntStream.range(0, 50).mapToObj(_ -> "(((1)))").collect(Collectors.joining("+")))).isEqualTo(50);
    }

    @Test void aSumMayBeLong() {
        var value = of("x" + "+x".repeat(100_000), "x=1");
        assertThat(value.item()).isEqualTo(100_001);
        assertThat(number("1" + "-1".repeat(100_000))).isEqualTo(-99_999);
    }

    /// Whatever is typed is an expression or an error with a column in it.
    @Test void anythingMayBeTyped() {
        var pieces = List.of("1", "x", "(", ")", "[", "]", ",", "+", "-", "*", "/", "^", "@", "=", "tanh", "sum(", "\"", "\\", "<script>",
            "\n", "\u0000", "\ud800", "😀", ".", "e9", "\u202e", "é", "%s", "'");
        var errors = new ArrayList<String>();
        for (int seed = 0; seed < 3000; seed++) {
            var random = Random.seeded(seed);
            var text = IntStream.range(0, 1 + random.below(8, 100)).mapToObj(i -> pieces.get(random.below(pieces.size(), i)))
                .collect(Collectors.joining());
            try {
                var expression = Expression.parse(text);
                expression.value(expression.parameters(expression.names().stream().map(name -> name + "=2").collect(Collectors.joining(","))));
            } catch (ExpressionException e) {
                errors.add(e.getMessage());
                assertThat(e.column()).as(text).isBetween(1, text.length() + 1);
                assertThat(e.getMessage()).startsWith("column " + e.column() + ": ").doesNotContain("\n", "\u0000", "\u202e");
                assertThat(e.excerpt().lines()).hasSize(2);
            }
        }
        assertThat(errors).hasSizeBetween(1000, 2990);
    }
}
