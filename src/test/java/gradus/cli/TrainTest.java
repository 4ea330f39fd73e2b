package gradus.cli;

import static gradus.cli.Said.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import gradus.io.Checkpoint;
import gradus.io.Claim;
import gradus.io.ModelFile;
import gradus.tensor.Random;
import gradus.tensor.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainTest {
    private static final int THREADS = Threads.count();
    private static final List<String> FIELDS = List.of("recipe", "seed", "epochs", "steps", "seconds", "parameters",
        "train_loss", "train_accuracy", "test_loss", "test_accuracy", "model");

    @TempDir Path folder;

    @AfterEach void asManyThreadsAsBefore() { Threads.use(THREADS); }

    @Test void itShowsProgressAndASummaryAndSavesTheModel() {
        var path = folder.resolve("deep/xor.json");
        var said = gradus("train", "xor", "--out", path, "--threads", 1);
        assertThat(said.status()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.lines().getFirst()).isEqualTo("xor: Sequential(Linear(2 → 4), tanh, Linear(4 → 1)) · 17 parameters");
        assertThat(said.lines().get(1)).endsWith("seed 1, 1 thread");
        assertThat(said.out()).containsPattern("epoch +loss +accuracy +examples/s +time left\n")
            .containsPattern("\n1000/1000 +[\\d.e-]+ +100\\.00 % +[\\d,]+ +\n\nresult: accuracy 100\\.00 % \\(4 of 4\\), loss [\\d.e-]+, \\d+\\.\\d seconds\n")
            .endsWith("saved to " + path + "\n");
        assertThat(said.lines()).hasSizeBetween(15, 30);               // ten lines, not a thousand
        assertThat(ModelFile.read(path).settings()).containsEntry("recipe", "xor").containsEntry("batch", "full").containsEntry("epochs", 1000L);
        assertThat(folder.resolve("deep/xor.run.json")).exists();
    }

    @Test void nothingIsRewrittenInPlaceUnlessSomebodyWatches() {
        assertThat(gradus("train", "xor", "--out", folder.resolve("a.json"), "--epochs", 20).out()).doesNotContain("\r").doesNotContain("\033");
        assertThat(Said.live("train", "xor", "--out", folder.resolve("a.json"), "--epochs", 20).out()).contains("\r\033[K");
    }

    @Test void theLastLineIsOneObjectForPrograms() throws IOException {
        var path = folder.resolve("or.json");
        var said = gradus("train", "or", "--out", path, "--epochs", 30, "--seed", 9, "--json");
        var json = said.json();
        assertThat(json.properties().stream().map(field -> field.getKey())).containsExactlyElementsOf(FIELDS);
        assertThat(json.get("recipe").textValue()).isEqualTo("or");
        assertThat(json.get("seed").intValue()).isEqualTo(9);
        assertThat(json.get("epochs").intValue()).isEqualTo(30);
        assertThat(json.get("steps").intValue()).isEqualTo(30);
        assertThat(json.get("parameters").intValue()).isEqualTo(17);
        assertThat(json.get("model").textValue()).isEqualTo(path.toString());
        assertThat(json.get("test_accuracy").doubleValue()).isBetween(0.5, 1.0).isEqualTo(json.get("train_accuracy").doubleValue());
        assertThat(json.get("test_loss").doubleValue()).isPositive();
        assertThat(json.get("seconds").doubleValue()).isPositive();
    }

    @Test void aPerceptronFailsOnXorSaysWhyAndIsDone() throws IOException {
        var said = gradus("train", "xor", "--model", "perceptron", "--out", folder.resolve("p.json"), "--json");
        assertThat(said.status()).isZero();
        assertThat(said.out()).contains("not linearly separable: no line has (0,1) and (1,0) on one side and (0,0) and (1,1) on the other;"
            + " the best accuracy reached is 75.00 %");
        assertThat(said.json().get("separable").booleanValue()).isFalse();
        assertThat(said.json().get("test_accuracy").doubleValue()).isEqualTo(0.75);
        assertThat(said.json().size()).isEqualTo(FIELDS.size() + 1);
    }

    @ParameterizedTest @CsvSource({"and", "or"}) void aPerceptronLearnsTheOtherGates(String gate) throws IOException {
        var said = gradus("train", gate, "--model", "perceptron", "--out", folder.resolve("p.json"), "--json");
        assertThat(said.json().get("separable").booleanValue()).isTrue();
        assertThat(said.out()).contains("linearly separable: fires where 1");
        assertThat(said.out()).containsPattern("\n +\\d+/100 .* 100.00 %");      // the last epoch has its line
    }

    @Test void optionsChangeTheRecipesSettings() {
        var path = folder.resolve("m.json");
        var said = gradus("train", "moons", "--hidden", "5,3", "--activation", "leaky-relu", "--init", "normal:0.5", "--loss", "hinge",
            "--optimizer", "nesterov", "--lr", "0.05", "--batch", "50", "--epochs", "2", "--limit", "100", "--seed", "-3", "--out", path);
        assertThat(said.err()).isEmpty();
        assertThat(ModelFile.read(path).settings().toString()).isEqualTo("{recipe=moons, model=mlp, hidden=5,3, activation=leaky-relu,"
            + " init=normal:0.5, loss=hinge, optimizer=nesterov, lr=0.05, batch=50, epochs=2, limit=100}");
        assertThat(ModelFile.read(path).seed()).isEqualTo(-3);
        assertThat(said.out()).contains("100 training and 200 test examples");
    }

    @Test void aTableOfNumbersIsLearnedWithoutAnAccuracy() throws IOException {
        var lines = new ArrayList<>(List.of("x,y"));
        for (int i = 0; i < 50; i++) lines.add(i + "," + 3 * i);
        var table = Files.write(folder.resolve("t.csv"), lines);
        var json = gradus("train", "csv", "--data", table, "--loss", "mse", "--epochs", 2, "--out", folder.resolve("t.json"), "--json").json();
        assertThat(json.get("test_accuracy").isNull()).isTrue();
        assertThat(json.get("train_accuracy").isNull()).isTrue();
        assertThat(json.get("test_loss").doubleValue()).isPositive();
    }

    @Test void aReportIsWrittenBesideTheSameModel() throws IOException {
        Path plain = folder.resolve("plain.json"), told = folder.resolve("told.json"), report = folder.resolve("deep/report");
        gradus("train", "xor", "--epochs", 25, "--out", plain);
        var said = gradus("train", "xor", "--epochs", 25, "--out", told, "--report", report, "--watch", 10, "--json");
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("\nreport in " + report.resolve("index.html") + "\n");
        assertThat(said.json().get("report").textValue()).isEqualTo(report.resolve("index.html").toString());
        assertThat(Files.mismatch(plain, told)).isEqualTo(-1);
        assertThat(report.resolve("index.html")).content().contains("<title>gradus train xor</title>").contains("step-000020.svg");
        try (var steps = Files.list(report.resolve("steps"))) {
            assertThat(steps.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("step-000010.svg", "step-000020.svg");
        }
    }

    @Test void aRunThatGoesOnWritesTheSameModelReportAndHistory() throws IOException {
        Path whole = folder.resolve("whole.json"), parts = folder.resolve("parts.json"), file = folder.resolve("run.checkpoint");
        var settings = List.of("train", "moons", "--epochs", 4, "--schedule", "one-cycle", "--clip", 1, "--validation", 0.2, "--seed", 3);
        gradus(with(settings, "--out", whole, "--report", folder.resolve("w"), "--history", folder.resolve("w.csv")));
        var first = gradus(with(settings, "--out", parts, "--report", folder.resolve("p"), "--checkpoint", file, "--checkpoint-every", 50, "--json"));
        assertThat(first.err()).isEmpty();
        assertThat(first.json().get("checkpoint").textValue()).isEqualTo(file.toString());
        assertThat(first.out()).containsPattern("640 training, 160 validation and 200 test examples").containsPattern("epoch +loss +accuracy +validation +accuracy +examples/s");
        assertThat(Files.mismatch(whole, parts)).isEqualTo(-1);
        Files.delete(parts);
        Files.move(Checkpoint.previous(file), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        var second = gradus("train", "--resume", file, "--out", parts, "--report", folder.resolve("p"), "--history", folder.resolve("p.csv"), "--threads", 1,
            "--seed", 3);
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).contains("goes on after step 50, in epoch 3").contains("4/4");
        assertThat(Files.mismatch(whole, parts)).isEqualTo(-1);
        assertThat(Files.mismatch(folder.resolve("w.csv"), folder.resolve("p.csv"))).isEqualTo(-1);
        assertThat(curves(folder.resolve("p"))).isEqualTo(curves(folder.resolve("w")));
        assertThat(Checkpoint.read(file).place()).containsEntry("epoch", 4L);                  // it kept on writing there
        assertThat(folder).isDirectoryNotContaining("glob:**/*.{lock,tmp}");
    }

    private static String curves(Path report) throws IOException {
        var page = Files.readString(report.resolve("index.html"));
        return page.substring(page.indexOf("<section id=\"curves\""), page.indexOf("<section id=\"histograms\""));
    }

    private static Object[] with(List<?> some, Object... more) {
        var all = new ArrayList<Object>(some);
        all.addAll(List.of(more));
        return all.toArray();
    }

    @Test void aRunThatGoesOnWritesWhereItWouldHaveWritten() throws IOException {
        Path out = folder.resolve("mine.json"), history = folder.resolve("h.csv"), file = folder.resolve("run.checkpoint");
        gradus("train", "xor", "--epochs", 20, "--out", out, "--history", history, "--report", folder.resolve("r"), "--checkpoint", file);
        byte[] model = Files.readAllBytes(out), told = Files.readAllBytes(history);
        for (var place : List.of(out, history, folder.resolve("r/index.html"))) Files.delete(place);
        var said = gradus("train", "--resume", file);
        assertThat(said.out()).contains("it is over already, after step 20\n", "saved to " + out + "\n", "report in " + folder.resolve("r/index.html"));
        assertThat(out).hasBinaryContent(model);
        assertThat(history).hasBinaryContent(told);
        Files.delete(history);
        assertThat(gradus("train", "--resume", file, "--out", folder.resolve("other.json")).out()).contains("saved to " + folder.resolve("other.json"));
        assertThat(history).hasBinaryContent(told);
    }

    @Test void aRunThatGoesOnDrawsAndKeepsAsOftenAsBefore() throws IOException {
        Path file = folder.resolve("x.checkpoint"), report = folder.resolve("r"), picture = report.resolve("steps/step-000020.svg");
        gradus("train", "xor", "--epochs", 25, "--out", folder.resolve("x.json"), "--report", report, "--watch", 10, "--checkpoint", file,
            "--checkpoint-every", 15);
        assertThat(Checkpoint.read(Checkpoint.previous(file)).place()).containsEntry("step", 15L);
        Files.move(Checkpoint.previous(file), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.delete(picture);
        gradus("train", "--resume", file);
        assertThat(picture).exists();
        assertThat(Checkpoint.read(file).place()).containsEntry("step", 25L);
        assertThat(Checkpoint.read(Checkpoint.previous(file)).place()).containsEntry("step", 15L);
    }

    @Test void aRunThatEndedBeforeItsLastEpochIsOver() {
        Path out = folder.resolve("and.json"), file = folder.resolve("and.checkpoint");
        gradus("train", "and", "--model", "perceptron", "--epochs", 1000, "--out", out, "--checkpoint", file);
        assertThat(gradus("train", "--resume", file).out()).contains("it is over already, after step ").doesNotContain("goes on", "time left");
    }

    @Test void aRunGoesOnWithItsOwnSettingsOnly() throws IOException {
        Path out = folder.resolve("x.json"), file = folder.resolve("x.checkpoint");
        gradus("train", "xor", "--epochs", 20, "--out", out, "--checkpoint", file);
        var said = gradus("train", "xor", "--resume", file, "--lr", 0.1, "--out", out);
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.error()).startsWith("the run of " + file + " has lr 0.5, and cannot go on with 0.1; 'gradus train");
        assertThat(gradus("train", "--resume", file, "--clip", 3, "--out", out).error()).startsWith("the run of " + file + " has clip none, and cannot go on with 3.0");
        assertThat(gradus("train", "moons", "--resume", file, "--out", out).error()).contains("has recipe xor, and cannot go on with moons");
        assertThat(gradus("train", "--resume", file, "--epochs", 10, "--out", out).error()).contains("has epochs 20, and cannot go on with 10, only with more");
        assertThat(gradus("train", "--resume", file, "--epochs", 30, "--out", out, "--json").json().get("steps").intValue()).isEqualTo(30);
        assertThat(gradus("train", "--resume", folder.resolve("none"), "--out", out).error()).contains("no such file");
        assertThat(gradus("train", "--resume", out, "--out", out).status()).isEqualTo(1);
        assertThat(gradus("train", "xor", "--checkpoint", out, "--out", out).error()).isEqualTo(out + ": named for two files at once");
    }

    /// A run that goes on from the checkpoint before the last one writes in the last one's place.
    @Test void aPreviousCheckpointIsGoneOnFromInPlaceOfTheLast() throws IOException {
        Path out = folder.resolve("x.json"), file = folder.resolve("x.checkpoint");
        gradus("train", "xor", "--epochs", 20, "--out", out, "--checkpoint", file, "--checkpoint-every", 6);
        var whole = Files.readAllBytes(out);
        Files.write(file, new byte[] {1, 2, 3});
        var refused = gradus("train", "--resume", file, "--out", out);
        assertThat(refused.error()).contains("; the one before it is " + Checkpoint.previous(file));
        assertThat(gradus("train", "--resume", Checkpoint.previous(file), "--out", out, "--json").json().get("checkpoint").textValue())
            .isEqualTo(file.toString());
        assertThat(Files.readAllBytes(out)).isEqualTo(whole);
        assertThat(Checkpoint.read(file).place()).containsEntry("epoch", 20L);
        assertThat(folder.resolve("x.checkpoint.previous.previous")).doesNotExist();
    }

    @Test void aSecondRunDoesNotWriteTheSameFile() {
        var out = folder.resolve("x.json");
        try (var first = Claim.on(List.of(out))) {
            assertThat(first).isNotNull();
            var said = gradus("train", "xor", "--epochs", 2, "--out", out);
            assertThat(said.status()).isEqualTo(1);
            assertThat(said.error()).isEqualTo(out + " is being written by another run (process " + ProcessHandle.current().pid()
                + "); wait for it, or name another file");
        }
        assertThat(gradus("train", "xor", "--epochs", 2, "--out", out).status()).isZero();
    }

    @Test void aRunThatDivergesLeavesAReportOfHowItWent() {
        var said = gradus("train", "moons", "--activation", "relu", "--optimizer", "sgd", "--loss", "mse", "--lr", "1e3", "--epochs", 4,
            "--out", folder.resolve("d.json"), "--report", folder.resolve("r"), "--history", folder.resolve("h.json"));
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.error()).endsWith("nothing was saved but the report in " + folder.resolve("r/index.html"));
        assertThat(folder.resolve("r/index.html")).content().contains("<h2>Diverged</h2>").contains("a smaller --lr may help").contains("id=\"curves\"");
        assertThat(folder.resolve("h.json")).exists();
        assertThat(folder.resolve("d.json")).doesNotExist();
    }

    @Test void whatRaisesNoErrorIsWarnedOfOnceEachAndChangesNothing() throws IOException {
        var model = folder.resolve("m.json");
        var wild = gradus("train", "moons", "--lr", 10, "--epochs", 40, "--out", model);
        assertThat(wild.status()).isZero();
        assertThat(wild.err()).matches("gradus: warning: Large updates: a step changes layer \\d by \\S+ times its size, where about 0\\.001 is"
            + " healthy\\. The learning rate is too large .*\\. A smaller learning rate, about \\S+ times this one, or clipped gradients\\.\n");
        assertThat(gradus("train", "moons", "--epochs", 40, "--out", model).err()).isEmpty();
        var lines = new ArrayList<String>();
        for (int i = 0; i < 30; i++) lines.add(i + "," + (i == 0 ? "a\u202ez" : "b" + i % 2));
        var sorted = gradus("train", "csv", "--data", Files.write(folder.resolve("rare.csv"), lines), "--seed", rareIsForTheTest(), "--out", model);
        assertThat(sorted.err()).startsWith("gradus: warning: Missing classes: 1 of 6 test examples are of class a\ufffdz, which no training"
            + " example has. What was never shown is hardly ever said: expect at most about 83.33 % on the test examples.").hasLineCount(1);
    }

    /// A seed that puts the first of 30 rows into the test part.
    private static long rareIsForTheTest() {
        for (long seed = 1; ; seed++)
            if (IntStream.of(Random.seeded(seed).at("split").permutation(30)).limit(6).anyMatch(row -> row == 0)) return seed;
    }

    @Test void aRunThatDivergesWritesNothing() {
        var path = folder.resolve("out/d.json");
        var said = gradus("train", "moons", "--activation", "relu", "--optimizer", "sgd", "--loss", "mse", "--lr", "1e20", "--out", path);
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.error()).matches("the loss became .* at step \\d+: .* gave .* first; a smaller --lr may help; nothing was saved");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        xro                         | unknown recipe 'xro' (did you mean xor?); there are and, or, xor, moons, circles, spirals, mnist-linear, mnist, mnist-wide, lenet, mnist-cnn, fashion-mnist, fashion-cnn, csv
        xor --lrr 1                 | unknown option '--lrr' (did you mean --lr?)
        xor --ephocs=9              | unknown option '--ephocs' (did you mean --epochs?)
        xor and                     | 'and' is one argument too many
        xor --lr -1                 | the learning rate is a positive number, not -1.0, as in --lr 0.01
        xor --lr NaN                | the learning rate is a positive number, not NaN, as in --lr 0.01
        xor --lr fast               | --lr: 'fast' is no number
        xor --hidden 0              | --hidden: a hidden layer has at least one unit, not 0, as in --hidden 128,64
        xor --hidden 4,,4           | --hidden: '' is no hidden layer: write 128 (units), conv5-32 or conv5-32-valid, max2, mean2, global, norm, drop0.2; commas between them, or none
        xor --epochs 0              | training takes at least one epoch, not 0, as in --epochs 10
        xor --epochs 1.5            | --epochs: '1.5' is no whole number
        xor --hidden 4,norm --batch 1 | norm behind units makes 0 of a single example: it takes --batch 2 or more
        xor --batch 0               | a batch has at least one example, not 0, as in --batch 64 or --batch full
        xor --limit 0               | at least one example is needed, not --limit 0
        xor --threads 0             | at least one thread is needed, not 0
        xor --activation rleu       | --activation: unknown activation 'rleu' (did you mean relu?); there are identity, relu, leaky-relu, elu, gelu, silu, tanh, sigmoid, softplus
        xor --loss mean             | --loss: unknown loss 'mean'; there are cross-entropy, binary-cross-entropy, mse, huber, hinge, perceptron
        xor --optimizer rosenblatt  | Rosenblatt's rule trains a single unit: it takes --model perceptron
        xor --model perceptron --hidden 3 | a perceptron is one unit that begins at 0: --hidden, --activation and --init go with --model mlp
        xor --model perceptron --loss cross-entropy | a perceptron has one output, and cross-entropy takes one for each class: --loss binary-cross-entropy is the same for two classes
        and --model perceptron --batch 64 | Rosenblatt's rule learns from one example at a time: --batch 64 goes with another --optimizer
        xor --watch 0 --report r    | pictures are drawn every N steps, N at least 1, not --watch 0
        xor --watch -3 --report r   | pictures are drawn every N steps, N at least 1, not --watch -3
        xor --history h.txt         | a history is written as .csv or .json, not into h.txt
        xor --watch often           | --watch: 'often' is no whole number
        xor --schedule cosin        | --schedule: unknown schedule 'cosin' (did you mean cosine?); there are constant, step, exponential, linear, cosine, one-cycle
        xor --schedule cosine:2     | --schedule: the warm-up's share of the run must be at least 0 and less than 1, not 2.0
        xor --clip 0                | the norm that gradients are clipped to is a positive number, not 0.0
        xor --validation 1          | the validation part is a share of the training examples between 0 and 1, not 1.0, as in --validation 0.1
        xor --patience 3            | --patience looks at the loss on examples that are set apart: it goes with --validation SHARE, as 0.1
        and --model perceptron --clip 1 | Rosenblatt's rule follows no gradients, and ends by itself: --schedule, --clip, --clip-value, --validation, --patience, --decay, --max-norm and --augment go with another --optimizer
        xor --checkpoint-every 0 --checkpoint c | checkpoints are written every N steps, N at least 1, not --checkpoint-every 0
        xor --checkpoint-every 10   | --checkpoint-every goes with --checkpoint FILE
        --epochs 3                  | a recipe is missing: and, or, xor, moons, circles, spirals, mnist-linear, mnist, mnist-wide, lenet, mnist-cnn, fashion-mnist, fashion-cnn, csv
        xor --watch 10              | --watch draws into a report's folder: it goes with --report DIR
        xor --model perceptron --watch 10 --report r | --watch draws gradients, and Rosenblatt's rule follows none: it goes with another --optimizer
        and --model perceptron --batch full | Rosenblatt's rule learns from one example at a time: --batch full goes with another --optimizer
        xor --data here             | --data does not go with xor, whose examples are made by a formula
        xor --target y              | --target names a column of a table: it goes with csv, not with xor
        csv                         | csv learns from a table: name it by --data FILE
        """)
    void wrongUsageIsSaidInOneLine(String arguments, String message) {
        var said = gradus((Object[]) ("train " + arguments).split(" "));
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.error()).isEqualTo(message + "; 'gradus train --help' shows what is possible");
        assertThat(said.out()).isEmpty();
    }

    @Test void dataThatCannotBeUsedAreSaidInOneLineAndNothingIsWritten() throws IOException {
        fails("no such folder", "mnist", "--data", folder.resolve("nowhere"));
        fails("no train-images file", "mnist", "--data", folder);
        var ragged = Files.writeString(folder.resolve("ragged.csv"), "a,b,c\n1,2,x\n3,y\n");
        fails("row 2 (line 3): 2 fields, expected 3", "csv", "--data", ragged);
        var text = Files.writeString(folder.resolve("text.csv"), "a,b,c\n1,2,x\n3,oops,y\n");
        fails("column 'b': 'oops', a number is expected", "csv", "--data", text);
        fails("no column 'z'; the columns are a, b, c", "csv", "--data", text, "--target", "z");
        fails("a perceptron tells two classes apart", "mnist", "--model", "perceptron");
    }

    @Test void damagedPicturesAreSaidInOneLine() throws IOException {
        Pictures.write(folder, "train", 8, 6);
        Pictures.write(folder, "t10k", 4, 6);
        var labels = folder.resolve("train-labels-idx1-ubyte");
        Files.write(labels, Pictures.labels(7));
        fails("has 8 pictures, train-labels-idx1-ubyte has 7 labels", "mnist", "--data", folder);
        Files.write(labels, Pictures.labels(8));
        var images = folder.resolve("train-images-idx3-ubyte");
        Files.write(images, java.util.Arrays.copyOf(Files.readAllBytes(images), 100));
        fails("train-images-idx3-ubyte", "mnist", "--data", folder);
    }

    @Test void aPlaceThatCannotBeWrittenIsFoundBeforeTraining() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");
        fails("a folder; --out names the model's file", "xor", "--out", folder);
        fails("cannot be saved there, since " + file + " is no folder", "xor", "--out", file.resolve("x.json"));
        var device = Path.of("/dev/null");
        if (Files.exists(device)) fails(device + ": cannot be saved there, since it is there and is no file", "xor", "--out", device);
        var taken = Files.createDirectory(folder.resolve("x.run.json"));
        fails(taken + ": cannot be saved there, since it is there and is no file", "xor", "--out", folder.resolve("x.json"));
        assertThat(folder.resolve("x.json")).doesNotExist();
        fails("cannot be saved there, since " + file + " is no folder", "xor", "--report", file);
        fails("cannot be saved there, since " + file + " is no folder", "xor", "--checkpoint", file.resolve("c"));
        fails("cannot be saved there, since " + file + " is no folder", "xor", "--history", file.resolve("h.csv"));
    }

    private void fails(String message, Object... arguments) {
        var all = new ArrayList<Object>(List.of("train"));
        all.addAll(List.of(arguments));
        if (!all.contains("--out")) all.addAll(List.of("--out", folder.resolve("none.json")));
        var said = gradus(all.toArray());
        assertThat(said.error()).contains(message);
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(folder.resolve("none.json")).doesNotExist();
    }
}
