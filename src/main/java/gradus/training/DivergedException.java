package gradus.training;

/// A run whose loss is no longer a finite number, so that nothing more can be learned. The message is one line: at which step,
/// and which operation gave the first number that is not finite.
public class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int step;

    /// At this step, counted from 1.
    public DivergedException(int step, String message) {
        super(message);
        this.step = step;
    }

    /// The step whose loss was not finite, counted from 1.
    public int step() { return step; }
}
