package gradus.tensor;

/// A formula by which a weight w takes a step against its gradient g, element by element and in one pass; what is remembered of
/// the gradients before begins at 0, and is kept in a [Memory]. Every line is computed in the order in which it stands.
public sealed interface Step {
    /// How many numbers are remembered of each element.
    int remembered();

    /// ```text
    /// g ← g + λ w
    /// v ← μ v + g
    /// w ← w − η v,  or, looking ahead,  w ← w − η (g + μ v)
    /// ```
    ///
    /// @param rate      η
    /// @param momentum  μ
    /// @param ahead     whether to look ahead along the velocity v
    /// @param decay     λ
    record Momentum(double rate, double momentum, boolean ahead, double decay) implements Step {
        @Override public int remembered() { return 1; }
    }

    /// ```text
    /// v ← α v + (1 − α) g²
    /// w ← w − η g / (√v + ε)
    /// ```
    ///
    /// @param rate       η
    /// @param smoothing  α
    /// @param epsilon    ε
    record RmsProp(double rate, double smoothing, double epsilon) implements Step {
        @Override public int remembered() { return 1; }
    }

    /// The step number t, counted from 1:
    /// ```text
    /// m ← β₁ m + (1 − β₁) g
    /// v ← β₂ v + (1 − β₂) g²
    /// w ← w − η λ w
    /// w ← w − η / (1 − β₁ᵗ) · m / (√v · 1/√(1 − β₂ᵗ) + ε)
    /// ```
    ///
    /// @param rate     η
    /// @param beta1    β₁
    /// @param beta2    β₂
    /// @param epsilon  ε
    /// @param decay    λ
    /// @param t        the number of this step; with 0 the corrections would divide by 0, and it is an error
    record Adam(double rate, double beta1, double beta2, double epsilon, double decay, int t) implements Step {
        public Adam {
            if (t < 1) throw new IllegalArgumentException("steps are counted from 1, not from " + t);
        }

        @Override public int remembered() { return 2; }

        /// η / (1 − β₁ᵗ)
        double correctedRate() { return rate / (1 - StrictMath.pow(beta1, t)); }
        /// 1/√(1 − β₂ᵗ)
        double correction() { return 1 / StrictMath.sqrt(1 - StrictMath.pow(beta2, t)); }
    }
}
