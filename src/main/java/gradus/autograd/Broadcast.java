package gradus.autograd;

import gradus.tensor.Shape;
import gradus.tensor.Tensor;

/// Stretched to a shape. The gradient keeps that shape: the walk undoes broadcasting for every operation.
public record Broadcast(Shape shape) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].broadcastTo(shape); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return g; }
    @Override public String label() { return "broadcast" + shape; }
}
