package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import gradus.autograd.GradientCheck;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The derivatives of every layer by its input and its parameters, to second order, in training and outside of it, alone and in networks.
class LayerGradientsTest {
    private static final Random RANDOM = Random.seeded(7);

    /// @param layer   made of values for its parameters
    /// @param shapes  of the input, and of the parameters
    record Case(String name, Function<Value[], Module> layer, List<Shape> shapes) {
        static Case of(String name, Function<Value[], Module> layer, Shape... shapes) { return new Case(name, layer, List.of(shapes)); }

        Tensor[] at() {
            var at = new Tensor[shapes.size()];
            for (int i = 0; i < at.length; i++) at[i] = RANDOM.at(name).at(i).normal(shapes.get(i), 0.3, 1, Precision.DOUBLE);
            return at;
        }

        Value apply(Value... x) { return layer.apply(Arrays.copyOfRange(x, 1, x.length)).apply(x[0]); }

        @Override public String toString() { return name; }
    }

    private static BatchNorm batchNorm(Value weight, Value bias) {
        int channels = weight.shape().dim(0);
        return new BatchNorm(weight, bias, Value.buffer(RANDOM.at("mean").normal(Shape.of(channels), 0, 1, Precision.DOUBLE)),
            Value.buffer(RANDOM.at("variance").uniform(Shape.of(channels), 0.5, 2, Precision.DOUBLE)), 1e-5, 0.1);
    }

    private static Stream<Case> cases() {
        Shape pictures = Shape.of(2, 2, 5, 4), vector = Shape.of(3);
        return Stream.of(
            Case.of("dropout", _ -> new Dropout(0.4), Shape.of(4, 5)),
            Case.of("batch norm of rows", w -> batchNorm(w[0], w[1]), Shape.of(5, 3), vector, vector),
            Case.of("batch norm of pictures", w -> batchNorm(w[0], w[1]), pictures, Shape.of(2), Shape.of(2)),
            Case.of("layer norm of rows", w -> new LayerNorm(w[0], w[1], 1e-5), Shape.of(4, 3), vector, vector),
            Case.of("layer norm of pictures", w -> new LayerNorm(w[0], w[1], 1e-5), pictures, Shape.of(2, 5, 4), Shape.of(2, 5, 4)),
            Case.of("conv2d", w -> new Conv2d(w[0], w[1], Window.of(3, 2).padding(1, 0).stride(2, 1), 1), pictures, Shape.of(3, 2, 3, 2), vector),
            Case.of("conv2d in groups", w -> new Conv2d(w[0], null, Window.of(2).dilation(2).padding(1), 2), pictures, Shape.of(4, 1, 2, 2)),
            Case.of("max pool", _ -> new MaxPool2d(Window.of(3).stride(2).padding(1)), pictures),
            Case.of("average pool", _ -> new AvgPool2d(Window.of(3).stride(2).padding(1)), pictures),
            Case.of("global average pool", _ -> GlobalPool.AVERAGE, pictures),
            Case.of("global max pool", _ -> GlobalPool.MAX, pictures),
            Case.of("flatten", _ -> new Flatten(), pictures),
            Case.of("unflatten", _ -> Unflatten.of(1, 2, 3), Shape.of(2, 6)),
            Case.of("residual", w -> new Residual(new Linear(w[0], w[1]), new Linear(w[2], null)), Shape.of(3, 2), Shape.of(2, 3), vector,
                Shape.of(2, 3)),
            Case.of("network of convolutions", w -> Sequential.of(Unflatten.of(1, 6, 6), new Conv2d(w[0], null, Window.of(3).padding(1), 1),
                batchNorm(w[1], w[2]), Activation.SOFTPLUS, AvgPool2d.of(2), new Dropout(0.3),
                Residual.of(new Conv2d(w[3], w[4], Window.of(3).padding(1), 2), Activation.TANH), MaxPool2d.of(3), new Flatten(),
                new Linear(w[5], w[6]), new LayerNorm(w[7], w[8], 1e-5)),
                Shape.of(3, 36), Shape.of(2, 1, 3, 3), Shape.of(2), Shape.of(2), Shape.of(2, 1, 3, 3), Shape.of(2), Shape.of(2, 3), vector,
                vector, vector),
            Case.of("network of rows", w -> Sequential.of(new Dropout(0.2), new Linear(w[0], w[1]), batchNorm(w[2], w[3]), Activation.TANH,
                new Dropout(0.5), new Linear(w[4], null)),
                Shape.of(5, 4), Shape.of(4, 3), vector, vector, vector, Shape.of(3, 2)));
    }

    private static void check(Case layer, Function<Value[], Value> f) {
        assertThat(GradientCheck.check(f, RANDOM.at("check"), layer.at())).as(layer.name).matches(GradientCheck.Report::passes);
    }

    /// A layer that is added without a case fails here.
    @Test void everyLayerOfTheRoomHasACase() {
        var met = new HashSet<Class<?>>();
        cases().forEach(layer -> meet(layer.layer.apply(Stream.of(layer.at()).skip(1).map(Value::parameter).toArray(Value[]::new)), met));
        met.add(Perceptron.class);                                  // a threshold has no slope: it learns by a rule of its own
        assertThat(met).containsAll(layers());
    }

    private static void meet(Module module, Set<Class<?>> met) {
        met.add(module.getClass());
        module.parts().values().forEach(part -> { if (part instanceof Module inner) meet(inner, met); });
    }

    /// The modules in the folder of the compiled classes of this room.
    private static List<Class<?>> layers() {
        return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackagesOf(Module.class).stream()
            .filter(type -> type.getPackageName().equals("gradus.nn") && type.isAssignableTo(Module.class) && !type.isInterface()
                && !type.isAnonymousClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
            .<Class<?>>map(JavaClass::reflect).toList();
    }

    @ParameterizedTest @MethodSource("cases") void areRightInTraining(Case layer) {
        check(layer, x -> Training.frozen(RANDOM.at("masks"), () -> layer.apply(x)));
    }

    @ParameterizedTest @MethodSource("cases") void areRightOutside(Case layer) { check(layer, layer::apply); }
}
