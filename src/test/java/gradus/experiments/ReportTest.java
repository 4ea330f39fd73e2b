package gradus.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.data.Dataset;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.training.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Pattern SECTION = Pattern.compile("<section id=\"([a-z-]+)\"");

    @TempDir Path folder;

    private String page(Settings settings, int watch) throws IOException {
        var report = new Report(folder, watch);
        var outcome = new Run(settings).train(report);
        report.write(outcome);
        return Files.readString(Report.page(folder));
    }

    private static List<String> sections(String page) { return SECTION.matcher(page).results().map(found -> found.group(1)).toList(); }

    private static Settings few(Recipe recipe, int epochs, int limit) {
        var usual = recipe.learning();
        return new Settings(recipe, 1, new Source(null, null, limit), recipe.network(),
            new Learning(usual.loss(), usual.rule(), usual.rate(), usual.batch(), epochs));
    }

    @Test void xorHasEverySectionOfAPlane() throws IOException {
        var page = page(few(Recipe.XOR, 30, 0), 10);
        assertThat(sections(page)).containsExactly("result", "diagnosis", "settings", "curves", "confusion", "boundary", "gradient-norms",
            "histograms", "activation", "model", "steps");
        assertThat(page).contains("<th>hidden</th><td>4</td>")
            .contains("href=\"steps/step-000010.svg\"").contains("step 30</span>").doesNotContain("{{");
        assertThat(folder.resolve("steps")).isDirectoryContaining("glob:**/step-000020.svg");
        assertThat(Files.readString(folder.resolve("steps/step-000030.svg"))).contains("step 30, 4 examples").contains("∇");
    }

    @Test void picturesOfAnotherRunGo() throws IOException {
        page(few(Recipe.XOR, 30, 0), 5);
        Files.writeString(folder.resolve("steps/mine.svg"), "");
        page(few(Recipe.XOR, 20, 0), 10);
        try (var files = Files.list(folder.resolve("steps"))) {
            assertThat(files.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("mine.svg", "step-000010.svg", "step-000020.svg");
        }
    }

    @Test void moonsHaveAHistogramOfOutputsAndOneOfGradientsForEachLayer() throws IOException {
        var page = page(few(Recipe.MOONS, 2, 0), 0);
        assertThat(sections(page)).contains("boundary", "confusion", "histograms").doesNotContain("steps", "weights", "mistakes");
        assertThat(page).contains("No findings: gradients reach every parameter");
        assertThat(page).contains("0 · Linear(2 → 16)", "3 · tanh", "4 · Linear(16 → 1)", "∂loss/∂output", "layer 2", "200 test examples");
        assertThat(folder.resolve("steps")).doesNotExist();
    }

    @Test void picturesHaveTheirWeightsAndTheirMistakes() throws IOException {
        var page = page(few(Recipe.MNIST, 1, 1280), 4);
        assertThat(sections(page)).containsExactly("result", "diagnosis", "settings", "curves", "confusion", "gradient-norms", "histograms", "activation",
            "weights", "mistakes", "model", "steps");
        assertThat(page).containsPattern("The first 40 of [\\d,]+ misclassified test pictures").contains("128 units", "says 9", "is 4");
        assertThat(page.length()).isLessThan(2_000_000);
        assertThat(Files.readString(folder.resolve("steps/step-000008.svg"))).contains("step 8, 32 of its 128 examples");
    }

    @Test void regressionHasNoClassesToMistake() throws IOException {
        var lines = new ArrayList<>(List.of("x,y,sum"));
        for (int i = 0; i < 60; i++) lines.add(i % 10 + "," + i / 10 + "," + (i % 10 + 2 * (i / 10)));
        var file = Files.write(folder.resolve("sums.csv"), lines);
        var page = page(new Settings(Recipe.CSV, 1, new Source(file, "sum", 0), Network.mlp(Activation.RELU, Initializer.HE_NORMAL, 4),
            new Learning(Objective.MSE, LearningRule.ADAM, 0.1, 20, 3)), 0);
        assertThat(sections(page)).containsExactly("result", "diagnosis", "settings", "curves", "gradient-norms", "histograms", "activation", "model");
        assertThat(page).doesNotContain("accuracy").doesNotContain("Accuracy");
    }

    @Test void anIllNetworkIsDiagnosed() throws IOException {
        var usual = few(Recipe.XOR, 30, 0);
        var page = page(new Settings(Recipe.XOR, 1, Source.USUAL, Network.mlp(Activation.TANH, Initializer.ZEROS, 4), usual.learning()), 0);
        assertThat(page).containsPattern("<h2>Diagnosis</h2>\\s*<ul>\\s*<li>[^<]*(alike|equal|same)");
    }

    @Test void itsPicturesSayWhatIsWrongToo() throws IOException {
        page(new Settings(Recipe.XOR, 1, Source.USUAL, Network.mlp(Activation.TANH, Initializer.ZEROS, 4), few(Recipe.XOR, 4, 0).learning()), 2);
        assertThat(Files.readString(folder.resolve("steps/step-000002.svg"))).contains("equal units", "Equal units: ");
    }

    @Test void aPictureThatCannotBeWrittenEndsTheDrawingAndNotTheTraining() throws IOException {
        Files.writeString(folder.resolve("steps"), "in the way");
        var page = page(few(Recipe.XOR, 6, 0), 2);
        assertThat(page).contains("From step 2 on there are no pictures of the gradients").doesNotContain("step-000004.svg");
        assertThat(sections(page)).contains("result");
    }

    @Test void aPerceptronFollowsNoGradients() throws IOException {
        var page = page(new Settings(Recipe.AND, 1, Source.USUAL, Network.PERCEPTRON, Recipe.AND.perceptronLearning()), 0);
        assertThat(sections(page)).containsExactly("result", "settings", "curves", "confusion", "boundary", "gradient-norms", "histograms", "model");
        assertThat(page).contains("follows no gradients").contains("<th>linearly separable</th><td>yes</td>");
    }

    @Test void namesFromFilesAreText() throws IOException {
        var lines = new ArrayList<>(List.of("x,y,class"));
        for (int i = 0; i < 40; i++) lines.add(i % 7 + "," + i % 5 + "," + (i % 2 == 0 ? "<script>alert('{{sections}}')</script>" : "</svg>&\\"));
        var file = Files.write(folder.resolve("<img src=x>.csv"), lines);
        var usual = Recipe.CSV.learning();
        var page = page(new Settings(Recipe.CSV, 1, new Source(file, null, 0), Network.mlp(Activation.RELU, Initializer.HE_NORMAL, 4),
            new Learning(usual.loss(), usual.rule(), usual.rate(), Dataset.FULL, 3)), 0);
        assertThat(page).doesNotContain("<script").doesNotContain("<img src=x>").contains("&lt;img src=x&gt;.csv")
            .contains("&lt;script&gt;");
        assertThat(page.split("</svg>", -1)).hasSize(page.split("<svg ", -1).length);
    }

    @Test void thePageNeedsNothingFromElsewhere() throws IOException {
        var page = page(few(Recipe.MOONS, 2, 0), 0);
        assertThat(page.replaceAll("xmlns(:\\w+)?='[^']*'", "")).doesNotContain("http:").doesNotContain("https:").doesNotContain("<script");
        assertThat(page).contains("prefers-color-scheme: dark").contains("var(--ink,");
        var ids = Pattern.compile(" id=['\"]([^'\"]+)['\"]").matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test void listeningChangesNothingInTheModel() throws IOException {
        for (var settings : List.of(few(Recipe.MOONS, 3, 0), few(Recipe.MNIST, 1, 320))) {
            Path plain = folder.resolve("plain.json"), told = folder.resolve("told.json");
            new Run(settings).train(Progress.SILENT).write(plain);
            var report = new Report(folder, 2);
            var outcome = new Run(settings).train(report.and(Progress.SILENT));
            report.write(outcome);
            outcome.write(told);
            assertThat(Files.mismatch(plain, told)).isEqualTo(-1);
        }
    }

    @Test void aReportNeedsARunAndAPositiveNumber() throws IOException {
        assertThatThrownBy(() -> new Report(folder, -1)).hasMessageContaining("not -1");
        var outcome = new Run(few(Recipe.XOR, 1, 0)).train(Progress.SILENT);
        assertThatThrownBy(() -> new Report(folder, 0).write(outcome)).hasMessageContaining("after it has listened");
    }
}
