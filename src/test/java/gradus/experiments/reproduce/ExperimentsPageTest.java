package gradus.experiments.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `docs/experiments.md` is written by `gradus reproduce all --quick`, and is stale where an experiment has changed since.
class ExperimentsPageTest {
    private static Study tiny(Experiment experiment) {
        return switch (experiment) {
            case PERCEPTRON -> new LinearThreshold(100);
            case ACTIVATIONS -> new Activations(1, 50);
            case INITIALIZATION -> new Initializations(2, 8, 1);
            case VANISHING_GRADIENT -> new VanishingGradient(2, 8, 4);
            case UNIVERSAL_APPROXIMATION -> new UniversalApproximation(1);
            case LEARNING_RATE -> new LearningRates(50, 40);
            case BATCH_SIZE -> new BatchSizes(64, 1, 2);
            case NIELSEN_1 -> new NielsenChapter1(50, 50, 1);
            case NIELSEN_3 -> new NielsenChapter3(50, 50, 5, 1);
            case DROPOUT -> new DropoutDigits(100, 50, 4, 1, 2);
            case LOTTERY_TICKET -> new LotteryTicket(60, 50, 2, 1, 0.4, 1);
            case MNIST_TABLE -> new MnistTable(100, 50, 1, 2, 99);
        };
    }

    @ParameterizedTest
    @EnumSource
    void eachExperimentIsThereWithItsClaimItsSourceAndItsFigures(Experiment experiment) throws IOException {
        var findings = tiny(experiment).run(new Conditions(List.of(1L), Path.of("data", "mnist"), _ -> {}));
        var page = page();
        int begin = page.indexOf("## " + experiment + "\n");
        assertThat(begin).as("a section on " + experiment).isNotNegative();
        int end = page.indexOf("\n## ", begin);
        var section = page.substring(begin, end < 0 ? page.length() : end);
        var claim = experiment.claim();
        assertThat(section).contains("\n" + Character.toUpperCase(claim.charAt(0)) + claim.substring(1) + ".\n",
            "\nSource: " + experiment.source() + ".\n");
        assertThat(section.lines().filter(line -> line.startsWith("| ")).skip(1).map(line -> line.split(" \\| ", -1)[0].substring(2)))
            .containsExactlyElementsOf(findings.comparisons().stream().map(Comparison::figure).toList());
        findings.charts().forEach((name, chart) -> assertThat(section).contains("![" + chart.title() + "](images/experiments/" + name + ".svg)"));
    }

    @Test void noCommandOnItIsRefused() throws IOException {
        for (var experiment : Experiment.values())
            if (!experiment.isReducible())
                assertThat(page()).doesNotContain("`gradus reproduce " + experiment + " --quick", "`gradus reproduce " + experiment + " --full");
    }

    private static String page() throws IOException { return Files.readString(Path.of("docs/experiments.md")); }
}
