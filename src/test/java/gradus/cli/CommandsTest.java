package gradus.cli;

import static gradus.cli.Said.gradus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir Path folder;

    // ---- gradus

    @ParameterizedTest @ValueSource(strings = {"", "train", "evaluate", "predict", "sweep", "graph", "inspect", "export", "import", "gradcheck",
        "bench", "run", "doctor", "completion", "help", "manual"})
    void everyCommandHasHelpWithExamples(String command) {
        var said = command.isEmpty() ? gradus("--help") : gradus(command, "--help");
        assertThat(said.status()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("Usage: gradus").contains("Examples:").contains("--stacktrace")
            .containsPattern("Exit status:\n +0 +done\n +1 +failed\n +2 +wrong usage\n");
        if (!command.isEmpty()) assertThat(gradus("help", command).out()).isEqualTo(said.out());
        assertThat(said.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test void trainsHelpListsEveryRecipeWithItsSettings() {
        assertThat(gradus("train", "--help").out()).contains("two spiral arms").containsPattern("\n  mnist +relu +he-normal +adamw +0.003 +128 +16 +linear")
            .containsPattern("\n  mnist +drop0.1,128,64\n").containsPattern("\n  mnist-cnn +conv3-32-valid,.*,\n(?: +[a-z0-9.,-]+\n)+ +--decay 0.02 --augment shift:2");
    }

    @Test void wrongUsageIsSaidInOneLine() {
        wrong("unknown command 'trian' (did you mean train?); there are train, evaluate, ", "trian", "xor");
        wrong("a command is missing: train, evaluate, ");
        wrong("missing required parameter: 'MODEL'; 'gradus evaluate --help'", "evaluate");
        wrong("scripts are run by the launcher: ./gradus run x.java; 'gradus run --help'", "run", "x.java");
        wrong("unknown option '--jsn' (did you mean --json?); 'gradus predict --help'", "predict", "m.json", "--jsn", "0,1");
    }

    @Test void helpForWhatIsNotThereIsWrongUsage() {
        wrong("unknown command 'trian' (did you mean train?)", "trian", "--help");
        wrong("unknown command 'trian' (did you mean train?)", "help", "trian");
        wrong("unknown option '--lrr' (did you mean --lr?); 'gradus train --help'", "train", "--help", "--lrr");
        assertThat(gradus("help").out()).isEqualTo(gradus("--help").out()).doesNotContain("manual");
    }

    @Test void numbersBeyondTheRangeAreToldIt() {
        wrong("--epochs: 99999999999 is beyond what is possible, -2147483648 to 2147483647", "train", "xor", "--epochs", "99999999999");
        wrong("--seed: 9223372036854775808 is beyond what is possible, -9223372036854775808 to 92", "train", "xor", "--seed", "9223372036854775808");
    }

    private static void wrong(String message, Object... arguments) {
        var said = gradus(arguments);
        assertThat(said.error()).startsWith(message);
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
    }

    @Test void aStackTraceIsShownWhenAskedFor() {
        assertThat(gradus("evaluate", "none.json").err()).isEqualTo("gradus: none.json: no such file\n");
        assertThat(gradus("evaluate", "none.json", "--stacktrace").err()).startsWith("gradus: none.json: no such file\n").contains("\tat gradus.");
    }

    @Test void tooLittleMemoryIsSaidInOneLine() {
        var full = new PrintWriter(new StringWriter()) {
            @Override public void println(String text) { throw new OutOfMemoryError("Java heap space"); }
        };
        var err = new StringWriter();
        int status = Main.commandLine(new Terminal(full, new PrintWriter(err), false, false)).execute("gradcheck", "--op", "mul");
        assertThat(err).hasToString("gradus: more memory is needed than there is: a smaller --hidden, --batch or --limit may help\n");
        assertThat(status).isEqualTo(1);
    }

    // ---- evaluate

    @Test void aGateIsJudgedByItsFourRowsAndATableByItsOwn() throws IOException {
        var model = Said.xor(folder);
        assertThat(gradus("evaluate", model).out()).startsWith("test accuracy 100.00 % (4 of 4), loss ");
        var table = Files.writeString(folder.resolve("rows.csv"), "x,y,class\n0,0,1\n1,1,0\n0,1,1\n");   // the first is wrong
        var json = gradus("evaluate", model, "--data", table, "--json").json();
        assertThat(json.get("test_accuracy").doubleValue()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(json.get("examples").intValue()).isEqualTo(3);
        assertThat(json.get("test_loss").doubleValue()).isGreaterThan(0.5);
        assertThat(json.get("model").textValue()).isEqualTo(model.toString());
    }

    @Test void eachClassHasItsLine() throws IOException {
        var table = Files.writeString(folder.resolve("rows.csv"), "x,y,class\n0,0,1\n1,1,0\n0,1,1\n");        // the first is wrong
        var said = gradus("evaluate", Said.xor(folder), "--data", table, "--json");
        assertThat(said.lines().subList(1, 6)).containsExactly("",
            "  class   precision      recall          F1    examples",
            "  0         50.00 %    100.00 %     66.67 %           1",
            "  1        100.00 %     50.00 %     66.67 %           2",
            "  mean      75.00 %     75.00 %     66.67 %           3");
        var json = said.json();
        assertThat(json.get("macro_f1").doubleValue()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(json.get("macro_recall").doubleValue()).isCloseTo(0.75, within(1e-12));
        assertThat(json.at("/classes/1").toString()).isEqualTo("{\"class\":\"1\",\"precision\":1.0,\"recall\":0.5,\"f1\":"
            + json.at("/classes/1/f1") + ",\"support\":2}");
        assertThat(json.get("confusion").toString()).isEqualTo("[[1,0],[1,1]]");
        assertThat(json.has("top5_accuracy")).isFalse();
    }

    @Test void numbersAreJudgedByTheirErrors() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 100; i++) lines.add(i % 10 + "," + (3 * (i % 10) + 1));
        var table = Files.write(folder.resolve("line.csv"), lines);
        var model = folder.resolve("line.json");
        assertThat(gradus("train", "csv", "--data", table, "--loss", "mse", "--out", model).status()).isZero();
        var said = gradus("evaluate", model, "--data", table, "--json");
        assertThat(said.lines().getFirst()).startsWith("test loss ");
        assertThat(said.lines().get(1)).matches("mean absolute error \\S+, R² [01]\\.\\d{4}");
        assertThat(said.lines()).hasSize(3);
        assertThat(said.json().get("r_squared").doubleValue()).isBetween(0.99, 1.0);
        assertThat(said.json().get("mean_absolute_error").doubleValue()).isBetween(0.0, 0.5);
        assertThat(said.json().get("test_accuracy").isNull()).isTrue();
    }

    @Test void toysAreJudgedByTheExamplesThatTrainingSetApart() throws IOException {
        var model = folder.resolve("moons.json");
        var trained = gradus("train", "moons", "--epochs", 3, "--limit", 300, "--out", model, "--json").json();
        var judged = gradus("evaluate", model, "--json").json();
        assertThat(judged.get("test_accuracy")).isEqualTo(trained.get("test_accuracy"));
        assertThat(judged.get("test_loss")).isEqualTo(trained.get("test_loss"));
    }

    /// The model's file has the digest of the pictures that it learned from, not their folder.
    @ParameterizedTest @ValueSource(strings = {"", "--limit 12", "--validation 0.5", "--limit 12 --validation 0.5"})
    void otherPicturesThanThoseLearnedFromDoNotJudgeAModel(String options) throws IOException {
        var home = System.getProperty("gradus.home");
        Path model = folder.resolve("m.json"), other = Files.createDirectory(folder.resolve("other"));
        var usual = Files.createDirectories(folder.resolve("home/data/mnist"));
        Pictures.write(usual, "train", 20, 12);
        Pictures.write(usual, "t10k", 10, 12);
        Pictures.write(other, "train", 30, 12);
        Pictures.write(other, "t10k", 10, 12);
        var words = new ArrayList<Object>(List.of("train", "mnist", "--epochs", 1, "--hidden", "none", "--out", model));
        if (!options.isEmpty()) words.addAll(List.of(options.split(" ")));
        try {
            System.setProperty("gradus.home", folder.resolve("home").toString());
            assertThat(gradus(words.toArray()).status()).isZero();
            assertThat(gradus("evaluate", model).lines().getFirst()).startsWith("test accuracy ")
                .endsWith(", by the test pictures in " + usual);
            words.addAll(List.of("--data", other));
            assertThat(gradus(words.toArray()).status()).isZero();
            var error = model + ": it learned from other pictures than those in " + usual + "; name their folder by --data";
            fails(error, "evaluate", model);
            fails(error, "graph", "--model", model, "--example", 0);
            var judged = gradus("evaluate", model, "--data", other, "--json");
            assertThat(judged.lines().getFirst()).endsWith(", by the test pictures in " + other);
            assertThat(judged.json().get("source").textValue()).isEqualTo("the test pictures in " + other);
        } finally {
            if (home == null) System.clearProperty("gradus.home");
            else System.setProperty("gradus.home", home);
        }
    }

    @Test void aTableNeedNotHaveARowOfEachClass() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 90; i++) lines.add(i / 30 + "," + List.of("ant", "bee", "cat").get(i / 30));
        var table = Files.write(folder.resolve("t.csv"), lines);
        var model = folder.resolve("t.json");
        assertThat(gradus("train", "csv", "--data", table, "--epochs", 30, "--out", model).status()).isZero();
        var two = Files.writeString(folder.resolve("two.csv"), "0,ant\n2,cat\n2,cat\n");
        assertThat(gradus("evaluate", model, "--data", two).out()).startsWith("test accuracy 100.00 % (3 of 3)");
        var one = Files.writeString(folder.resolve("one.csv"), "2,cat\n2,cat\n");
        assertThat(gradus("evaluate", model, "--data", one).out()).startsWith("test accuracy 100.00 % (2 of 2)");
        var unknown = Files.writeString(folder.resolve("unknown.csv"), "0,ant\n2,dog\n");
        fails(unknown + ", row 2 (line 2), column '2': the class 'dog' is none of ant, bee, cat", "evaluate", model, "--data", unknown);
        fails(model + ": its examples are not kept with it; name them by --data", "evaluate", model);
        assertThat(gradus("predict", model, "2").out()).startsWith("2: cat\n");
        fails("1e300: what " + model + " computes from it is not finite; inputs about as large as those it learned from are expected", "predict",
            model, "1e300");
    }

    /// What was trained before files knew names of columns, in `src/test/resources`, and the same run today.
    @Test void columnsAreFoundByNameIfTheModelKnowsThem() throws IOException {
        var lines = new ArrayList<String>(List.of("petal width,petal length,species"));
        for (int i = 0; i < 30; i++) lines.add(i + "," + (90 - i) + "," + (i < 15 ? "ant" : "bee"));
        var table = Files.write(folder.resolve("t.csv"), lines);
        Path first = Path.of("src", "test", "resources", "csv-version-1.json"), model = folder.resolve("t.json");
        assertThat(gradus("train", "csv", "--data", table, "--epochs", 400, "--hidden", 3, "--out", model).status()).isZero();
        assertThat(Files.readString(model).replace("\"version\": 3", "\"version\": 1").replace(",\n  \"buffers\": {}", "")
            .replace("\"names\": [\"petal width\", \"petal length\"], ", "")).isEqualTo(Files.readString(first));
        var other = Files.write(folder.resolve("other.csv"), lines.stream().map(line -> line.split(",")).map(x -> x[2] + "," + x[1] + "," + x[0]).toList());
        var judged = gradus("evaluate", model, "--data", table).out();
        assertThat(gradus("evaluate", first, "--data", table).out()).isEqualTo(judged);
        assertThat(gradus("evaluate", model, "--data", other).out()).isEqualTo(judged.replace(table.toString(), other.toString()));
        fails("column 'petal width': the class '0' is none of ant, bee", "evaluate", first, "--data", other);

        var rows = Files.writeString(folder.resolve("rows.csv"), "petal length,petal width\n88,2\n62,28\n");
        assertThat(gradus("predict", model, rows).lines().stream().filter(line -> !line.startsWith(" "))).containsExactly("88,2: ant", "62,28: bee");
        assertThat(gradus("predict", first, rows).lines().stream().filter(line -> line.contains(":"))).doesNotContain("88,2: ant");
        assertThat(gradus("predict", first, "2,88").out()).isEqualTo(gradus("predict", model, "2,88").out());
        var short1 = Files.writeString(folder.resolve("short.csv"), "petal length,width\n88,2\n");
        fails(short1 + ": no column 'petal width', which " + model + " needs; there are petal length, width", "predict", model, short1);
    }

    @Test void modelAndDataMustFit() throws IOException {
        var model = Said.xor(folder);
        var wide = Files.writeString(folder.resolve("wide.csv"), "1,2,3,0\n1,2,3,1\n");
        fails(wide + ": its inputs have the shape (3), but " + model + " takes (2)", "evaluate", model, "--data", wide);
        fails(folder + ": a folder; " + model + " takes rows of 2 numbers, from a CSV file", "evaluate", model, "--data", folder);
        fails("no Gradus model", "evaluate", wide);
        fails("no Gradus model", "evaluate", folder.resolve("xor.run.json"));
    }

    // ---- predict

    @Test void rowsAreAnsweredWithTheProbabilitiesOfClasses() throws IOException {
        var model = Said.xor(folder);
        var said = gradus("predict", model, "0,1", "-1,-1", "--json");
        assertThat(said.status()).isZero();
        assertThat(said.lines().getFirst()).isEqualTo("0,1: 1");
        assertThat(said.lines().get(2)).matches("  1  9\\d\\.\\d\\d % █{36,40}");
        var first = said.json().get("predictions").get(0);
        assertThat(first.get("class").textValue()).isEqualTo("1");
        assertThat(first.get("probabilities").get("0").doubleValue() + first.get("probabilities").get("1").doubleValue()).isCloseTo(1, within(1e-6));
        assertThat(said.json().get("predictions").get(1).get("input").textValue()).isEqualTo("-1,-1");
    }

    @Test void aFileOfRowsIsAnsweredRowByRow() throws IOException {
        var rows = Files.writeString(folder.resolve("rows.csv"), "x,y\n0,0\n1,0\n");
        var said = gradus("predict", Said.xor(folder), rows);
        assertThat(said.lines().stream().filter(line -> !line.startsWith(" "))).containsExactly("0,0: 0", "1,0: 1");
    }

    @Test void aFileOfRowsMayBeAnyThatTrainingTakes() throws IOException {
        var rows = Files.writeString(folder.resolve("rows.csv"), "x1,\"x2\n(right)\"\n\"0\",0\n1,0\n");
        var said = gradus("predict", Said.xor(folder), rows);
        assertThat(said.err()).isEmpty();
        assertThat(said.lines().stream().filter(line -> !line.startsWith(" "))).containsExactly("0,0: 0", "1,0: 1");
    }

    @Test void inputsThatDoNotFitAreSaidInOneLine() throws IOException {
        var model = Said.xor(folder);
        fails("'0,1,1': 3 numbers, expected 2", "predict", model, "0,1,1");
        fails("'0,x': field 2 is 'x', a number is expected", "predict", model, "0,x");
        fails("'seven.png' is neither a file nor a row of 2 numbers", "predict", model, "seven.png");
        fails("empty", "predict", model, Files.writeString(folder.resolve("empty.csv"), "\n"));
    }

    @Test void picturesAreRecognisedLightOnDarkAndDarkOnLight() throws IOException {
        int side = 12;
        Pictures.write(folder, "train", 200, side);
        Pictures.write(folder, "t10k", 20, side);
        var model = folder.resolve("rows.json");
        var trained = gradus("train", "mnist", "--data", folder, "--hidden", 16, "--epochs", 20, "--batch", 10, "--out", model, "--json").json();
        assertThat(gradus("evaluate", model, "--data", folder, "--json").json().get("test_accuracy")).isEqualTo(trained.get("test_accuracy"));
        var light = gradus("predict", model, Pictures.pgm(folder.resolve("light.pgm"), side, 4, false), "--json").json();
        var dark = gradus("predict", model, Pictures.pgm(folder.resolve("dark.pgm"), side, 4, true), "--json").json();
        assertThat(light.at("/predictions/0/class").textValue()).isEqualTo("4");
        assertThat(dark.at("/predictions/0/probabilities")).isEqualTo(light.at("/predictions/0/probabilities"));
        fails("9 x 9 pixels (width x height), expected 12 x 12", "predict", model, Pictures.pgm(folder.resolve("small.pgm"), 9, 4, false));
        fails("no such file", "predict", model, folder.resolve("none.png"));
        fails("neither a PNG nor a PGM picture", "predict", model, model);
    }

    // ---- gradcheck

    @Test void rulesAreCheckedOneLineACase() throws IOException {
        var said = gradus("gradcheck", "--op", "mul", "--seed", 3, "--json");
        assertThat(said.status()).isZero();
        assertThat(said.lines()).filteredOn(line -> line.matches("mul.* \\d\\.\\de-\\d\\d  right")).hasSizeGreaterThan(2);
        assertThat(said.json().get("wrong").intValue()).isZero();
        assertThat(said.json().get("cases").intValue()).isGreaterThan(2);
        assertThat(said.json().get("worst").doubleValue()).isBetween(0.0, 1e-6);
    }

    @Test void anUnknownOperationListsThoseThereAre() {
        wrong("unknown operation 'matmull' (did you mean matmul?); there are neg, exp, ", "gradcheck", "--op", "matmull");
    }

    private static void fails(String message, Object... arguments) {
        var said = gradus(arguments);
        assertThat(said.error()).contains(message);
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
    }
}
