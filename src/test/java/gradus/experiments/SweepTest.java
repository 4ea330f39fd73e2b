package gradus.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.data.Dataset;
import gradus.io.ModelFile;
import gradus.nn.Activation;
import gradus.optim.Schedule;
import gradus.tensor.Threads;
import gradus.training.Metrics;
import gradus.training.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    private static final SweepAxis FEW = SweepAxis.epochs(List.of(2));

    @TempDir Path folder;

    /// Remembers what was trained.
    private static final class Heard implements Sweep.Listener {
        private final List<SweepResult> trained = new ArrayList<>();
        private final List<Integer> rungs = new ArrayList<>(), finished = new ArrayList<>();

        @Override public void begins(int rung, int rungs, List<Settings> runs, int finished) {
            this.rungs.add(runs.size());
            this.finished.add(finished);
        }

        @Override public void ended(SweepResult result, @Nullable Throwable failure) { trained.add(result); }
    }

    private static SweepGrid grid(Recipe recipe, SweepAxis... axes) { return new SweepGrid(Sweep.settings(recipe, 1), List.of(axes)); }

    private Sweep sweep(SweepGrid grid, int parallel, String name) { return new Sweep(grid, grid.all(), false, parallel, folder.resolve(name)); }

    private static SweepGrid moons() {
        return grid(Recipe.MOONS, SweepAxis.rates(List.of(0.01, 0.1, 1e-4)), SweepAxis.widths(List.of(3, 5)), FEW);
    }

    // ---- Which runs there are

    @Test void aGridHasEveryCombinationOnceAndTheLastSettingChangesFirst() {
        var grid = grid(Recipe.MNIST, SweepAxis.rates(List.of(0.1, 0.2, 0.1)), SweepAxis.widths(List.of(8, 16)), SweepAxis.layers(List.of(1, 3)), FEW);
        assertThat(grid.size()).isEqualTo(8);
        assertThat(grid.varied()).extracting(SweepAxis::name).containsExactly("lr", "width", "layers");
        assertThat(grid.all()).extracting(s -> SweepAxis.rate(s) + " " + s.network().widths()).containsExactly("0.1 drop0.1,8", "0.1 drop0.1,8,8,8", "0.1 drop0.1,16",
            "0.1 drop0.1,16,16,16", "0.2 drop0.1,8", "0.2 drop0.1,8,8,8", "0.2 drop0.1,16", "0.2 drop0.1,16,16,16");
        assertThat(grid.all()).allMatch(s -> s.learning().epochs() == 2 && s.learning().batch() == 128 && s.learning().rule() == LearningRule.ADAMW);
        // without a width the first layer's, without layers as many as there are
        assertThat(grid(Recipe.MNIST, SweepAxis.layers(List.of(3))).all().getFirst().network().widths()).isEqualTo("drop0.1,128,128,128");
        // a layer's norm and dropout come with it
        assertThat(grid(Recipe.MNIST_WIDE, SweepAxis.layers(List.of(2))).all().getFirst().network().widths())
            .isEqualTo("drop0.2,1024,drop0.5,1024,drop0.5");
        assertThat(grid(Recipe.MNIST_CNN, SweepAxis.layers(List.of(2))).all().getFirst().network().widths())
            .endsWith("drop0.3,128,norm,drop0.3,128,norm,drop0.3");
        assertThat(grid(Recipe.FASHION_MNIST, SweepAxis.layers(List.of(1))).all().getFirst().network().widths())
            .isEqualTo("drop0.1,512,drop0.3");
        assertThat(grid(Recipe.MNIST, SweepAxis.widths(List.of(7))).all().getFirst().network().widths()).isEqualTo("drop0.1,7,7");
    }

    @Test void everySettingReadsBackAsItIsTyped() {
        var grid = grid(Recipe.MOONS, SweepAxis.hidden(List.of(Stage.list("8"), Stage.list("16,4"), List.of())), SweepAxis.batches(List.of(8, Dataset.FULL)),
            SweepAxis.activations(List.of(Activation.RELU, Activation.TANH)), SweepAxis.optimizers(List.of(LearningRule.SGD)), SweepAxis.seeds(List.of(3L, 4L)));
        assertThat(grid.axes().stream().map(axis -> axis.name() + " " + axis.values(grid.base())).toList()).containsExactly("hidden [8, 16,4, none]",
            "batch [8, full]", "activation [relu, tanh]", "optimizer [sgd]", "seed [3, 4]");
        assertThat(SweepAxis.rates(List.of(0.001, 1.0, 1e-9)).values(grid.base())).containsExactly("0.001", "1", "1.0E-9");
    }

    @Test void aRandomSweepDrawsFromTheGridWithoutRepetition() {
        var grid = grid(Recipe.XOR, SweepAxis.rates(IntStream.rangeClosed(1, 50).mapToObj(i -> i / 10.0).toList()), SweepAxis.widths(List.of(2, 3)));
        var drawn = grid.drawn(30);
        assertThat(drawn).hasSize(30).doesNotHaveDuplicates().isEqualTo(grid.drawn(30));
        assertThat(grid.all()).containsSubsequence(drawn);
        assertThat(new SweepGrid(Recipe.XOR.settings(2), grid.axes()).drawn(30)).extracting(Settings::learning)
            .isNotEqualTo(drawn.stream().map(Settings::learning).toList());
        assertThat(grid.drawn(100)).isEqualTo(grid.all());
        assertThatThrownBy(() -> grid.drawn(101)).hasMessage("--random draws from 1 to all 100 combinations of settings, not 101");
        assertThatThrownBy(() -> grid.drawn(0)).hasMessageContaining("not 0");
    }

    @Test void whatMakesNoSenseIsFoundBeforeTheFirstRun() {
        assertThatThrownBy(() -> grid(Recipe.XOR, SweepAxis.optimizers(List.of(LearningRule.SGD, LearningRule.ROSENBLATT))).all())
            .hasMessageContaining("Rosenblatt's rule trains a single unit");
        assertThatThrownBy(() -> SweepAxis.layers(List.of(0))).hasMessageContaining("from 1, not 0; --hidden none");
        assertThatThrownBy(() -> grid(Recipe.XOR, SweepAxis.rates(List.of(-1.0))).all()).hasMessageContaining("positive number, not -1.0");
        assertThatThrownBy(() -> sweep(moons(), 0, "a")).hasMessageContaining("--parallel 0");
        var all = moons().all();
        assertThatThrownBy(() -> new Sweep(moons(), all, true, 1, folder)).hasMessageContaining("--epochs must be at least 3, not 2");
        var two = grid(Recipe.XOR, SweepAxis.epochs(List.of(3, 9)));
        var both = two.all();
        assertThatThrownBy(() -> new Sweep(two, both, true, 1, folder)).hasMessageContaining("--epochs takes one number");
        var table = new SweepGrid(new Settings(Recipe.CSV, 1, new Source(Path.of("x.csv"), null, 0), Recipe.CSV.network(), Recipe.CSV.learning()),
            List.of(SweepAxis.losses(List.of(Objective.MSE, Objective.HUBER))));
        assertThatThrownBy(() -> sweep(table, 1, "a")).hasMessageContaining("--loss takes one of [mse, huber]");
        assertThatThrownBy(() -> grid(Recipe.XOR, SweepAxis.seeds(IntStream.range(0, 400).mapToObj(Long::valueOf).toList()),
            SweepAxis.widths(IntStream.range(1, 400).boxed().toList()))).hasMessageContaining("more than 100,000 combinations");
        assertThat(folder).isEmptyDirectory();
    }

    // ---- Runs

    @Test void theSameSweepGivesTheSameReportForAnyNumberOfRunsAtATime() throws IOException {
        int threads = Threads.count();
        var one = sweep(moons(), 1, "one").run(Sweep.Listener.SILENT);
        var three = sweep(moons(), 3, "three").run(Sweep.Listener.SILENT);
        assertThat(Threads.count()).isEqualTo(threads);
        assertThat(rows("three").stream().sorted().toList()).isEqualTo(rows("one").stream().sorted().toList()).hasSize(7);
        assertThat(Files.readString(folder.resolve("three/index.html"))).isEqualTo(Files.readString(folder.resolve("one/index.html")));
        assertThat(folder.resolve("three/best.json")).hasSameBinaryContentAs(folder.resolve("one/best.json"));
        assertThat(one.ranked()).extracting(SweepResult::settings).isEqualTo(three.ranked().stream().map(SweepResult::settings).toList());
        assertThat(one.ranked()).isSortedAccordingTo(SweepResult.BETTER);
    }

    /// Without the times.
    private List<String> rows(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name).resolve("results.csv")).stream().map(row -> row.replaceFirst("[\\d.]+$", "")).toList();
    }

    @Test void aRunOfASweepIsARunAsAnyOther() {
        var outcome = sweep(moons(), 2, "a").run(Sweep.Listener.SILENT);
        var result = outcome.rungs().getFirst().results().get(3);
        var run = new Run(result.settings());
        var alone = run.train(Progress.SILENT);
        assertThat(result.validationLoss()).isEqualTo(run.judge(Objects.requireNonNull(run.validation())).loss());
        assertThat(result.trainLoss()).isEqualTo(alone.train().loss());
        assertThat(result.steps()).isEqualTo(alone.steps());
    }

    @Test void runsAreComparedByExamplesOfTheTrainingSetAndOnlyTheBestMeetsTheTestSet() {
        var run = new Run(Sweep.settings(Recipe.MOONS, 1));
        var validation = Objects.requireNonNull(run.validation());
        assertThat(run.data().train().size()).isEqualTo(667);
        assertThat(validation.size()).isEqualTo(133);
        var usual = Sweep.settings(Recipe.MOONS, 1);
        var limited = new Run(new Settings(Recipe.MOONS, 1, new Source(null, null, 60), usual.network(), usual.learning()));
        assertThat(limited.data().train().size()).isEqualTo(50);        // set apart after the limit
        assertThat(limited.data().train().normalization()).isEqualTo(limited.data().train().measure());
        assertThat(limited.data().test().normalization()).isEqualTo(limited.data().train().normalization());

        var outcome = sweep(moons(), 2, "a").run(Sweep.Listener.SILENT);
        var best = Objects.requireNonNull(outcome.best());
        assertThat(best.result()).isEqualTo(outcome.ranked().getFirst());
        var model = ModelFile.read(folder.resolve("a/best.json"));
        assertThat(model.data()).isEqualTo(run.digest());
        var objective = Recipe.MOONS.learning().loss();
        assertThat(Metrics.of(model.module(), validation, objective).loss()).isEqualTo(best.result().validationLoss());
        assertThat(Metrics.of(model.module(), run.data().test(), objective)).isEqualTo(best.test());
        assertThat(folder.resolve("a/best.run.json")).content().contains("\"validation\": 0.16666666666666666");
    }

    @Test void aGatesRowsAreAllItsSets() {
        var outcome = sweep(grid(Recipe.XOR, SweepAxis.widths(List.of(2, 4)), SweepAxis.epochs(List.of(5))), 1, "a").run(Sweep.Listener.SILENT);
        var best = Objects.requireNonNull(outcome.best());
        assertThat(best.test().accuracy()).isEqualTo(best.result().validationAccuracy());
        assertThat(folder.resolve("a/index.html")).content().contains("A gate has only four rows");
    }

    @Test void dataAreReadOnceForEachSeed() {
        var shelf = new SweepData();
        assertThat(shelf.of(Recipe.MOONS.settings(1))).isSameAs(shelf.of(grid(Recipe.MOONS, SweepAxis.rates(List.of(3.0))).all().getFirst()))
            .isNotSameAs(shelf.of(Recipe.MOONS.settings(2)));
    }

    @Test void divergedRunsAreResults() {
        var grid = grid(Recipe.MOONS, SweepAxis.rates(List.of(1e30, 0.1)), SweepAxis.widths(List.of(3, 4)), SweepAxis.optimizers(List.of(LearningRule.SGD)),
            SweepAxis.activations(List.of(Activation.RELU)), FEW);
        var heard = new Heard();
        var outcome = sweep(grid, 2, "a").run(heard);
        assertThat(outcome.count(SweepResult.Status.DIVERGED)).isEqualTo(2);
        assertThat(outcome.count(SweepResult.Status.DONE)).isEqualTo(2);
        assertThat(outcome.ranked()).extracting(SweepResult::isDone).containsExactly(true, true, false, false);
        assertThat(heard.trained).hasSize(4).filteredOn(result -> !result.isDone()).allMatch(result -> result.steps() > 0 && result.validationLoss() == null);
        assertThat(folder.resolve("a/index.html")).content().contains("Runs without a model", "<td>diverged</td>", ">diverged</text>");
        var again = new Heard();
        sweep(grid, 1, "a").run(again);
        assertThat(again.trained).isEmpty();

        var none = sweep(grid(Recipe.MOONS, SweepAxis.rates(List.of(1e30, 1e31)), SweepAxis.optimizers(List.of(LearningRule.SGD)),
            SweepAxis.activations(List.of(Activation.RELU)), FEW), 1, "b").run(Sweep.Listener.SILENT);
        assertThat(none.best()).isNull();
        assertThat(folder.resolve("b/index.html")).content().contains("No run ended with a model").doesNotContain("NaN");
        assertThat(folder.resolve("b/best.json")).doesNotExist();
    }

    @Test void numbersAreRankedByTheirLoss() throws IOException {
        var table = folder.resolve("line.csv");
        var lines = new StringBuilder("x,\"y, \"\"odd\"\"\"\n");
        for (int i = 0; i < 60; i++) lines.append(i).append(',').append(3 * i + 1.5).append('\n');
        Files.writeString(table, lines);
        var settings = new Settings(Recipe.CSV, 1, new Source(table, "y, \"odd\"", 0), Recipe.CSV.network(), Recipe.CSV.learning());
        var grid = new SweepGrid(settings, List.of(SweepAxis.losses(List.of(Objective.MSE)), SweepAxis.rates(List.of(0.01, 0.1)), SweepAxis.widths(List.of(2, 4)), FEW));
        var outcome = sweep(grid, 2, "a").run(Sweep.Listener.SILENT);
        assertThat(outcome.byAccuracy()).isFalse();
        assertThat(outcome.ranked()).extracting(SweepResult::validationLoss).isSorted();
        assertThat(folder.resolve("a/index.html")).content().contains("validation loss").doesNotContain("validation accuracy");
        var again = new Heard();
        sweep(grid, 1, "a").run(again);                                 // the name of the column came back through the file
        assertThat(again.trained).isEmpty();
        Files.writeString(table, lines.append("60,1\n"));               // other data: other rows
        sweep(grid, 1, "a").run(again);
        assertThat(again.trained).hasSize(4);
    }

    // ---- Going on

    @Test void afterAnInterruptionNoFinishedRunIsRepeated() throws IOException {
        sweep(moons(), 1, "whole").run(Sweep.Listener.SILENT);
        var rows = Files.readAllLines(folder.resolve("whole/results.csv"));
        Files.createDirectories(folder.resolve("cut"));
        // the header, three rows, of which one is of a later place, and half a row
        Files.writeString(folder.resolve("cut/results.csv"), rows.get(0) + "\n" + rows.get(5) + "\n" + rows.get(1) + "\n" + rows.get(2) + "\n"
            + rows.get(3).substring(0, rows.get(3).length() / 2));
        var heard = new Heard();
        sweep(moons(), 2, "cut").run(heard);
        assertThat(heard.finished).containsExactly(3);
        assertThat(heard.trained).hasSize(3);
        assertThat(rows("cut").stream().sorted().toList()).isEqualTo(rows("whole").stream().sorted().toList());
        assertThat(folder.resolve("cut/index.html")).hasSameTextualContentAs(folder.resolve("whole/index.html"));
        assertThat(folder.resolve("cut/best.json")).hasSameBinaryContentAs(folder.resolve("whole/best.json"));
    }

    @Test void whereverAFileIsCutOffItsWholeRowsStay() throws IOException {
        var grid = grid(Recipe.XOR, SweepAxis.hidden(List.of(Stage.list("2,2"), Stage.list("3"))), SweepAxis.epochs(List.of(1)));
        sweep(grid, 1, "whole").run(Sweep.Listener.SILENT);
        var text = Files.readString(folder.resolve("whole/results.csv"));
        var file = folder.resolve("cut.csv");
        for (int end = 0; end <= text.length(); end++) {
            Files.writeString(file, text.substring(0, end));
            SweepFile.open(file).close();
            int rows = (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
            var expected = rows == 0 ? text.substring(0, text.indexOf('\n') + 1) : text.substring(0, text.substring(0, end).lastIndexOf('\n') + 1);
            assertThat(Files.readString(file)).as("cut at %d", end).isEqualTo(expected);
        }
    }

    @Test void aLargerSweepTakesOverWhatASmallerOneFound() {
        sweep(moons(), 1, "a").run(Sweep.Listener.SILENT);
        var heard = new Heard();
        sweep(grid(Recipe.MOONS, SweepAxis.widths(List.of(4, 5, 3)), SweepAxis.rates(List.of(0.1, 0.01)), FEW), 1, "a").run(heard);
        assertThat(heard.trained).extracting(result -> result.settings().network().widths()).containsExactly("4,4", "4,4");
        var other = new Heard();
        sweep(grid(Recipe.MOONS, SweepAxis.seeds(List.of(2L)), SweepAxis.widths(List.of(3)), SweepAxis.rates(List.of(0.1)), FEW), 1, "a").run(other);
        assertThat(other.trained).hasSize(1);
    }

    @Test void whatFailedIsTriedAgain() throws IOException {
        var grid = grid(Recipe.XOR, SweepAxis.widths(List.of(2)), SweepAxis.epochs(List.of(1)));
        sweep(grid, 1, "a").run(Sweep.Listener.SILENT);
        var file = folder.resolve("a/results.csv");
        Files.writeString(file, Files.readString(file).replaceFirst("done.*\n", "failed,0,0,,,,0.1\n"));
        var heard = new Heard();
        sweep(grid, 1, "a").run(heard);
        assertThat(heard.trained).hasSize(1);
        sweep(grid, 1, "a").run(heard);                                 // the later row of the two counts
        assertThat(heard.trained).hasSize(1);
    }

    @Test void aFileOfSomethingElseIsNotTouched() throws IOException {
        var file = folder.resolve("a/results.csv");
        Files.createDirectories(folder.resolve("a"));
        var other = "name,score\nx,1\n";
        Files.writeString(file, other);
        assertThatThrownBy(() -> sweep(moons(), 1, "a").run(Sweep.Listener.SILENT)).hasMessage(file
            + ": is there and does not hold the results of a sweep (its first line is 'name,score'); move it away, or name another folder by --out");
        assertThat(file).hasContent(other);
        sweep(moons(), 1, "b").run(Sweep.Listener.SILENT);
        var rows = Files.readString(folder.resolve("b/results.csv"));
        for (var wrong : List.of("moons,1,2\n", rows.lines().toList().get(2).replace("done", "dune") + "\n", rows.lines().toList().get(2).replace(",done,2,", ",done,x,") + "\n")) {
            Files.writeString(file, rows + wrong);
            assertThatThrownBy(() -> SweepFile.open(file)).hasMessageStartingWith(file + ", line 8: ");
            assertThat(file).hasContent(rows + wrong);
        }
    }

    @Test void twoSweepsDoNotWriteOneFile() {
        var said = new ArrayList<String>();
        sweep(moons(), 1, "a").run(new Sweep.Listener() {
            @Override public void prepared(int learned, int validated) {
                try {
                    sweep(moons(), 1, "a").run(Sweep.Listener.SILENT);
                } catch (IllegalArgumentException e) {
                    said.add(e.getMessage());
                }
            }
        });
        assertThat(said).containsExactly(folder.resolve("a/results.csv") + " is being written by another run (process "
            + ProcessHandle.current().pid() + "); wait for it, or name another file");
        sweep(moons(), 1, "a").run(Sweep.Listener.SILENT);              // the first has let go of it
    }

    @Test void whateverIsNotUsualTellsRunsApart() {
        var usual = Sweep.settings(Recipe.MOONS, 1);
        var heard = new Heard();
        sweep(grid(Recipe.MOONS, SweepAxis.epochs(List.of(1))), 1, "a").run(heard);
        for (var change : List.of(SweepAxis.of("clip", List.of(0.1)), SweepAxis.of("clip-value", List.of(0.1)), SweepAxis.of("validation", List.of(0.3)),
            SweepAxis.of("patience", List.of(3)), SweepAxis.schedules(List.of(Schedule.constant(), Schedule.cosine(), Schedule.named("step:0.3,0.1")))))
            sweep(new SweepGrid(usual, List.of(SweepAxis.epochs(List.of(1)), change)), 1, "a").run(heard);
        assertThat(heard.trained).hasSize(1 + 4 + 2).extracting(SweepResult::settings).doesNotHaveDuplicates();
        assertThat(SweepAxis.rates(List.of(0.2)).choices().getFirst().apply(heard.trained.getLast().settings()).learning().schedule())
            .hasToString("step:0.3,0.1");                               // an axis changes nothing else
    }

    // ---- Successive halving

    @Test void rungsHaveThreeTimesTheEpochsUpToAll() {
        assertThat(Sweep.budgets(9, 27)).containsExactly(1, 3, 9);
        assertThat(Sweep.budgets(16, 192)).containsExactly(1, 5, 16);
        assertThat(Sweep.budgets(81, 9)).containsExactly(9, 27, 81);
        assertThat(Sweep.budgets(9, 2)).containsExactly(3, 9);
        assertThat(Sweep.budgets(9, 1)).containsExactly(9);
    }

    @Test void theBestThirdOfARungGoesOn() {
        var grid = grid(Recipe.MOONS, SweepAxis.rates(List.of(1e-5, 1e-3, 0.03)), SweepAxis.widths(List.of(2, 3, 6)), SweepAxis.epochs(List.of(9)));
        var heard = new Heard();
        var sweep = new Sweep(grid, grid.all(), true, 2, folder.resolve("a"));
        var outcome = sweep.run(heard);
        assertThat(heard.rungs).containsExactly(9, 3, 1);
        assertThat(outcome.rungs()).extracting(SweepOutcome.Rung::epochs).containsExactly(1, 3, 9);
        for (int i = 1; i < 3; i++) {
            int third = 9 / (int) StrictMath.pow(3, i);
            var best = outcome.rungs().get(i - 1).ranked().subList(0, third).stream().map(result -> SweepAxis.within(result.settings(), 9)).toList();
            assertThat(outcome.rungs().get(i).results()).extracting(result -> SweepAxis.within(result.settings(), 9)).containsExactlyInAnyOrderElementsOf(best);
        }
        var chosen = Objects.requireNonNull(outcome.best()).result();
        assertThat(chosen).isEqualTo(outcome.rungs().getLast().results().getFirst());
        assertThat(chosen.epochs()).isEqualTo(9);
        assertThat(folder.resolve("a/index.html")).content().contains("Successive halving", "after 1 epoch");
        var again = new Heard();
        new Sweep(grid, grid.all(), true, 1, folder.resolve("a")).run(again);
        assertThat(again.trained).isEmpty();
    }

    // ---- The page

    @Test void thePageHasAMapForEachTwoSettingsAndStripsForEach() throws IOException {
        var grid = grid(Recipe.MOONS, SweepAxis.rates(List.of(0.01, 0.1)), SweepAxis.widths(List.of(2, 3)), SweepAxis.batches(List.of(32, Dataset.FULL)), FEW);
        sweep(grid, 2, "a").run(Sweep.Listener.SILENT);
        var page = Files.readString(folder.resolve("a/index.html"));
        var titles = Pattern.compile("<figure role=\"img\" aria-label=\"([^\"]+)\"").matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(titles).containsExactly("lr and width", "lr and batch", "width and batch", "lr", "width", "batch");
        assertThat(page).contains("median validation accuracy, %", "the best of many test results would flatter").doesNotContain("{{").doesNotContain("NaN");
        assertThat(page).doesNotContain("epochs and");                  // with one value it is no axis
        var ids = Pattern.compile(" id=['\"]([^'\"]+)['\"]").matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test void oneRunIsASweepToo() {
        var outcome = sweep(grid(Recipe.XOR, SweepAxis.epochs(List.of(1))), 1, "a").run(Sweep.Listener.SILENT);
        assertThat(outcome.ranked()).hasSize(1);
        assertThat(folder.resolve("a/index.html")).content().doesNotContain("Each setting");
    }
}
