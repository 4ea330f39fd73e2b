package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.tensor.Random;
import gradus.tensor.Tensor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation against its derivative, and a census that none is left out.
class GradientCasesTest {
    private static final int SEEDS = 5;

    static List<GradientCases.Case> cases() { return GradientCases.all(); }

    /// Measured over 40 seeds, the largest error of a right rule is 1.1 · 10⁻⁸; the bound is 10⁻⁶.
    @ParameterizedTest @MethodSource("cases") void passesFarBelowTheBound(GradientCases.Case c) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var report = c.check(Random.seeded(seed).at(c.name()));
            assertThat(report.passes()).as("%s, seed %d: %s", c.name(), seed, report).isTrue();
            assertThat(report.error()).as("%s, seed %d: %s", c.name(), seed, report).isLessThan(1e-7);
        }
    }

    /// Everything that the cases record.
    private static List<Op> recorded() {
        var ops = new ArrayList<Op>();
        for (var c : GradientCases.all()) {
            var inputs = Arrays.stream(c.inputs().apply(Random.seeded(0))).map(Value::parameter).toArray(Value[]::new);
            Graph.of(c.function().apply(inputs)).values().stream().map(Value::op).filter(Objects::nonNull).forEach(ops::add);
        }
        return ops;
    }

    @Test void everyPermittedOperationHasACase() {
        var recorded = recorded();
        for (Class<?> permitted : Op.class.getPermittedSubclasses()) {
            if (permitted == Op.Custom.class) continue;                            // the open door: its users check their own
            assertThat(recorded).as("a case of %s", permitted.getSimpleName()).anyMatch(permitted::isInstance);
            if (permitted.isEnum())
                assertThat(recorded).as("each of %s", permitted.getSimpleName())
                    .contains((Op[]) Objects.requireNonNull(permitted.getEnumConstants()));
        }
    }

    @Test void bothKindsOfEveryRecordWithFlagsHaveACase() {
        var recorded = recorded();
        for (boolean a : new boolean[] {false, true}) {
            assertThat(recorded).anyMatch(op -> op instanceof Extremum e && e.largest() == a);
            for (boolean b : new boolean[] {false, true}) assertThat(recorded).contains(new MatMul(a, b));
        }
    }

    /// Comparisons and sign give constants: there is nothing to differentiate.
    private static final List<String> NOT_RECORDED = List.of("gt", "ge", "lt", "le", "eq", "ne", "sign");

    @Test void everyRecordedOperationThatPeopleCallHasACaseByName() {
        var names = new TreeSet<String>();
        for (var family : Value.class.getInterfaces())
            for (var method : family.getDeclaredMethods())
                if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && method.getReturnType() != int[].class)
                    names.add(method.getName());
        assertThat(names).as("the families are read").contains("add", "tanh", "variance", "split", "conv2d");
        names.addAll(List.of("concat", "stack"));
        names.removeAll(NOT_RECORDED);
        assertThat(GradientCases.all()).extracting(GradientCases.Case::operation).containsAll(names);
    }

    @Test void whatHasNoCaseGivesConstants() {
        var w = Value.parameter(1.0, 2.0);
        for (var name : NOT_RECORDED)
            for (var method : Value.class.getMethods())
                if (method.getName().equals(name)) {
                    Object[] arguments = Arrays.stream(method.getParameterTypes())
                        .map(type -> type == double.class ? (Object) 1.0 : Value.of(1)).toArray();
                    assertThat(call(method, w, arguments).isConstant()).as("%s", method).isTrue();
                }
    }

    private static Value call(java.lang.reflect.Method method, Value of, Object... arguments) {
        try {
            return (Value) method.invoke(of, arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Test void namesAreNotTakenTwice() {
        assertThat(GradientCases.all()).extracting(GradientCases.Case::name).doesNotHaveDuplicates();
        var c = new GradientCases.Case("pow, by a number", x -> x[0].pow(2), random -> new Tensor[] {Tensor.of(1)});
        assertThat(c.operation()).isEqualTo("pow");
    }

    @Test void aCheckIsAFunctionOfItsSeed() {
        var c = GradientCases.all().getFirst();
        assertThat(c.check(Random.seeded(1))).isEqualTo(c.check(Random.seeded(1)));
    }
}
