package gradus.cli;

import static gradus.cli.Said.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import gradus.io.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
    @TempDir Path folder;

    private Said sweep(Object... args) {
        return gradus(Stream.concat(Stream.of("sweep"), Stream.concat(Arrays.stream(args), Stream.of("--out", folder.resolve("s"), "--json"))).toArray());
    }

    @Test void itSaysWhatIsTriedHowItGoesAndWhatIsBest() throws IOException {
        var said = sweep("moons", "--lr", "0.01,0.1", "--width", "3,5", "--epochs", 2, "--parallel", 2);
        assertThat(said.status()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.lines().getFirst()).isEqualTo("moons: 4 combinations of settings: lr × 2, width × 2");
        assertThat(said.lines().get(1)).isEqualTo("667 examples to learn from, 133 to validate by");
        assertThat(said.out()).containsPattern("\n1/4  lr 0\\.\\d+, width \\d: \\d+\\.\\d\\d %, \\d+:\\d\\d left\n").containsPattern("\n4/4  .* %\n")
            .containsPattern("\n +lr  width  validation accuracy  validation loss\n +1 ")
            .containsPattern("\nbest: lr \\S+, width \\d: validation accuracy \\d+\\.\\d\\d %, loss [\\d.]+, test accuracy \\d+\\.\\d\\d %, loss [\\d.]+\n")
            .contains("saved to " + folder.resolve("s/best.json") + "\nreport in " + folder.resolve("s/index.html") + "\n").doesNotContain("\r").doesNotContain("\033");
        var json = said.json();
        assertThat(json.properties().stream().map(field -> field.getKey())).containsExactly("recipe", "runs", "finished", "diverged", "failed", "trained",
            "best", "results", "report");
        assertThat(json.get("runs").intValue()).isEqualTo(4);
        assertThat(json.get("finished").intValue()).isEqualTo(4);
        assertThat(json.get("trained").intValue()).isEqualTo(4);
        var best = json.get("best");
        assertThat(best.get("validation_accuracy").doubleValue()).isBetween(0.5, 1.0);
        assertThat(best.get("test_accuracy").doubleValue()).isBetween(0.5, 1.0);
        assertThat(ModelFile.read(Path.of(best.get("path").textValue())).settings()).containsEntry("hidden", best.get("hidden").textValue());

        var again = sweep("moons", "--lr", "0.01,0.1", "--width", "3,5", "--epochs", 2, "--parallel", 1);
        assertThat(again.out()).contains("4 of 4 runs are finished already");
        assertThat(again.json().get("trained").intValue()).isZero();
        assertThat(again.json().get("best")).isEqualTo(best);
    }

    @Test void trainRepeatsTheBestRunByteForByte() {
        for (var args : List.of(List.of("moons", "--lr", "0.01,0.1", "--epochs", 2, "--schedule", "constant,step:0.3,0.1", "--patience", 1),
            List.of("mnist", "--lr", "0.1,0.03", "--width", 8, "--epochs", 1, "--limit", 600, "--clip", 1))) {
            assertThat(sweep(args.toArray()).status()).isZero();
            var again = folder.resolve("again.json");
            assertThat(gradus("train", "--config", folder.resolve("s/best.run.json"), "--out", again).status()).isZero();
            assertThat(again).hasSameBinaryContentAs(folder.resolve("s/best.json"));
        }
    }

    @Test void manyRunsHaveAboutTenLinesWhereNobodyWatches() {
        var said = sweep("xor", "--seed", "1,2,3,4,5,6,7,8,9,10", "--width", "2,3,4,5", "--epochs", 1);
        assertThat(said.lines().stream().filter(line -> line.matches(" *\\d+/40 .*"))).hasSizeBetween(8, 12).last().asString().startsWith("40/40");
    }

    @Test void halvingNamesItsRungs() throws IOException {
        var said = sweep("xor", "--lr", "0.1,0.5,1", "--width", "2,3", "--epochs", 9, "--halving");
        assertThat(said.out()).contains("rung 1 of 3: 6 runs of 1 epoch\n", "rung 2 of 3: 2 runs of 3 epochs\n", "rung 3 of 3: 1 run of 9 epochs\n");
        assertThat(said.json().get("runs").intValue()).isEqualTo(9);
        assertThat(said.json().get("best").get("epochs").intValue()).isEqualTo(9);
    }

    @Test void randomDrawsSome() throws IOException {
        var said = sweep("xor", "--lr", "0.1,0.5,1", "--width", "2,3", "--epochs", 1, "--random", 4);
        assertThat(said.lines().getFirst()).isEqualTo("xor: 4 combinations of settings, drawn from 6: lr × 3, width × 2");
        assertThat(said.json().get("runs").intValue()).isEqualTo(4);
    }

    @Test void runsThatAllDivergeAreAResult() throws IOException {
        var said = sweep("moons", "--lr", "1e30", "--activation", "relu", "--optimizer", "sgd", "--epochs", 1);
        assertThat(said.status()).isZero();
        assertThat(said.out()).contains("1/1  the run: diverged at step ", "no run ended with a model");
        assertThat(said.json().get("best").isNull()).isTrue();
        assertThat(said.json().get("diverged").intValue()).isEqualTo(1);
    }

    @Test void wrongUsageIsFoundBeforeAnythingIsWritten() {
        wrong("--lr: 'x' is no number", "xor", "--lr", "0.1,x");
        wrong("--activation: unknown activation 'rleu' (did you mean relu?); there are", "xor", "--activation", "tanh,rleu");
        wrong("unknown option '--widht' (did you mean --width?)", "xor", "--widht", "3");
        wrong("--hidden says what --width and --layers say: it goes with neither", "xor", "--hidden", "3,3;4", "--width", "3");
        wrong("Rosenblatt's rule trains a single unit: it takes --model perceptron", "xor", "--optimizer", "sgd,rosenblatt");
        wrong("the learning rate is a positive number, not 0.0", "xor", "--lr", "0");
        wrong("--random draws from 1 to all 2 combinations of settings, not 3", "xor", "--lr", "1,2", "--random", "3");
        wrong("at least one example is needed, not --limit 0", "moons", "--limit", "0");
        wrong("the validation part is a share of the training examples between 0 and 1, not 1.0", "moons", "--validation", "1");
        wrong("--patience looks at the loss on examples that are set apart: it goes with --validation SHARE", "xor", "--patience", "1");
        wrong("--schedule: unknown schedule 'cosin' (did you mean cosine?)", "moons", "--schedule", "linear,cosin");
        wrong("--data does not go with xor", "xor", "--data", "x.csv");
        assertThat(folder).isEmptyDirectory();
    }

    private void wrong(String message, Object... args) {
        var said = sweep(args);
        assertThat(said.error()).startsWith(message);
        assertThat(said.status()).isEqualTo(2);
    }
}
