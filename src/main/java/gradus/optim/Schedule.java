package gradus.optim;

import java.util.ArrayList;
import java.util.List;

/// How the learning rate changes over a run: by which factor it is multiplied in each step. A schedule is a pure function of the
/// place in the run and keeps no state, so a run can be resumed anywhere, and cut up. In a visible loop:
/// ```java
/// optimizer.rate(0.1 * schedule.factor(step, steps));
/// ```
/// All parameters are shares of the run: the same schedule fits runs of any length.
public sealed interface Schedule {
    /// What the names of schedules begin with.
    List<String> KINDS = List.of("constant", "step", "exponential", "linear", "cosine", "one-cycle");

    /// The rate stays as it is.
    static Schedule constant() { return new Constant(); }

    /// The rate falls to 0 along a line.
    static Schedule linear() { return new Linear(); }

    /// The rate falls to 0 along half a cosine, from the first step on.
    static Schedule cosine() { return new Cosine(0); }

    /// The rate rises for three tenths of the run, and then falls to next to nothing.
    static Schedule oneCycle() { return new OneCycle(0.3); }

    /// The factor in a step.
    ///
    /// @param step   how many steps were taken before: 0 in the first one
    /// @param steps  how many the whole run takes
    /// @throws IllegalArgumentException if that step does not belong to the run
    default double factor(long step, long steps) {
        if (step < 0 || step >= steps)
            throw new IllegalArgumentException("a run of " + steps + " steps has the steps 0 to " + (steps - 1) + ", and no step " + step);
        return at(step, steps);
    }

    /// The same for a step that is known to belong to the run.
    double at(long step, long steps);

    /// As it is.
    record Constant() implements Schedule {
        @Override public double at(long step, long steps) { return 1; }

        @Override public String toString() { return "constant"; }
    }

    /// Stairs: times γ after each share of the run, `γ^⌊t / s⌋` with `s = share · T` steps, rounded. For CIFAR and ImageNet the rate
    /// was divided by 10 about every third of the run (He, Zhang, Ren & Sun, *Deep residual learning*, 2016).
    ///
    /// @param share   how much of the run lies on one stair: above 0, below 1
    /// @param factor  γ, above 0
    record Step(double share, double factor) implements Schedule {
        /// @throws IllegalArgumentException for a number out of its range
        public Step {
            between("the share of the run between two steps of a rate", share);
            Setting.positive("factor of a rate", factor);
        }

        @Override public double at(long step, long steps) {
            long every = Math.max(1, Math.round(share * steps));
            long stair = step / every;
            return StrictMath.pow(factor, (double) stair);
        }

        @Override public String toString() { return "step:" + share + "," + factor; }
    }

    /// By the same share in every step, `last^(t / T)`: towards `last` at the run's end.
    ///
    /// @param last  above 0, below 1
    record Exponential(double last) implements Schedule {
        /// @throws IllegalArgumentException for a number out of its range
        public Exponential { between("what is left of a rate that falls exponentially", last); }

        @Override public double at(long step, long steps) { return StrictMath.pow(last, (double) step / steps); }

        @Override public String toString() { return "exponential:" + last; }
    }

    /// By the same amount in every step, `1 − t / T`: the last step is not quite 0, and the one after it would be.
    record Linear() implements Schedule {
        @Override public double at(long step, long steps) { return (double) (steps - step) / steps; }

        @Override public String toString() { return "linear"; }
    }

    /// Half a cosine, `½ (1 + cos π t / T)`, after a warm-up along a line: w steps, in which it is `(t + 1) / (w + 1)`; the cosine
    /// then takes the rest of the run. A warm-up spares networks, and the means that Adam has only begun, the first large steps.
    ///
    /// Loshchilov & Hutter, *SGDR: stochastic gradient descent with warm restarts*, 2017 (here without restarts);
    /// Goyal et al., *Accurate, large minibatch SGD*, 2017 (the warm-up).
    ///
    /// @param warmUp  its share of the run: from 0 (none) to below 1
    record Cosine(double warmUp) implements Schedule {
        /// @throws IllegalArgumentException for a number out of its range
        public Cosine { Setting.share("the warm-up's share of the run", warmUp); }

        @Override public double at(long step, long steps) {
            long warm = Math.min(Math.round(warmUp * steps), steps - 1);
            return step < warm ? (step + 1.0) / (warm + 1.0) : between(1, 0, (double) (step - warm) / (steps - warm));
        }

        @Override public String toString() { return warmUp == 0 ? "cosine" : "cosine:" + warmUp; }
    }

    /// Up and down once: along half a cosine from 1/25 of the rate to all of it, and along another to 1/250,000, which
    /// the last step has. With it, rates can be used that would be too large at the start, and training is shorter
    /// ("super-convergence"). These are PyTorch's numbers; the momentum stays as it is.
    ///
    /// Smith, *A disciplined approach to neural network hyper-parameters*, 2018; Smith & Topin, *Super-convergence*, 2018.
    ///
    /// @param rise  the share of the run in which the rate rises: above 0, below 1
    record OneCycle(double rise) implements Schedule {
        private static final double FIRST = 1 / 25.0, LAST = FIRST / 1e4;

        /// @throws IllegalArgumentException for a number out of its range
        public OneCycle { between("the share of the run in which a rate rises", rise); }

        @Override public double at(long step, long steps) {
            double top = rise * steps - 1, end = steps - 1;                                    // steps, not always whole ones
            return step < top ? between(FIRST, 1, step / top) : between(1, LAST, end == top ? 0 : (step - top) / (end - top));
        }

        @Override public String toString() { return rise == 0.3 ? "one-cycle" : "one-cycle:" + rise; }
    }

    /// Along half a cosine from one number to another; `way` goes from 0 to 1.
    private static double between(double from, double to, double way) {
        return to + (from - to) / 2 * (1 + StrictMath.cos(StrictMath.PI * way));
    }

    private static void between(String what, double share) {
        if (!(share > 0 && share < 1)) throw new IllegalArgumentException(what + " must be more than 0 and less than 1, not " + share);
    }

    /// The schedule of this name, as it prints: `constant`, `step:0.3,0.1`, `exponential:0.01`, `linear`, `cosine`, `cosine:0.05`,
    /// `one-cycle`, `one-cycle:0.4`.
    ///
    /// @throws IllegalArgumentException for any other name, or a number out of its range
    static Schedule named(String name) {
        int colon = name.indexOf(':');
        var kind = colon < 0 ? name : name.substring(0, colon);
        var numbers = new ArrayList<Double>();
        if (colon >= 0) for (var number : name.substring(colon + 1).split(",", -1)) numbers.add(number(number, name));
        return switch (kind + "/" + numbers.size()) {
            case "constant/0" -> constant();
            case "step/2" -> new Step(numbers.get(0), numbers.get(1));
            case "exponential/1" -> new Exponential(numbers.getFirst());
            case "linear/0" -> linear();
            case "cosine/0" -> cosine();
            case "cosine/1" -> new Cosine(numbers.getFirst());
            case "one-cycle/0" -> oneCycle();
            case "one-cycle/1" -> new OneCycle(numbers.getFirst());
            default -> throw new IllegalArgumentException("unknown schedule '" + name + "': constant, step:SHARE,FACTOR as step:0.3,0.1,"
                + " exponential:LAST as exponential:0.01, linear, cosine, cosine:WARM-UP as cosine:0.05, one-cycle and one-cycle:RISE"
                + " as one-cycle:0.3 are possible");
        };
    }

    private static double number(String text, String name) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' in '" + name
                + "' is not a number: for example step:0.3,0.1 or cosine:0.05", e);
        }
    }
}
