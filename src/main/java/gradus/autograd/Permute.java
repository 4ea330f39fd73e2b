package gradus.autograd;

import gradus.tensor.Tensor;
import java.util.List;

/// The axes in another order: axis i of the result is axis `order[i]` of the input. The gradient takes the inverse order.
public record Permute(List<Integer> order) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].permute(order.stream().mapToInt(Integer::intValue).toArray()); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        int[] inverse = new int[order.size()];
        for (int axis = 0; axis < inverse.length; axis++) inverse[in[0].shape().axis(order.get(axis))] = axis;
        return g.permute(inverse);
    }
}
