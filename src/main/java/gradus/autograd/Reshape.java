package gradus.autograd;

import gradus.tensor.Shape;
import gradus.tensor.Tensor;

/// The same numbers in a shape of equal size.
public record Reshape(Shape shape) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].reshape(shape); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return g.reshape(in[0].shape()); }
    @Override public String label() { return "reshape" + shape; }
}
