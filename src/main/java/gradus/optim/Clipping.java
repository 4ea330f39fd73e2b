package gradus.optim;

import gradus.tensor.Tensor;

/// What keeps a step from being thrown far off by a few huge gradients: they are made smaller before the optimiser sees them.
/// ```java
/// optimizer.clipping(Clipping.byNorm(1));
/// ```
/// *By norm*, the gradients of all parameters together are made smaller by one factor, `g ← g · min(1, most / (‖g‖ + 10⁻⁶))` with
/// `‖g‖ = √Σg²` over all their numbers: the step keeps its direction. This is PyTorch's `clip_grad_norm_`. *By value*, each number
/// is brought between `−most` and `most` by itself, which changes the direction. With both, the norm comes first.
///
/// Pascanu, Mikolov & Bengio, *On the difficulty of training recurrent neural networks*, 2013.
///
/// @param norm   the largest norm: positive, and infinite for no clipping by norm
/// @param value  the largest absolute value: positive, and infinite for no clipping by value
public record Clipping(double norm, double value) {
    /// Gradients are taken as they are.
    public static final Clipping NONE = new Clipping(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /// @throws IllegalArgumentException for a number that is not positive
    public Clipping {
        requirePositive("norm", norm);
        requirePositive("value", value);
    }

    private static void requirePositive(String what, double most) {
        if (!(most > 0)) throw new IllegalArgumentException("the " + what
            + " that gradients are clipped to is a positive number, not " + most);
    }

    /// All gradients together have at most this norm.
    ///
    /// @throws IllegalArgumentException for a number that is not positive
    public static Clipping byNorm(double most) { return new Clipping(most, Double.POSITIVE_INFINITY); }

    /// Each number of a gradient has at most this absolute value.
    ///
    /// @throws IllegalArgumentException for a number that is not positive
    public static Clipping byValue(double most) { return new Clipping(Double.POSITIVE_INFINITY, most); }

    /// Whether gradients are clipped by their norm, which costs a pass over them.
    public boolean isByNorm() { return norm < Double.POSITIVE_INFINITY; }

    /// Whether gradients are clipped by value.
    public boolean isByValue() { return value < Double.POSITIVE_INFINITY; }

    /// A parameter's gradient as the optimiser gets it, where all gradients together have that norm.
    Tensor clip(Tensor gradient, double all) {
        double scale = isByNorm() ? Math.min(1, norm / (all + 1e-6)) : 1;
        var scaled = scale == 1 ? gradient : gradient.mul(scale);
        return isByValue() ? scaled.clamp(-value, value) : scaled;
    }
}
