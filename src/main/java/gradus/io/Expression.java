package gradus.io;

import gradus.autograd.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.function.Function;

/// A formula that people type, such as `tanh(w*x + b)`, and the values it gives:
/// ```java
/// var expression = Expression.parse("tanh(w*x + b)");
/// var at = expression.parameters("w=0.5,x=2,b=-1");
/// expression.value(at).backward().of(at.get("w"));      // 2
/// ```
/// The grammar; white space may stand between the words of it:
/// ```
/// expression = term { ("+" | "-") term }
/// term       = factor { ("*" | "/" | "@") factor }
/// factor     = "-" factor | power
/// power      = atom [ "^" factor ]
/// atom       = number | name | "(" expression ")" | function "(" list ")" | "[" list "]"
/// list       = expression { "," expression }
/// number     = digits and at most one point, then perhaps "e" or "E", a sign and digits: 2, 0.5, .5, 1e-3
/// name       = a letter or "_", then letters, digits, "_" and small digits: x, w1, w₁, loss_2
/// parameters = [ name "=" expression { "," name "=" expression } ]
/// ```
/// So `^` binds tighter than a minus before it and to the right, `-x^2^3` is `-(x^(2^3))`; all else goes from left to right.
/// `@` is the matrix product, in which a vector is a row on the left and a column on the right, as NumPy has it; all other
/// operators work element by element, and broadcast. `[1, 2]` is a vector, `[[1, 2], [3, 4]]` a matrix by its rows, and their
/// elements may be any expressions of one shape. The functions are those of [Value], by the same names ([#functions]): softmax
/// and logSoftmax go along the last axis, reductions over everything. Numbers are in double.
public final class Expression {
    /// A step of the computation. The steps stand in the order in which they are done, operands before what uses them, and
    /// pass on what they compute on a stack; so the longest sum takes no more of Java's own stack than the shortest.
    sealed interface Step {
        /// Where it was read, counted from 0.
        int place();

        /// Takes a name's value.
        record Name(String name, int place) implements Step {}

        /// Computes something of the last so many results, which it takes away.
        record Apply(int operands, Function<Value[], Value> work, int place) implements Step {}
    }

    private final String text, which;
    private final List<Step> steps;
    private final SequencedMap<String, Integer> names = new LinkedHashMap<>();          // and where they are first read

    /// @param which  what text this is, for errors: nothing where that is plain
    Expression(String text, String which, List<Step> steps) {
        this.text = text;
        this.which = which;
        this.steps = List.copyOf(steps);
        for (var step : steps) if (step instanceof Step.Name(String name, int place)) names.putIfAbsent(name, place);
    }

    /// Reads a formula.
    ///
    /// @throws ExpressionException where it does not follow the grammar, or names a function that there is not
    public static Expression parse(String text) { return new ExpressionParser(text, "").whole(); }

    /// The names of all functions.
    public static SequencedCollection<String> functions() {
        return Collections.unmodifiableSequencedCollection(ExpressionFunction.ALL.sequencedKeySet());
    }

    /// The names in it, in the order in which they first occur.
    public SequencedCollection<String> names() { return Collections.unmodifiableSequencedCollection(names.sequencedKeySet()); }

    /// A parameter for each name, so named, with the numbers that a text such as `w=0.5,x=[1,2]` gives it, in the order of
    /// [#names]. The numbers may be expressions without names: `x=-sqrt(2)`.
    ///
    /// @throws ExpressionException for a name that is not in the expression, comes twice, or is given no number; where the text
    ///     does not follow the grammar; and for shapes that do not fit
    public SequencedMap<String, Value> parameters(String at) {
        var given = new ExpressionParser(at, " of the values").assignments(names());
        var parameters = new LinkedHashMap<String, Value>();
        names.forEach((name, place) -> {
            var data = given.get(name);
            if (data == null) throw unvalued(name, place);
            parameters.put(name, Value.parameter(data).named(name));
        });
        return Collections.unmodifiableSequencedMap(parameters);
    }

    /// Computes it, recorded like any other computation. A name that occurs more than once is the same value each time.
    ///
    /// @throws ExpressionException for a name without a value, and for shapes that do not fit
    public Value value(Map<String, Value> at) {
        var results = new ArrayList<Value>();
        for (var step : steps) {
            switch (step) {
                case Step.Name(String name, int place) -> {
                    var value = at.get(name);
                    if (value == null) throw unvalued(name, place);
                    results.add(value);
                }
                case Step.Apply apply -> {
                    var operands = results.subList(results.size() - apply.operands(), results.size());
                    var result = computed(apply, operands);
                    operands.clear();
                    results.add(result);
                }
            }
        }
        return results.getFirst();
    }

    private Value computed(Step.Apply apply, Collection<Value> operands) {
        try {
            return apply.work().apply(operands.toArray(Value[]::new));
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(text, which, apply.place(), String.valueOf(e.getMessage()));
        }
    }

    private ExpressionException unvalued(String name, int place) {
        var shown = ExpressionException.cut(name);
        return new ExpressionException(text, which, place, "'" + shown + "' has no value; it needs one, as in " + shown + "=0.5");
    }

    /// As it was typed.
    @Override public String toString() { return text; }
}
