package gradus.cli;

import static gradus.cli.Said.gradus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.data.Batch;
import gradus.experiments.Trained;
import gradus.training.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphCommandTest {
    private static final Path XOR = Path.of("models", "xor.json"), MNIST = Path.of("models", "mnist.json");

    @TempDir Path folder;

    // ---- expressions

    @Test void aFormulaIsComputedAndDifferentiated() throws IOException {
        var said = gradus("graph", "tanh(w*x + b)", "--at", "w=0.5,x=2,b=-1", "--json");
        assertThat(said.status()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.lines()).containsExactly("value  0.0", "∇w     2.0", "∇x     0.5", "∇b     1.0",
            "{\"value\":0.0,\"gradients\":{\"w\":2.0,\"x\":0.5,\"b\":1.0}}");
    }

    @Test void gradientsOfMatricesAreNested() throws IOException {
        var json = gradus("graph", "sum((W @ x)^2)", "--at", "W=[[1,2],[3,4]],x=[1,2]", "--json").json();
        assertThat(json).hasToString("{\"value\":146.0,\"gradients\":{\"W\":[[10.0,20.0],[22.0,44.0]],\"x\":[76.0,108.0]}}");
        var wide = gradus("graph", "mean(x)", "--at", "x=[1,2,3,4,5,6,7,8,9,10]");
        assertThat(wide.out()).contains("∇x     (10), norm 0.3162");
    }

    @Test void numbersThatAreNotFiniteAreTextsInJson() throws IOException {
        assertThat(gradus("graph", "log(x)", "--at", "x=-1", "--json").json()).hasToString("{\"value\":\"NaN\",\"gradients\":{\"x\":-1.0}}");
        assertThat(gradus("graph", "log(x)", "--at", "x=0", "--json").json())
            .hasToString("{\"value\":\"-Infinity\",\"gradients\":{\"x\":\"Infinity\"}}");
    }

    @Test void aConstantHasNoGradientsAndWhatIsNotReachedHasZeros() throws IOException {
        assertThat(gradus("graph", "1 + 2", "--json").json()).hasToString("{\"value\":3.0,\"gradients\":{}}");
        assertThat(gradus("graph", "sign(sum(x))", "--at", "x=[-1,-2]", "--json").json())
            .hasToString("{\"value\":-1.0,\"gradients\":{\"x\":[0.0,0.0]}}");
        var file = folder.resolve("three.svg");
        assertThat(gradus("graph", "1 + 2", "-o", file).status()).isZero();
        assertThat(file).content().contains(">3<");
    }

    @Test void oneElementIsANumber() {
        assertThat(gradus("graph", "[[x]] @ [[2]]", "--at", "x=3").lines()).containsExactly("value  6.0", "∇x     2.0");
    }

    @ParameterizedTest @ValueSource(strings = {"-x^2", "-tanh(x)", "-(x)", "-[x]@[1]"})
    void aFormulaMayBeginWithAMinus(String text) {
        assertThat(gradus("graph", "--at", "x=3", "--", text).status()).isZero();
        assertThat(gradus("graph", text, "--at", "x=3").out()).startsWith("value  ");
    }

    @Test void behindTheEndOfOptionsItMayBeginWithTwo() {
        assertThat(gradus("graph", "--at", "x=3", "--", "--x").lines()).containsExactly("value  3.0", "∇x     1.0");
        assertThat(gradus("graph", "--at", "x=3", "--x").error()).contains("unknown option '--x'");
    }

    // ---- pictures

    @Test void thePictureIsWrittenByTheEndingOfItsName() throws IOException {
        var svg = folder.resolve("a/b/neuron.svg");
        var said = gradus("graph", "tanh(w*x + b)", "--at", "w=0.25,x=2,b=-1", "-o", svg);
        assertThat(said.out()).endsWith("saved to " + svg + "\n");
        assertThat(svg).content().startsWith("<svg").contains(">tanh(w*x + b)<", ">−0.4621<", "0.7864", "∇").contains("id=\"v0\"");
        var dot = folder.resolve("neuron.dot");
        gradus("graph", "tanh(w*x + b)", "--at", "w=0.25,x=2,b=-1", "--out", dot, "--title", "a \"neuron\" <script>");
        assertThat(dot).content().startsWith("digraph").contains("a &quot;neuron&quot; &lt;script&gt;").doesNotContain("<script>");
        var png = folder.resolve("neuron.png");
        gradus("graph", "tanh(w*x + b)", "--at", "w=0.25,x=2,b=-1", "-o", png);
        assertThat(ImageIO.read(png.toFile()).getWidth()).isGreaterThan(300);
    }

    @Test void valuesInBetweenHaveGradientsToo() throws IOException {
        var dot = folder.resolve("a.dot");
        gradus("graph", "(x*x)*7", "--at", "x=3", "-o", dot);
        assertThat(Files.readString(dot)).containsPattern("∇\u00a0?42").containsPattern("∇\u00a0?7<");
    }

    @Test void namesOfAnyLanguageAndLengthAreDrawn() {
        for (var name : List.of("שלום", "变量", "w₁", "x".repeat(10_000))) {
            var file = folder.resolve("name.svg");
            var said = gradus("graph", "2*" + name, "--at", name + "=4", "-o", file, "--json");
            assertThat(said.status()).as(said.err()).isZero();
            assertThat(said.out()).contains("\"" + name + "\":2.0");
            assertThat(file).content().contains(name.substring(0, Math.min(30, name.length())));
        }
    }

    @Test void theBudgetIsHeld() {
        var file = folder.resolve("a.svg");
        var said = gradus("graph", "x+x+x+x", "--at", "x=1", "-o", file, "--budget", 3);
        assertThat(said.error()).contains("4 nodes").contains("3");
        assertThat(said.status()).isEqualTo(1);
        assertThat(file).doesNotExist();
        assertThat(gradus("graph", "x" + "+x".repeat(5000), "--at", "x=1").status()).isZero();          // nothing is drawn
    }

    // ---- errors write nothing

    @ParameterizedTest @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        tanh(w*x + b  | w=1,x=2,b=3 | column 13: ')' is expected, to close the '(' in column 5, but here is the end
        tnah(w)       | w=1         | column 1: unknown function 'tnah' (did you mean tanh?)
        w*x           | w=1         | column 3: 'x' has no value; it needs one, as in x=0.5
        weight        | wieght=1    | column 1 of the values: 'wieght' is not in the expression (did you mean weight?)
        w*x + 1       | w=[1,2],x=[1,2,3] | column 2: mul: (2) and (3) do not broadcast
        """)
    void anErrorPointsAtItsColumnAndNothingIsWritten(String text, String at, String message) {
        var file = folder.resolve("none.svg");
        var said = gradus("graph", text, "--at", at, "-o", file, "--json");
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        var lines = said.err().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("gradus: " + message);
        assertThat(lines.get(1)).isIn("  " + text, "  " + at);
        int column = Integer.parseInt(message.replaceFirst("column (\\d+).*", "$1"));
        assertThat(lines.get(2)).isEqualTo(" ".repeat(column + 1) + "^");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        x@x --at=x=[[1,2],[3,4]]        | the result has the shape (2, 2), and only one number has a gradient: sum(...) or mean(...) makes one of it
        --json                          | an expression is missing, as "tanh(w*x + b)", or a model: --model FILE
        models/xor.json                 | models/xor.json is a file: a saved model is drawn by --model models/xor.json
        x --model models/xor.json       | an expression or a --model can be drawn, not both at once
        x --input 0,1                   | --input, --target, --example and --data go with --model
        x --data data/mnist             | --input, --target, --example and --data go with --model
        --model models/xor.json         | a model needs an example: either --input, as 0,1, or --example, as 7
        --model m.json --input 0,1 --example 7 | a model needs an example: either --input, as 0,1, or --example, as 7
        --model m.json --at w=1 --input 0,1    | --at goes with an expression; a model is asked by --input
        --model m.json --input 0,1 --data d    | --data goes with --example
        --model m.json --example 1 --target 1  | --target goes with --input; an --example has its own
        1+2 --budget 0                  | a picture has at least one node, so --budget cannot be 0
        1+2 --level scalar              | --level: unknown level 'scalar' (did you mean scalars?); there are modules, operations, scalars
        --lvel                          | unknown option '--lvel' (did you mean --level?)
        1 2                             | '2' is one argument too many
        """)
    void wrongUsageIsSaidInOneLine(String arguments, String message) {
        var words = ("graph " + arguments).split(" ");
        var said = gradus((Object[]) words);
        assertThat(said.error()).isEqualTo(message + "; 'gradus graph --help' shows what is possible");
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
    }

    @Test void anotherEndingIsAnError() throws IOException {
        var said = gradus("graph", "x", "--at", "x=1", "-o", folder.resolve("a/x.pdf"));
        assertThat(said.error()).contains("its name must end in");
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    // ---- models

    private static double lossOf(Path model, Batch batch) {
        var trained = Trained.read(model);
        return trained.objective().loss(trained.model().module().apply(batch.inputs()), batch).item();
    }

    @Test void aModelAndATargetGiveTheLoss() throws IOException {
        var said = gradus("graph", "--model", XOR, "--input", "0,1", "--target", "1", "--level", "scalars", "--json");
        assertThat(said.err()).isEmpty();
        assertThat(said.lines()).hasSize(6).element(0).asString().startsWith("loss ");
        assertThat(said.lines().get(1)).startsWith("∇0.weight  [[0.0, 0.0, 0.0, 0.0], [");
        var json = said.json();
        var row = Trained.read(XOR).examples(null).batch(1);
        assertThat(json.get("value").floatValue()).isEqualTo((float) lossOf(XOR, row));
        assertThat(json.get("gradients").fieldNames()).toIterable().containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
        assertThat(json.get("gradients").get("0.weight").get(1)).hasSize(4);
        var trained = Trained.read(XOR);
        var gradients = trained.objective().loss(trained.model().module().apply(row.inputs()), row).backward();
        var weight = Objects.requireNonNull(trained.model().module().parameters().get("2.weight"));
        for (int i = 0; i < 4; i++)
            assertThat(json.get("gradients").get("2.weight").get(i).get(0).floatValue()).isEqualTo((float) gradients.of(weight).data().at(i));
        var other = gradus("graph", "--model", XOR, "--input", "0,1", "--target", "0", "--json").json();
        assertThat(other.get("value").doubleValue()).isGreaterThan(5);
        var numbered = gradus("graph", "--model", XOR, "--example", 1, "--json").json();
        assertThat(numbered).isEqualTo(json);
    }

    @Test void aModelWithoutATargetGivesItsOutput() throws IOException {
        var said = gradus("graph", "--model", XOR, "--input", "-1,2", "--json");
        var outputs = Trained.read(XOR).predict("-1,2").getFirst().outputs();
        assertThat(said.lines().getFirst()).startsWith("output ");
        assertThat(said.json().get("value").floatValue()).isEqualTo(outputs.getFirst().floatValue());
    }

    @Test void aModelsPictureHasItsModules() throws IOException {
        var dot = folder.resolve("xor.dot");
        gradus("graph", "--model", XOR, "--input", "0,1", "--target", "1", "-o", dot);
        assertThat(dot).content().contains("xor.json, 0,1 → 1: loss", "Linear(2 → 4)", "subgraph", "target", "∇");
    }

    @Test void digitsAreFoundByNumber() throws IOException {
        var file = folder.resolve("seven.svg");
        var said = gradus("graph", "--model", MNIST, "--data", "data/mnist", "--example", 7, "--level", "operations", "-o", file);
        assertThat(said.status()).as(said.err()).isZero();
        assertThat(said.lines()).hasSize(8);
        assertThat(said.out()).contains("∇1.weight  (784, 128), norm ");
        assertThat(file).content().contains("mnist.json, example 7: loss", "crossEntropy");
        assertThat(gradus("graph", "--model", MNIST, "--example", 10_000).error()).isEqualTo("example 10000 of a set that has 0..9999");
    }

    @Test void aPictureIsExplainedByTheClassThatIsSaid() throws IOException {
        var digit = Pictures.pgm(folder.resolve("digit.pgm"), 28, 14, false);
        var prediction = Trained.read(MNIST).predict(digit.toString()).getFirst();
        var said = gradus("graph", "--model", MNIST, "--input", digit, "--json");
        assertThat(said.out()).startsWith("output of " + prediction.className() + " ");
        double greatest = prediction.outputs().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        assertThat(said.json().get("value").doubleValue()).isCloseTo(greatest, within(1e-6 * Math.abs(greatest)));
    }

    @Test void modelsOfNumbersTakeNumbers() throws IOException {
        var table = Files.writeString(folder.resolve("t.csv"), "a,b,y\n0,1,2\n1,0,4\n1,1,5\n0,0,1\n2,1,8\n1,2,6\n");
        var model = folder.resolve("t.json");
        assertThat(gradus("train", "csv", "--data", table, "--loss", "mse", "--epochs", 2, "--out", model).status()).isZero();
        var trained = Trained.read(model);
        double said = trained.predict("1,2").getFirst().outputs().getFirst();
        assertThat(trained.objective()).isEqualTo(Objective.MSE);
        var loss = gradus("graph", "--model", model, "--input", "1,2", "--target", "2.5", "--json").json();
        assertThat(loss.get("value").doubleValue()).isCloseTo((said - 2.5) * (said - 2.5), within(1e-4));
        assertThat(gradus("graph", "--model", model, "--input", "1,2", "--json").json().get("value").doubleValue()).isCloseTo(said, within(1e-6));
        assertThat(gradus("graph", "--model", model, "--input", "1,2", "--target", "two").error()).contains("a number is expected");
        assertThat(gradus("graph", "--model", model, "--input", table).status()).isEqualTo(1);
    }

    @Test void whatDoesNotFitAModelIsSaid() throws IOException {
        assertThat(gradus("graph", "--model", XOR, "--input", "0,1", "--target", "2").error()).isEqualTo("the target '2' is none of its classes: 0, 1");
        assertThat(gradus("graph", "--model", XOR, "--input", "0").error()).contains("neither a file nor a row of 2 numbers");
        assertThat(gradus("graph", "--model", XOR, "--example", 4).error()).isEqualTo("example 4 of a set that has 0..3");
        assertThat(gradus("graph", "--model", "none.json", "--input", "0,1").error()).isEqualTo("none.json: no such file");
        var rows = Files.writeString(folder.resolve("rows.csv"), "0,1\n1,1\n");
        assertThat(gradus("graph", "--model", XOR, "--input", rows).error()).isEqualTo(rows + ": 2 rows, where one is expected");
    }

    @Test void theHelpNamesEveryFunction() {
        var help = gradus("graph", "--help").out();
        assertThat(help).contains("tanh", "logSumExp", "modules, operations or scalars");
    }
}
