package gradus.experiments;

import gradus.data.Augmentation;
import org.jspecify.annotations.Nullable;

/// What keeps a network from learning its examples by heart: bounds on its weights, and pictures that are never the same twice.
///
/// @param decay    λ of the weight decay, from 0: decoupled with adamw, else as an L2 penalty's gradient; null for the rule's own, which is
///                 0.01 of adamw and 0 of others
/// @param maxNorm  the largest norm of the weights into a unit, above 0; infinite for none
/// @param augmentation  what happens to pictures before they are learned from
public record Regularization(@Nullable Double decay, double maxNorm, Augmentation augmentation) {
    /// The rule's own decay, no bound, and pictures as they are.
    public static final Regularization NONE = new Regularization(null, Double.POSITIVE_INFINITY, Augmentation.NONE);

    /// @throws IllegalArgumentException for a number out of its range
    public Regularization {
        if (decay != null && !(decay >= 0 && decay < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("weight decay is a number from 0 up, not " + decay + ", as in --decay 0.01");
        if (!(maxNorm > 0))
            throw new IllegalArgumentException("the largest norm of a unit's weights is a number above 0, not " + maxNorm
                + ", as in --max-norm 3");
    }

    /// Whether the weights into a unit have a bound.
    public boolean isBounded() { return maxNorm < Double.POSITIVE_INFINITY; }
}
