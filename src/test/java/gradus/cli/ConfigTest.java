package gradus.cli;

import static gradus.cli.Said.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    @TempDir Path folder;

    @ParameterizedTest @ValueSource(strings = {
        "xor --epochs 30 --seed 7",
        "and --model perceptron --lr 0.5",
        "xor --model perceptron --optimizer sgd --loss hinge --batch full --epochs 3",
        "moons --epochs 3 --limit 100 --batch 16 --hidden 8,4 --activation elu --init normal:0.1 --optimizer adamw --lr 0.003",
        "spirals --epochs 2 --hidden none --loss hinge --seed -5",
        "csv --data DATA --target kind --epochs 4",
        "csv --data DATA --target 1 --loss mse --epochs 2 --limit 20"})
    void aRunFileRepeatsItsRun(String arguments) throws IOException {
        var rows = new ArrayList<String>(List.of("x,y,kind"));
        for (int i = 0; i < 40; i++) rows.add(i + "," + i * i % 7 + "," + (i < 20 ? "ant" : "bee"));
        if (arguments.contains("--target 1")) rows.replaceAll(row -> row.substring(0, row.lastIndexOf(',')));
        var table = Files.write(folder.resolve("a table.csv"), rows);
        Path first = folder.resolve("first.json"), again = folder.resolve("again.json");
        var words = Stream.concat(Stream.of("train"), Stream.of(arguments.split(" ")).map(word -> word.equals("DATA") ? table : word));
        assertThat(gradus(Stream.concat(words, Stream.of("--out", first)).toArray()).err()).isEmpty();
        var said = gradus("train", "--config", folder.resolve("first.run.json"), "--out", again);
        assertThat(said.err()).isEmpty();
        assertThat(said.status()).isZero();
        assertThat(again).hasSameBinaryContentAs(first);
    }

    @Test void theLineWinsWhereverTheFileIsNamed() throws IOException {
        var config = file("{\"recipe\": \"and\", \"epochs\": 5, \"seed\": 3, \"hidden\": [3, 2], \"json\": true}");
        var model = folder.resolve("m.json");
        var before = gradus("train", "--config", config, "--epochs", 7, "--out", model).json();
        assertThat(before.get("recipe").textValue()).isEqualTo("and");
        assertThat(before.get("epochs").intValue()).isEqualTo(7);
        assertThat(before.get("seed").intValue()).isEqualTo(3);
        assertThat(before.get("parameters").intValue()).isEqualTo(2 * 3 + 3 + 3 * 2 + 2 + 2 + 1);
        var behind = gradus("train", "or", "--epochs", 7, "--out", model, "--config=" + config).json();
        assertThat(behind.get("recipe").textValue()).isEqualTo("or");
        assertThat(behind.get("epochs").intValue()).isEqualTo(7);
    }

    @ParameterizedTest @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"recipe": "xor", "ephocs": 3}       | 'ephocs' is no option of train (did you mean epochs?)
        {"recipe": "xor", "--seed": 3}       | '--seed' is no option of train (did you mean seed?)
        {"recipe": "xor", "config": "x"}     | 'config' is no option of train
        {"recipe": "xor", "help": true}      | 'help' is no option of train
        {"recipe": "xro"}                    | unknown recipe 'xro' (did you mean xor?); there are and, or, xor, moons, circles, spirals, mnist-linear, mnist, mnist-wide, lenet, mnist-cnn, fashion-mnist, fashion-cnn, csv
        {"recipe": "xor", "lr": "fast"}      | --lr: 'fast' is no number
        {"recipe": "xor", "lr": true}        | 'lr' is true, a text or a number is expected
        {"recipe": "xor", "lr": null}        | 'lr' is null, a text or a number is expected
        {"recipe": "xor", "lr": {}}          | 'lr' is {}, a text or a number is expected
        {"recipe": "xor", "json": 1}         | 'json' is 1, true or false is expected
        {"lr": 1, "lr": 2}                   | no JSON (line 1): Duplicate field 'lr'
        {"recipe": "xor"                     | no JSON (line 1): Unexpected end-of-input: expected close marker for Object
        {"recipe": "xor"} more               | no JSON (line 1): Unrecognized token 'more'
        [1]                                  | an object of options and values is expected
        {"format": "gradus-run"}             | an object of options and values is expected
        {"format": "gradus-model"}           | a model; how it was trained stands in the run file beside it
        """)
    void whatAFileGetsWrongIsSaidWithItsName(String text, String message) throws IOException {
        var config = file(text);
        var said = gradus("train", "--config", config);
        assertThat(said.error()).startsWith(config + ": " + message).endsWith("; 'gradus train --help' shows what is possible");
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
    }

    @Test void theLinesOwnMistakesAreNotTheFiles() throws IOException {
        var config = file("{\"recipe\": \"xor\", \"lr\": \"0.5\"}");
        assertThat(gradus("train", "--config", config, "--lr", "fast").error()).startsWith("--lr: 'fast' is no number");
        assertThat(gradus("train", "--config", folder.resolve("none.json")).error()).startsWith(folder.resolve("none.json") + ": no such file");
        assertThat(gradus("train", "--config", folder).error()).startsWith(folder + ": cannot be read (Is a directory)");
        assertThat(gradus("train", "--config", file("{}")).error()).startsWith("a recipe is missing: and, or, xor");
    }

    private Path file(String text) throws IOException { return Files.writeString(folder.resolve("run.json"), text); }
}
