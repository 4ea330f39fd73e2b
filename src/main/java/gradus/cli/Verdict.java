package gradus.cli;

import gradus.experiments.Outcome;
import gradus.experiments.Recipe;
import gradus.nn.Perceptron;
import java.util.Locale;

/// What came of a run, in a sentence or two.
final class Verdict {
    private Verdict() {}

    static String on(Outcome outcome) {
        var train = outcome.train().accuracy();
        var separable = outcome.separable();
        if (separable == null || train == null) return judged(outcome);
        return judged(outcome) + "\n" + (separable ? "linearly separable: " + border((Perceptron) outcome.model().module())
            : outcome.settings().recipe() == Recipe.XOR
                ? "not linearly separable: no line has (0,1) and (1,0) on one side and (0,0) and (1,1) on the other;"
                    + " the best accuracy reached is " + Figures.percent(train)
                : "not separated: no line was found in " + Figures.count(outcome.epochs()) + " epochs; if there is one, more"
                    + " --epochs find it. The best accuracy on the training examples is " + Figures.percent(train));
    }

    private static String judged(Outcome outcome) {
        var settings = outcome.settings();
        return String.format(Locale.ROOT, "%s %s, %.1f seconds",
            settings.recipe().isGate() ? "result:" : "test", Figures.summary(outcome.test(), outcome.testExamples()), outcome.seconds());
    }

    /// Where a unit with two plain inputs begins to fire.
    private static String border(Perceptron unit) {
        if (unit.in() != 2) return "a plane divides the classes";
        var w = unit.weight().data();
        return String.format(Locale.ROOT, "fires where %.4g x + %.4g y %+.4g ≥ 0", w.at(0), w.at(1), unit.bias().data().at(0));
    }
}
