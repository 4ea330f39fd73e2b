package gradus.nn;

import gradus.autograd.Value;
import gradus.tensor.Tensor;

/// While a network learns, leaves each number out with probability `rate`, and divides the others by 1 − rate, so that the mean stays:
/// no unit can rely on another. Outside of the [Training] scope it is the identity. Any shape, which stays.
///
/// Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov, *Dropout: a simple way to prevent neural networks from overfitting*, 2014.
/// (There a network is scaled down when it is used; here it is scaled up while it learns, which comes to the same.)
///
/// @param rate  the probability of being left out, from 0 up to, not including, 1; PyTorch's `p`
public record Dropout(double rate) implements Module {
    /// @throws IllegalArgumentException for a rate that is no such probability
    public Dropout {
        if (!(rate >= 0 && rate < 1))
            throw new IllegalArgumentException("a dropout rate is a probability from 0 up to, not including, 1, not " + rate);
    }

    @Override public Value forward(Value x) {
        var random = Training.next();                              // asked for at any rate: other layers' draws do not depend on this one's
        if (random == null || rate == 0) return x;
        var kept = random.uniform(x.shape(), 0, 1, x.precision()).ge(Tensor.scalar(rate, x.precision()));
        return Value.of(kept).where(x.div(1 - rate), Value.of(Tensor.scalar(0, x.precision())));
    }

    @Override public String toString() { return "Dropout(" + rate + ")"; }
}
