package gradus.tensor;

import java.util.Objects;

/// A plain number: a tensor of no axes, held without an array. A float is held as the double that equals it.
final class Scalar extends Tensor {
    final double value;

    Scalar(double value, Precision precision) {
        super(precision);
        this.value = precision == Precision.FLOAT ? (float) value : value;
    }

    @Override public Shape shape() { return Shape.SCALAR; }
    @Override public double item() { return value; }
    
    @Override public double at(int i) {
        Objects.checkIndex(i, 1);
        return value;
    }

    @Override <A> A array(Kernels<A> kernels) { return kernels.from(value); }

    @Override Tensor map(UnaryFunction f) {
        return new Scalar(precision() == Precision.DOUBLE ? f.of(value) : f.of((float) value), precision());
    }

    Tensor zip(BinaryFunction f, Scalar b) {
        return new Scalar(precision() == Precision.DOUBLE ? f.of(value, b.value) : f.of((float) value, (float) b.value), precision());
    }
}
