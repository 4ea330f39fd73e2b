package gradus.nn;

import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/// Where the weights of a layer begin: independent draws with mean 0 and a variance that may depend on the number of inputs
/// and outputs of the layer. All weights equal would be a trap: units that begin the same stay the same.
///
/// | name | variance | keeps the variance of |
/// |---|---|---|
/// | `lecun-normal`, `lecun-uniform` | 1 / in | the signal, through linear units and near 0 through `tanh` |
/// | `glorot-normal`, `glorot-uniform` | 2 / (in + out) | as well as one number can, the signal forwards and the gradient backwards |
/// | `he-normal`, `he-uniform` | 2 / in | the signal through `relu`, which halves it |
/// | `normal:0.5` | 0.5² | nothing: to see what a bad choice does |
/// | `zeros` | 0 | nothing |
///
/// Both distributions have the variance of the table: normal draws have the deviation σ, uniform ones lie in ±σ√3.
///
/// LeCun, Bottou, Orr & Müller, *Efficient BackProp*, 1998 (many courses call this one "Xavier");
/// Glorot & Bengio, *Understanding the difficulty of training deep feedforward neural networks*, 2010;
/// He, Zhang, Ren & Sun, *Delving deep into rectifiers*, 2015.
public final class Initializer {
    /// All weights 0.
    public static final Initializer ZEROS          = new Initializer("zeros",          false, (in, out) -> 0);
    /// Normal with variance `1 / in`.
    public static final Initializer LECUN_NORMAL   = new Initializer("lecun-normal",   false, (in, out) -> 1.0 / in);
    /// Uniform with variance `1 / in`.
    public static final Initializer LECUN_UNIFORM  = new Initializer("lecun-uniform",  true,  (in, out) -> 1.0 / in);
    /// Normal with variance `2 / (in + out)`.
    public static final Initializer GLOROT_NORMAL  = new Initializer("glorot-normal",  false, (in, out) -> 2.0 / ((double) in + out));
    /// Uniform with variance `2 / (in + out)`.
    public static final Initializer GLOROT_UNIFORM = new Initializer("glorot-uniform", true,  (in, out) -> 2.0 / ((double) in + out));
    /// Normal with variance `2 / in`.
    public static final Initializer HE_NORMAL      = new Initializer("he-normal",      false, (in, out) -> 2.0 / in);
    /// Uniform with variance `2 / in`.
    public static final Initializer HE_UNIFORM     = new Initializer("he-uniform",     true,  (in, out) -> 2.0 / in);

    private static final List<Initializer> NAMED =
        List.of(ZEROS, LECUN_NORMAL, LECUN_UNIFORM, GLOROT_NORMAL, GLOROT_UNIFORM, HE_NORMAL, HE_UNIFORM);

    @FunctionalInterface
    private interface Variance { double of(int in, int out); }

    private final String name;
    private final boolean uniform;
    private final Variance variance;

    private Initializer(String name, boolean uniform, Variance variance) {
        this.name = name;
        this.uniform = uniform;
        this.variance = variance;
    }

    /// Normal with this deviation, whatever the size of the layer.
    ///
    /// @throws IllegalArgumentException if the deviation is negative or not finite
    public static Initializer normal(double deviation) {
        if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("the deviation of an initialiser must be a number from 0 up, not " + deviation);
        return new Initializer("normal:" + deviation, false, (in, out) -> deviation * deviation);
    }

    /// The initialiser of this name, as it prints: `he-normal`, `zeros`, `normal:0.5`.
    ///
    /// @throws IllegalArgumentException for any other name; it lists those there are
    public static Initializer named(String name) {
        for (var initializer : NAMED) if (initializer.name.equals(name)) return initializer;
        if (name.startsWith("normal:")) {
            var deviation = name.substring("normal:".length());
            try {
                return normal(Double.parseDouble(deviation));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + deviation + "' in '" + name + "' is not a number: for example normal:0.5", e);
            }
        }
        throw new IllegalArgumentException("unknown initialiser '" + name + "': one of "
            + NAMED.stream().map(Initializer::toString).collect(Collectors.joining(", ")) + ", or normal:DEVIATION such as normal:0.5");
    }

    /// The deviation of each weight in a layer with this many inputs and outputs.
    public double deviation(int in, int out) { return StrictMath.sqrt(variance.of(in, out)); }

    /// The first weights of a layer, shape `(in, out)`: the same for the same `random`.
    public Tensor draw(int in, int out, Random random, Precision precision) { return draw(Shape.of(in, out), in, out, random, precision); }

    /// The first weights of a layer in which a unit sees `in` inputs, and an input is seen by `out` units, in a shape of choice.
    public Tensor draw(Shape shape, int in, int out, Random random, Precision precision) {
        double deviation = deviation(in, out), bound = deviation * StrictMath.sqrt(3);
        if (deviation == 0) return Tensor.zeros(shape, precision);
        return uniform ? random.uniform(shape, -bound, bound, precision) : random.normal(shape, 0, deviation, precision);
    }

    @Override public boolean equals(Object other) { return other instanceof Initializer that && name.equals(that.name); }

    @Override public int hashCode() { return name.hashCode(); }

    @Override public String toString() { return name; }
}
