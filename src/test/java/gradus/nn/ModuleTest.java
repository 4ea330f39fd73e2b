package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.tensor.Random;
import gradus.tensor.ShapeException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ModuleTest {
    private static final Random RANDOM = Random.seeded(3);

    record Scale(Value factor) implements Module {
        @Override public Value forward(Value x) { return x.mul(factor); }
    }

    record Residual(Module inner) implements Module {
        @Override public Value forward(Value x) { return x.add(inner.apply(x)); }
    }

    /// Anything, to look for parameters in.
    record Holder(@Nullable Object first, @Nullable Object second) implements Module {
        @Override public Value forward(Value x) { return x; }
    }

    private static Linear linear(int in, int out) { return Linear.of(in, out, Initializer.GLOROT_NORMAL, RANDOM.at(in).at(out)); }

    private static Value input(int rows, int columns) { return Value.of(new float[rows][columns]); }

    @Nested class Parameters {
        private final Value a = Value.parameter(1), b = Value.parameter(2), c = Value.parameter(3);

        @Test void areFoundThroughRecordsListsAndMaps() {
            var map = new LinkedHashMap<String, Object>();
            map.put("right", a);
            map.put("left", List.of(b, new Scale(c)));
            assertThat(new Holder(map, List.of()).parameters()).containsExactly(
                Map.entry("first.right", a), Map.entry("first.left.0", b), Map.entry("first.left.1.factor", c));
        }

        @Test void areFoundInRecordsThatAreNoModules() {
            record Pair(Value weight, int size) {}
            assertThat(new Holder(new Pair(a, 3), "a setting").parameters()).containsExactly(Map.entry("first.weight", a));
        }

        @Test void areTheLeavesThatLearn() {
            assertThat(new Holder(Value.of(1), a.mul(2)).parameters()).isEmpty();
        }

        @Test void areListedOnceUnderTheirFirstName() {
            var shared = new Scale(a);
            assertThat(new Holder(List.of(shared, shared, b), a).parameters().keySet()).containsExactly("first.0.factor", "first.2");
        }

        @Test void inMapsWithoutAnOrderAreSortedByKey() {
            Map<String, Value> unordered = new HashMap<>();
            for (int i = 0; i < 26; i++) unordered.put("" + (char) ('z' - i) + i, Value.parameter(i));
            assertThat(List.copyOf(new Holder(unordered, null).parameters().keySet())).hasSize(26).isSorted();
            assertThat(new Holder(new TreeMap<>(Map.of("b", a, "a", b)), null).parameters().keySet()).containsExactly("first.a", "first.b");
        }

        @Test void mayBeMissing() {
            var some = new HashMap<String, @Nullable Value>();
            some.put("none", null);
            assertThat(new Holder(java.util.Arrays.asList(null, a), some).parameters().keySet()).containsExactly("first.1");
        }

        @Test void areSeenAsTheyAreNow() {
            var list = new java.util.ArrayList<Value>();
            var holder = new Holder(list, null);
            assertThat(holder.parameters()).isEmpty();
            list.add(a);
            assertThat(holder.parameters()).containsOnlyKeys("first.0");
        }

        @Test void cannotBeAddedToTheAnswer() {
            assertThatThrownBy(() -> new Scale(a).parameters().put("more", b)).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test void withTheSameNameAreAnError() {
            var map = new LinkedHashMap<String, Object>();
            map.put("x.0", a);
            map.put("x", List.of(b));
            assertThatThrownBy(() -> new Holder(map, null).parameters())
                .hasMessage("two parameters have the name first.x.0: rename a key or a part");
        }

        @Test void areWhatIsKept() { assertThat(new Scale(a).state()).containsExactly(Map.entry("factor", a)); }

        @Test void whereTheyWouldNotBeFoundAreAnError() {
            assertThatThrownBy(() -> new Holder(new Module[] {new Scale(a)}, null).parameters()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Holder.first is a Module[], in which parameters are not looked for: make it a List");
            assertThatThrownBy(() -> new Holder(1, new Value[0]).parts()).hasMessageStartingWith("Holder.second is a Value[], ");
            assertThatThrownBy(() -> new Holder(new Object[] {a}, null).parts()).hasMessageStartingWith("Holder.first is a Object[]");
            assertThatThrownBy(() -> new Holder(new Value[][] {{a}}, null).parts()).hasMessageStartingWith("Holder.first is a Value[][]");
            assertThatThrownBy(() -> new Holder(Set.of(a), null).parts()).hasMessageStartingWith("Holder.first is a ");
            assertThatThrownBy(() -> new Holder(List.of("x", new Value[] {a}), null).parameters()).hasMessageStartingWith("first.1 is a Value[]");
            assertThatThrownBy(() -> new Holder(Optional.of(a), null).parts()).hasMessageEndingWith("make it a List, or nullable");
        }

        @Test void areNoMatterInOtherArraysAndSets() {
            var holder = new Holder(new int[] {1}, List.of(new String[] {"x"}, Set.of("y"), Optional.of("z"), new float[1]));
            assertThat(holder.parameters()).isEmpty();
            assertThat(holder.parts()).containsOnlyKeys("first", "second");
        }

        @Test void ofARecordThatCannotBeReadAreAnError() {
            @SuppressWarnings("UnusedMethod")                      // read by its name
            record Broken(Value part) implements Module {
                @Override public Value part() { throw new IllegalStateException("broken"); }
                @Override public Value forward(Value x) { return x; }
            }
            assertThatThrownBy(() -> new Broken(a).parts()).hasMessageStartingWith("cannot read part of ")
                .hasRootCauseMessage("broken");
        }
    }

    @Nested class Lambdas {
        @Test void withoutCapturesHaveNoParts() {
            Module twice = x -> x.mul(2);
            Module relu = Value::relu;
            assertThat(twice.parts()).isEmpty();
            assertThat(relu.parameters()).isEmpty();
        }

        @Test void withCapturesAreAnErrorThatNamesTheCure() {
            var weight = Value.parameter(2);
            Module scale = x -> x.mul(weight), bound = weight::mul;
            for (var module : List.of(scale, bound, Sequential.of(Value::relu, scale)))
                assertThatThrownBy(module::parameters).isInstanceOf(IllegalArgumentException.class).hasMessage(
                    "a lambda that captures something, in gradus.nn.ModuleTest$Lambdas, does not say which parameters it has: "
                    + "make it a record, or override parts()");
            assertThat(scale.apply(Value.of(3)).item()).isEqualTo(6);           // to compute is no error
        }
    }

    @Nested class OtherClasses {
        static class Silent implements Module {
            final Value weight = Value.parameter(2);
            @Override public Value forward(Value x) { return x.mul(weight); }
        }

        static class Telling extends Silent {
            @Override public SequencedMap<String, Object> parts() {
                var parts = new LinkedHashMap<String, Object>();
                parts.put("weight", weight);
                return parts;
            }
        }

        @Test void mustSayWhatTheirPartsAre() {
            assertThatThrownBy(() -> new Silent().parameters()).isInstanceOf(IllegalArgumentException.class).hasMessage(
                "gradus.nn.ModuleTest$OtherClasses$Silent does not say which parameters it has: make it a record, or override parts()");
            assertThatThrownBy(() -> Sequential.of(new Silent()).parameters()).hasMessageContaining("Silent does not say");
        }

        @Test void areHeardWhenTheyDo() {
            var module = new Telling();
            assertThat(Sequential.of(module).parameters()).containsExactly(Map.entry("0.weight", module.weight));
        }

        @Test void printByTheirClass() { assertThat(Sequential.of(new Telling())).asString().startsWith("Sequential(Telling) "); }
    }

    @Nested class Errors {
        @Test void beginWithThePathOfTheModule() {
            var net = Sequential.of(linear(2, 4), new Residual(Sequential.of(Activation.TANH, linear(5, 4))));
            assertThatThrownBy(() -> net.apply(input(3, 2))).isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("in 1.inner.1: an input of shape (3, 4) does not fit Linear(5 → 4)")
                .satisfies(e -> assertThat(((ShapeException) e).path()).isEqualTo("1.inner.1"));
        }

        @Test void nameThePlaceOfAModuleThatStandsInTwo() {
            var twice = linear(2, 2);
            assertThatThrownBy(() -> Sequential.of(twice, linear(2, 3), twice).apply(input(1, 2))).hasMessageStartingWith("in 2: ");
        }

        @Test void nameOperationsInTheModuleThatAppliedThem() {
            Module wrong = x -> x.reshape(7);
            assertThatThrownBy(() -> Sequential.of(Activation.RELU, wrong).apply(input(1, 2)))
                .isInstanceOf(ShapeException.class).hasMessageStartingWith("in 1: ");
        }

        @Test void haveNoPathAtTheOutermostModule() {
            assertThatThrownBy(() -> linear(5, 4).apply(input(3, 2))).hasMessageStartingWith("an input of shape (3, 2)");
        }

        @Test void passThroughModulesThatAreNoParts() {
            record Outside(int size) implements Module {
                @Override public Value forward(Value x) { return linear(size, size).apply(x); }
            }
            Module lambda = x -> new Outside(5).apply(x);
            assertThatThrownBy(() -> Sequential.of(lambda).apply(input(3, 2)))
                .hasMessageStartingWith("in 0: an input of shape (3, 2) does not fit Linear(5 → 5)");
        }

        @Test void passThroughModulesWhoseNameNobodyKnows() {
            var layer = linear(5, 5);
            Module captures = x -> layer.apply(x);
            assertThatThrownBy(() -> new Residual(captures).apply(input(3, 2))).hasMessageStartingWith("in inner: an input");
        }

        @Test void areTheSameUnderATrace() {
            var net = Sequential.of(linear(2, 4), new Residual(linear(5, 4)));
            assertThatThrownBy(() -> new Trace().run(() -> net.apply(input(3, 2)))).hasMessageStartingWith("in 1.inner: an input");
        }

        @Test void keepWhereTheyWereThrown() {
            var net = Sequential.of(new Residual(linear(5, 4)));
            assertThatThrownBy(() -> net.apply(input(3, 2)))
                .satisfies(e -> assertThat(e).rootCause().extracting(t -> t.getStackTrace()[0].getClassName()).isEqualTo(Linear.class.getName()));
        }

        @Test void otherThanShapesAreLeftAlone() {
            Module broken = x -> { throw new IllegalStateException("broken"); };
            assertThatThrownBy(() -> Sequential.of(broken).apply(input(1, 1))).isInstanceOf(IllegalStateException.class).hasMessage("broken");
        }
    }

    @Nested class Traces {
        private Trace.Call call(Trace trace, Value v) { return Objects.requireNonNull(trace.of(v)); }

        @Test void rememberPathAndLabelOfEachCall() {
            var tanh = Activation.TANH;
            var net = Sequential.of(linear(2, 4), tanh, new Residual(Sequential.of(linear(4, 4), tanh)));
            var trace = new Trace();
            var y = trace.run(() -> net.apply(input(3, 2)));

            var residual = call(trace, y);
            assertThat(residual.path()).isEqualTo("2");
            assertThat(residual.label()).startsWith("Residual");
            var inner = call(trace, y.inputs().get(1));
            assertThat(inner.path()).isEqualTo("2.inner.1");
            assertThat(inner.label()).isEqualTo("tanh");
            assertThat(Objects.requireNonNull(inner.parent()).path()).isEqualTo("2.inner");
            assertThat(inner.parent().label()).isEqualTo("Sequential(Linear(4 → 4), tanh)");
            var first = call(trace, y.inputs().get(0));
            assertThat(first.path()).isEqualTo("1");
            assertThat(Objects.requireNonNull(first.parent()).path()).isEmpty();
            assertThat(first.parent().label()).startsWith("Sequential(Linear(2 → 4), tanh, Residual");
        }

        @Test void nameThePlaceOfAModuleThatStandsInTwo() {
            var net = Sequential.of(Activation.TANH, new Scale(Value.parameter(new float[] {2})), Activation.TANH);
            var trace = new Trace();
            assertThat(call(trace, trace.run(() -> net.apply(input(1, 2)))).path()).isEqualTo("2");
        }

        @Test void nameModulesThatAreNoPartsByTheirLabel() {
            record Outside(int size) implements Module {
                @Override public Value forward(Value x) { return linear(size, size).apply(x); }
                @Override public String toString() { return "Outside"; }
            }
            var trace = new Trace();
            var y = trace.run(() -> Sequential.of(new Outside(2)).apply(input(1, 2)));
            assertThat(call(trace, y).path()).isEqualTo("0.Linear(2 → 2)");
        }

        @Test void beginAnewInATraceWithin() {
            var inner = new Trace();
            Module starts = x -> inner.run(() -> new Scale(Value.parameter(new float[] {2})).apply(x));
            var y = new Trace().run(() -> Sequential.of(starts).apply(input(1, 2)));
            assertThat(call(inner, y).path()).isEmpty();
        }

        @Test void doNotChangeTheResult() {
            var net = Sequential.of(linear(2, 4), Activation.GELU, linear(4, 2));
            var x = Value.of(new float[][] {{1, 2}, {3, -4}});
            assertThat(new Trace().run(() -> net.apply(x)).data().toFloats()).containsExactly(net.apply(x).data().toFloats());
        }
    }
}
