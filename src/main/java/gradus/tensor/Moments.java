package gradus.tensor;

/// What [Tensor#moments] finds, of one shape: the mean, and the variance about it (divided by n).
public record Moments(Tensor mean, Tensor variance) {}
