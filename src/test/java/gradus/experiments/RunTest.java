package gradus.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Trace;
import gradus.data.Dataset;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.tensor.Threads;
import gradus.training.Diagnosis;
import gradus.training.DivergedException;
import gradus.training.Finding;
import gradus.training.Metrics;
import gradus.training.Objective;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunTest {
    private static final int THREADS = Threads.count();

    @TempDir Path folder;

    @AfterEach void asManyThreadsAsBefore() { Threads.use(THREADS); }

    private static Outcome train(Settings settings) { return new Run(settings).train(Progress.SILENT); }

    private static Settings perceptron(Recipe recipe, long seed) {
        return new Settings(recipe, seed, Source.USUAL, Network.PERCEPTRON, recipe.perceptronLearning());
    }

    private static Settings with(Recipe recipe, Learning learning) {
        return new Settings(recipe, 1, Source.USUAL, recipe.network(), learning);
    }

    @Test void xorIsSolvedFromEverySeed() {
        for (int seed = 0; seed < 20; seed++)
            assertThat(train(Recipe.XOR.settings(seed)).test().accuracy()).as("seed %d", seed).isEqualTo(1);
    }

    @ParameterizedTest @EnumSource(names = {"AND", "OR", "MOONS", "CIRCLES"})
    void theOtherRecipesLearnWhatTheyAreAbout(Recipe recipe) {
        var outcome = train(with(recipe, recipe.isGate() ? recipe.learning()
            : new Learning(recipe.learning().loss(), LearningRule.ADAM, 0.02, 32, 30)));
        assertThat(outcome.test().accuracy()).isGreaterThan(0.97);
    }

    @ParameterizedTest @EnumSource(names = {"AND", "OR"})
    void aPerceptronSeparatesWhatALineSeparates(Recipe recipe) {
        var outcome = train(perceptron(recipe, 3));
        assertThat(outcome.separable()).isTrue();
        assertThat(outcome.train().accuracy()).isEqualTo(1);
        assertThat(outcome.epochs()).isBetween(2, 30);                // it stops when nothing is left to learn
    }

    @Test void aPerceptronKeepsTheBestItReachedOnXor() {
        for (int seed = 0; seed < 5; seed++) {
            var outcome = train(perceptron(Recipe.XOR, seed));
            assertThat(outcome.separable()).isFalse();
            assertThat(outcome.test().accuracy()).as("seed %d", seed).isEqualTo(0.75);
            assertThat(outcome.epochs()).isEqualTo(100);
        }
    }

    @Test void aPerceptronCanBeTrainedByGradientsToo() {
        var settings = new Settings(Recipe.AND, 1, Source.USUAL, Network.PERCEPTRON, Recipe.AND.unitLearning());
        assertThat(train(settings).separable()).isTrue();
    }

    @Test void theSameSettingsGiveTheSameBytesAtAnyNumberOfThreads() throws Exception {
        var settings = new Settings(Recipe.MNIST, 7, new Source(null, null, 640), Recipe.MNIST.network(),
            new Learning(Objective.CROSS_ENTROPY, LearningRule.MOMENTUM, 0.05, 64, 1));
        Path one = folder.resolve("one.json"), two = folder.resolve("two.json");
        Threads.use(1);
        train(settings).write(one);
        Threads.use(2);
        train(settings).write(two);
        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
        assertThat(Files.exists(folder.resolve("one.run.json"))).isTrue();
    }

    @Test void anotherSeedGivesAnotherModel() throws Exception {
        Path one = folder.resolve("one.json"), two = folder.resolve("two.json");
        train(Recipe.XOR.settings(1)).write(one);
        train(Recipe.XOR.settings(2)).write(two);
        assertThat(Files.mismatch(one, two)).isNotEqualTo(-1);
    }

    @ParameterizedTest @EnumSource(names = {"XOR", "MOONS", "MNIST"}) void aRecipeIsHealthyAtFirstAndAfterTraining(Recipe recipe) {
        var usual = recipe.settings(1);
        var run = new Run(recipe == Recipe.MNIST ? new Settings(recipe, 1, new Source(null, null, 6400), recipe.network(),
            new Learning(usual.learning().loss(), usual.learning().rule(), usual.learning().rate(), usual.learning().batch(), 4)) : usual);
        assertThat(findings(run)).isEmpty();
        run.train(Progress.SILENT);
        assertThat(findings(run)).isEmpty();
    }

    private static List<Finding> findings(Run run) {
        var learning = run.settings().learning();
        var batch = run.data().train().batches(learning.batch()).iterator().next();
        var trace = new Trace();
        var loss = trace.run(() -> learning.loss().loss(run.net().apply(batch.inputs()), batch));
        return Diagnosis.of(run.net(), loss, loss.backwardKeepingAll(), trace).atRate(learning.rate()).findings();
    }

    @Test void aLossThatIsNoNumberEndsTheRunWithStepAndOperation() {
        var settings = new Settings(Recipe.MOONS, 1, Source.USUAL, Network.mlp(Activation.RELU, Initializer.HE_NORMAL, 8, 8),
            new Learning(Objective.MSE, LearningRule.SGD, 1e20, 32, 3));
        assertThatThrownBy(() -> train(settings)).isInstanceOf(DivergedException.class)
            .hasMessageMatching("the loss became (NaN|Infinity) at step 2: \\w+ of .*, at (Linear|Loss|Objective)\\.java:\\d+, gave -?(NaN|Infinity) first; a smaller --lr may help; nothing was saved")
            .extracting(e -> ((DivergedException) e).step()).isEqualTo(2);
    }

    @Test void aModelThatIsLostByItsLastStepIsNotJudged() {
        var settings = new Settings(Recipe.XOR, 1, Source.USUAL, Network.mlp(Activation.RELU, Initializer.HE_NORMAL, 8, 8),
            new Learning(Objective.MSE, LearningRule.SGD, 1e38, Dataset.FULL, 1));
        assertThatThrownBy(() -> train(settings)).isInstanceOf(DivergedException.class)
            .hasMessageMatching("the loss became (NaN|Infinity) at step 1: \\w+ of .*, at (Linear|Loss|Objective)\\.java:\\d+, gave -?(NaN|Infinity) first; a smaller --lr may help; nothing was saved");
    }

    @Test void aLossThatExplodesButStaysFiniteEndsTheRun() {
        assertThatThrownBy(() -> train(with(Recipe.XOR, new Learning(Objective.BINARY_CROSS_ENTROPY, LearningRule.SGD, 1e30, Dataset.FULL, 9))))
            .isInstanceOf(DivergedException.class).hasMessageContaining("the loss grew to").hasMessageContaining("by step 2");
    }

    @Test void progressHearsEveryEpochAndWhichIsTheLast() {
        var heard = new ArrayList<String>();
        new Run(with(Recipe.XOR, new Learning(Objective.BINARY_CROSS_ENTROPY, LearningRule.SGD, 0.1, 2, 2))).train(new Progress() {
            @Override public void begins(Run run) { heard.add("begins " + run.parameters()); }

            @Override public void stepped(int epoch, int examples) { heard.add("stepped " + epoch + " " + examples); }

            @Override public void ended(int epoch, Metrics metrics, boolean last) { heard.add("ended " + epoch + " " + last); }
        });
        assertThat(heard).containsExactly("begins 17", "stepped 0 2", "stepped 0 4", "ended 0 false", "stepped 1 2", "stepped 1 4", "ended 1 true");
    }

    @Test void aLimitTakesFromEveryClassOfASortedTable() throws Exception {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 200; i++) lines.add(i + "," + (i < 100 ? "low" : "high"));
        var file = Files.write(folder.resolve("sorted.csv"), lines);
        var run = new Run(new Settings(Recipe.CSV, 1, new Source(file, null, 20), Recipe.CSV.network(), Recipe.CSV.learning()));
        assertThat(run.data().train().size()).isEqualTo(20);
        assertThat(run.data().test().size()).isEqualTo(40);
        assertThat(run.data().train().labels()).contains(0, 1);
    }

    @Test void numbersAreLearnedWithSquaredErrors() throws Exception {
        var lines = new ArrayList<>(List.of("x,y,sum"));
        for (int i = 0; i < 100; i++) lines.add(i % 10 + "," + i / 10 + "," + (i % 10 + 2 * (i / 10)));
        var file = Files.write(folder.resolve("sums.csv"), lines);
        var outcome = train(new Settings(Recipe.CSV, 1, new Source(file, "sum", 0), Network.mlp(Activation.RELU, Initializer.HE_NORMAL),
            new Learning(Objective.MSE, LearningRule.ADAM, 0.1, 20, 100)));
        assertThat(outcome.test().accuracy()).isNull();
        assertThat(outcome.test().loss()).isLessThan(0.01);
        assertThat(outcome.separable()).isNull();
    }

    @Test void numbersOfAnySizeAreLearnedWithTheUsualSettings() throws Exception {
        var lines = new ArrayList<>(List.of("rooms,age,price"));
        for (int i = 0; i < 100; i++) lines.add(i % 10 + "," + i / 10 + "," + (500_000 + 40_000 * (i % 10) - 9_000 * (i / 10) * (i / 10)));
        var file = Files.write(folder.resolve("prices.csv"), lines);
        var usual = Recipe.CSV.learning();
        var outcome = train(new Settings(Recipe.CSV, 1, new Source(file, null, 0), Recipe.CSV.network(),
            new Learning(Objective.MSE, usual.rule(), usual.rate(), usual.batch(), usual.epochs())));
        assertThat(outcome.test().loss()).isLessThan(0.02 * 2.5e5 * 2.5e5);          // of a variance of about 250,000²
    }

    @Test void settingsThatDoNotGoTogetherAreRefused() {
        assertThatThrownBy(() -> with(Recipe.XOR, Recipe.XOR.perceptronLearning())).hasMessageContaining("--model perceptron");
        assertThatThrownBy(() -> new Settings(Recipe.XOR, 1, new Source(folder, null, 0), Recipe.XOR.network(), Recipe.XOR.learning()))
            .hasMessage("--data does not go with xor, whose examples are made by a formula");
        assertThatThrownBy(() -> Recipe.CSV.settings(1)).hasMessage("csv learns from a table: name it by --data FILE");
        assertThatThrownBy(() -> new Run(new Settings(Recipe.MNIST, 1, new Source(null, null, 10), Network.PERCEPTRON, Recipe.MNIST.perceptronLearning())))
            .hasMessage("a perceptron tells two classes apart, and cannot give 10 outputs; --model mlp can");
    }
}
