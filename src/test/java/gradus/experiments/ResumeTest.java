package gradus.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.data.Augmentation;
import gradus.data.Dataset;
import gradus.io.Checkpoint;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.optim.Clipping;
import gradus.optim.Schedule;
import gradus.tensor.Random;
import gradus.tensor.Tensor;
import gradus.tensor.Threads;
import gradus.training.Metrics;
import gradus.training.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs that are interrupted and go on: the model and the history are those of an unbroken run.
class ResumeTest {
    private static final int THREADS = Threads.count();

    @TempDir Path folder;

    @AfterEach void asManyThreadsAsBefore() { Threads.use(THREADS); }

    /// Stops a run after so many moments at which it might be interrupted: after a step, or an epoch.
    private static final class Interruption implements Progress {
        private static final class Now extends RuntimeException {
            private static final long serialVersionUID = 1;
        }

        private final boolean closely;
        private int left;

        Interruption(int left, boolean closely) {
            this.left = left;
            this.closely = closely;
        }

        @Override public boolean looksClosely() { return closely; }

        @Override public void stepped(int epoch, int examples) { tick(); }

        @Override public void ended(int epoch, Metrics metrics, boolean last) { tick(); }

        private void tick() { if (--left == 0) throw new Now(); }
    }

    /// Interrupts after each of these moments in turn, and compares model and history.
    private void compare(Settings settings, boolean closely, int... moments) throws IOException {
        Path whole = folder.resolve("whole.json"), parts = folder.resolve("parts.json"), file = folder.resolve("run.checkpoint");
        var unbroken = new Run(settings);
        var data = Run.data(settings);
        unbroken.train(new Interruption(-1, closely)).model().write(whole);
        for (int moment : moments) {
            Files.deleteIfExists(parts);
            var run = new Run(settings, data);
            for (int times = 0; !Files.exists(parts); times++) {
                var interruption = new Interruption(times < 2 ? moment : -1, closely);
                try {
                    run.train(interruption).model().write(parts);
                } catch (Interruption.Now now) {
                    run.checkpoint().write(file);
                    var checkpoint = Checkpoint.read(file);
                    Threads.use(1 + times);
                    var again = Settings.of(checkpoint.settings());
                    assertThat(again).isEqualTo(settings);
                    run = new Run(again, data).resume(file, checkpoint);
                }
            }
            assertThat(Files.mismatch(whole, parts)).as("interrupted at moment %d", moment).isEqualTo(-1);
            assertThat(run.history().toJson()).isEqualTo(unbroken.history().toJson());
            assertThat(run.steps()).isEqualTo(unbroken.steps());
        }
    }

    private static Settings moons(LearningRule rule, Schedule schedule, Clipping clipping, Stopping stopping) {
        return new Settings(Recipe.MOONS, 5, Source.USUAL, Network.mlp(Activation.TANH, Initializer.GLOROT_NORMAL, 6),
            new Learning(Objective.BINARY_CROSS_ENTROPY, rule, 0.02, 150, 3, schedule, clipping, stopping));
    }

    @ParameterizedTest @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ROSENBLATT") void everyOptimizerGoesOn(LearningRule rule) throws IOException {
        compare(moons(rule, Schedule.constant(), Clipping.NONE, Stopping.NEVER), true, 1, 6, 7, 8, 20);
    }

    @ParameterizedTest @ValueSource(strings = {"step:0.3,0.1", "exponential:0.01", "linear", "cosine", "cosine:0.1", "one-cycle"})
    void everyScheduleGoesOn(String schedule) throws IOException {
        compare(moons(LearningRule.ADAM, Schedule.named(schedule), Clipping.byNorm(0.1), Stopping.NEVER), false, 1, 5, 9);
    }

    static List<Clipping> clippings() { return List.of(Clipping.byNorm(0.05), Clipping.byValue(0.01), new Clipping(0.1, 0.02)); }

    @ParameterizedTest @MethodSource("clippings") void clippingGoesOn(Clipping clipping) throws IOException {
        compare(moons(LearningRule.MOMENTUM, Schedule.constant(), clipping, new Stopping(0.2, 0)), false, 4, 7, 11);
    }

    @Test void earlyStoppingGoesOnAndKeepsTheBest() throws IOException {
        var rough = new Settings(Recipe.MOONS, 3, Source.USUAL, Network.mlp(Activation.TANH, Initializer.GLOROT_NORMAL, 6),
            new Learning(Objective.BINARY_CROSS_ENTROPY, LearningRule.SGD, 30, 100, 60, Schedule.constant(), Clipping.NONE, new Stopping(0.3, 2)));
        var run = new Run(rough);
        var outcome = run.train(Progress.SILENT);
        assertThat(outcome.epochs()).isBetween(3, 59);
        var losses = run.history().epochs().stream().mapToDouble(epoch -> epoch.validation() == null ? -1 : epoch.validation().loss()).toArray();
        double best = java.util.Arrays.stream(losses).min().orElseThrow();
        assertThat(losses[losses.length - 3]).isEqualTo(best);                              // two epochs of patience
        assertThat(run.judge(java.util.Objects.requireNonNull(run.validation())).loss()).isEqualTo(best);
        compare(rough, false, 1, 6, 7, 13, outcome.epochs() * 7 - 1, outcome.epochs() * 7);
    }

    @ParameterizedTest @EnumSource(names = {"AND", "XOR"}) void gatesGoOn(Recipe recipe) throws IOException {
        compare(new Settings(recipe, 2, Source.USUAL, recipe.network(), recipe.learning().epochs(20)), true, 1, 2, 15);
    }

    @ParameterizedTest @EnumSource(names = {"OR", "XOR"}) void aPerceptronGoesOnWithItsPocket(Recipe recipe) throws IOException {
        compare(new Settings(recipe, 2, Source.USUAL, Network.PERCEPTRON, recipe.perceptronLearning().epochs(12)), true, 1, 3, 5, 6, 9);
    }

    /// Dropout's draws, distorted pictures and the running statistics of batch norm are those of an unbroken run, and so are those that
    /// stopping keeps.
    @Test void deepLayersGoOn() throws IOException {
        compare(new Settings(Recipe.MNIST, 7, new Source(null, null, 60), Network.relu("drop0.1,conv3-2,norm,max2,conv3-2-valid,max2,8,norm,drop0.5"),
            new Learning(Objective.CROSS_ENTROPY, LearningRule.ADAMW, 0.01, 16, 2, Schedule.named("one-cycle"), Clipping.NONE,
                new Stopping(0.2, 2), new Regularization(0.1, 1.5,
                    Augmentation.named("shift:2,rotate:10,elastic:8/4")))), false, 2, 5);
    }

    @Test void picturesAndTablesGoOn() throws IOException {
        compare(new Settings(Recipe.MNIST, 7, new Source(null, null, 320), Network.mlp(Activation.RELU, Initializer.HE_NORMAL, 16),
            new Learning(Objective.CROSS_ENTROPY, LearningRule.ADAMW, 0.01, 64, 2)), true, 3, 6);
        var lines = new ArrayList<>(List.of("x,y,sum"));
        for (int i = 0; i < 60; i++) lines.add(i % 10 + "," + i / 10 + "," + (i % 10 + 2 * (i / 10)));
        var file = Files.write(folder.resolve("sums.csv"), lines);
        compare(new Settings(Recipe.CSV, 1, new Source(file, "sum", 40), Network.mlp(Activation.RELU, Initializer.HE_NORMAL, 4),
            new Learning(Objective.MSE, LearningRule.RMSPROP, 0.01, 16, 3)), true, 2, 5);
    }

    @Test void aRunWithAConstantRateMayBecomeLonger() throws IOException {
        var shorter = moons(LearningRule.ADAM, Schedule.constant(), Clipping.NONE, Stopping.NEVER);
        var longer = new Settings(shorter.recipe(), shorter.seed(), shorter.source(), shorter.network(), shorter.learning().epochs(5));
        var first = new Run(shorter);
        first.train(Progress.SILENT);
        var file = folder.resolve("c");
        Path whole = folder.resolve("whole.json"), parts = folder.resolve("parts.json");
        new Run(longer).resume(file, first.checkpoint()).train(Progress.SILENT).model().write(parts);
        new Run(longer).train(Progress.SILENT).model().write(whole);
        assertThat(Files.mismatch(whole, parts)).isEqualTo(-1);
    }

    @Test void otherDataAndOtherArchitecturesAreRefused() {
        var settings = moons(LearningRule.ADAM, Schedule.constant(), Clipping.NONE, Stopping.NEVER);
        var checkpoint = new Run(settings).checkpoint();
        var file = Path.of("run.checkpoint");
        var otherSeed = new Settings(settings.recipe(), 6, settings.source(), settings.network(), settings.learning());
        assertThatThrownBy(() -> new Run(otherSeed).resume(file, checkpoint)).hasMessageStartingWith("run.checkpoint: the data have changed since: their digest is ");
        var wider = new Settings(settings.recipe(), 5, settings.source(), Network.mlp(Activation.TANH, Initializer.GLOROT_NORMAL, 7), settings.learning());
        assertThatThrownBy(() -> new Run(wider).resume(file, checkpoint))
            .hasMessage("run.checkpoint: another architecture: model.0.weight is float (2, 6) in it, where this model has float (2, 7)");
        var deeper = new Settings(settings.recipe(), 5, settings.source(), Network.mlp(Activation.TANH, Initializer.GLOROT_NORMAL, 6, 6), settings.learning());
        assertThatThrownBy(() -> new Run(deeper).resume(file, checkpoint)).hasMessageStartingWith("run.checkpoint: another architecture: ");
        var tensors = new LinkedHashMap<String, Tensor>(checkpoint.tensors());
        tensors.remove("optimizer.0.mean");
        assertThatThrownBy(() -> new Run(settings).resume(file, new Checkpoint(checkpoint.settings(), checkpoint.data(), checkpoint.place(),
            checkpoint.history(), checkpoint.outputs(), tensors))).hasMessageStartingWith("run.checkpoint: the state of this optimizer has no '0.mean'");
    }

    private static Checkpoint at(Checkpoint checkpoint, String name, Object value) {
        var place = new LinkedHashMap<>(checkpoint.place());
        place.put(name, value);
        return new Checkpoint(checkpoint.settings(), checkpoint.data(), place, checkpoint.history(), checkpoint.outputs(), checkpoint.tensors());
    }

    @Test void aPlaceThatTheRunDoesNotHaveIsRefused() {
        var settings = moons(LearningRule.ADAM, Schedule.constant(), Clipping.NONE, Stopping.NEVER);   // 3 epochs of 6 batches
        var checkpoint = new Run(settings).checkpoint();
        var file = Path.of("run.checkpoint");
        java.util.Map.of("epoch", 3, "batch", 6, "step", 18).forEach((name, most) -> {
            for (var wrong : List.<Object>of(-1L, 0.5, most + 1L, 1e18))
                assertThatThrownBy(() -> new Run(settings).resume(file, at(checkpoint, name, wrong))).hasMessage("run.checkpoint: its place has "
                    + wrong + " as '" + name + "', where a whole number from 0 to " + most + " is expected");
        });
    }

    @Test void aPerceptronGoesOnFromTheVeryBeginning() throws IOException {
        var settings = new Settings(Recipe.OR, 2, Source.USUAL, Network.PERCEPTRON, Recipe.OR.perceptronLearning());
        var checkpoint = new Run(settings).checkpoint();
        Path whole = folder.resolve("whole.json"), again = folder.resolve("again.json");
        new Run(settings).train(Progress.SILENT).model().write(whole);
        new Run(settings).resume(Path.of("run.checkpoint"), checkpoint).train(Progress.SILENT).model().write(again);
        assertThat(Files.mismatch(whole, again)).isEqualTo(-1);
        assertThatThrownBy(() -> new Run(settings).resume(Path.of("run.checkpoint"), at(checkpoint, "mistakes", 5)))
            .hasMessage("run.checkpoint: its place has 5 as 'mistakes', where a whole number from 0 to 4 is expected");
    }

    @Test void aCheckpointThatCannotBeWrittenWarnsOnceAndTrainingGoesOn() throws IOException {
        var file = folder.resolve("c.checkpoint");
        var warnings = new ArrayList<String>();
        var settings = moons(LearningRule.SGD, Schedule.constant(), Clipping.NONE, Stopping.NEVER);
        var run = new Run(settings);
        var outcome = run.train(new Progress() {
            @Override public void stepped(int epoch, int examples) {
                try {
                    if (run.steps() == 3) Files.delete(Checkpoint.previous(file));
                    if (run.steps() == 3) Files.createDirectories(Checkpoint.previous(file).resolve("in the way"));
                    if (run.steps() == 6) {
                        assertThat(Checkpoint.read(file).place()).containsEntry("step", 2L);          // the last good one stays
                        Files.delete(Checkpoint.previous(file).resolve("in the way"));
                        Files.delete(Checkpoint.previous(file));
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        }.and(new Checkpoints(file, 1, new LinkedHashMap<>(), warnings::add)));
        assertThat(outcome.steps()).isEqualTo(18);
        assertThat(warnings).hasSize(2);
        assertThat(warnings.getFirst()).startsWith(file + ": cannot be written (").endsWith("; training goes on, and the last good checkpoint stays");
        assertThat(warnings.getLast()).isEqualTo(file + ": checkpoints can be written again");
        assertThat(Checkpoint.read(file).place()).containsEntry("step", 18L).containsEntry("epoch", 3L);
        assertThat(Checkpoint.read(Checkpoint.previous(file)).place()).containsEntry("step", 18L).containsEntry("epoch", 2L);
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("c.checkpoint", "c.checkpoint.previous");
        }
    }

    @Test void settingsComeBackFromWhatIsWritten() {
        for (var recipe : Recipe.values()) {
            if (recipe == Recipe.CSV) continue;
            assertThat(Settings.of(recipe.settings(9).forRunFile())).isEqualTo(recipe.settings(9));
        }
        var rich = new Settings(Recipe.CSV, -3, new Source(Path.of("t.csv"), "y", 9), Network.mlp(Activation.GELU, Initializer.normal(0.3)),
            new Learning(Objective.HUBER, LearningRule.NESTEROV, 1e-3, Dataset.FULL, 4, Schedule.oneCycle(), new Clipping(2, 0.5), new Stopping(0.25, 3)));
        assertThat(Settings.of(rich.forRunFile())).isEqualTo(rich);
        assertThat(rich.forModelFile().toString()).endsWith("epochs=4, schedule=one-cycle, clip=2.0, clip-value=0.5, validation=0.25, patience=3,"
            + " target=y, limit=9}");
        for (var name : List.of("seed", "batch", "epochs", "patience", "limit")) for (var wrong : List.of("abc", "1.5", "99999999999999999999")) {
            var written = new LinkedHashMap<>(rich.forRunFile());
            written.put(name, wrong);
            assertThatThrownBy(() -> Settings.of(written)).hasMessage("the setting '" + name + "' is " + wrong + ", where a whole number is expected");
        }
        var quick = new LinkedHashMap<>(rich.forRunFile());
        quick.put("lr", "quick");
        assertThatThrownBy(() -> Settings.of(quick)).hasMessage("the setting 'lr' is quick, where a number is expected");
        assertThatThrownBy(() -> Settings.of(new LinkedHashMap<>())).hasMessage("the setting 'recipe' is missing");
    }

    @Test void validationTakesFromTheTrainingExamplesByTheSeed() {
        var settings = moons(LearningRule.SGD, Schedule.constant(), Clipping.NONE, new Stopping(0.25, 0));
        var run = new Run(settings);
        assertThat(run.data().train().size()).isEqualTo(600);
        assertThat(run.validation()).isNotNull().extracting(Dataset::size).isEqualTo(200);
        var all = Run.data(settings).train();
        assertThat(run.data().train().digest()).isEqualTo(all.split(0.25, Random.seeded(5).at("validation")).train().digest());
        assertThat(new Run(settings, Run.data(settings)).checkpoint().data()).isEqualTo(all.digest());
    }
}
