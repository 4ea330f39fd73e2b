package outside;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autograd.Graph;
import gradus.autograd.Op;
import gradus.autograd.Recording;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.tensor.Random;
import gradus.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The line of the user's code: this class stands outside of Gradus, as theirs do.
class CodeLineTest {
    private final Value w = Value.parameter(2.0);

    private static int here() { return StackWalker.getInstance().walk(frames -> frames.skip(1).findFirst().orElseThrow()).getLineNumber(); }

    private static String line(int number) { return "CodeLineTest.java:" + number; }

    @Test void eachValueKnowsItsLine() {
        var trace = Trace.withLines();
        var lines = new int[2];
        var y = trace.run(() -> {
            lines[0] = here() + 1;
            var inner = w.square();
            lines[1] = here() + 1;
            return inner.mean();                                           // is a sum and a quotient, both of this line
        });
        var values = Graph.of(y).values().stream().filter(value -> value.op() != null).toList();
        assertThat(values).extracting(trace::line).containsExactly(line(lines[0]), line(lines[1]), line(lines[1]));
        assertThat(trace.line(w)).as("a leaf").isNull();
    }

    @Test void aLineInsideOfAModuleOfOnesOwnIsInnermost() {
        record Cube(int[] line) implements Module {
            @Override public Value forward(Value x) {
                line[0] = here() + 1;
                return x.mul(x).mul(x);
            }
        }
        var trace = Trace.withLines();
        var cube = new Cube(new int[1]);
        var y = trace.run(() -> Sequential.of(cube).apply(w));
        assertThat(trace.line(y)).isEqualTo(line(cube.line[0]));
        assertThat(Objects.requireNonNull(trace.of(y)).path()).isEqualTo("0");
    }

    @Test void aLayerOfGradusHasTheLineThatCalledIt() {
        var trace = Trace.withLines();
        var layer = Linear.of(1, 1, Initializer.HE_NORMAL, Random.seeded(1));
        var x = Value.of(new float[][] {{1}});
        int line = here() + 1;
        assertThat(trace.line(trace.run(() -> layer.apply(x)))).isEqualTo(line(line));
        Module asItIs = layer;
        assertThat(trace.line(Trace.withLines().run(() -> asItIs.apply(x)))).as("another trace's").isNull();
    }

    @Test void javaBetweenIsSkippedAndAnOperationOfOnesOwnIsWhereItIsApplied() {
        record Twice() implements Op.Custom {
            @Override public Tensor forward(Tensor... in) { return in[0].mul(2); }
            @Override public Value pull(int i, Value g, Value out, Value... in) { return g.mul(2); }
        }
        var trace = Trace.withLines();
        var lines = new int[2];
        var y = trace.run(() -> {
            lines[0] = here() + 1;
            var sum = List.of(w, w).stream().map(Value::square).reduce(Value::add).orElseThrow();
            lines[1] = here() + 1;
            return new Twice().apply(sum);
        });
        assertThat(trace.line(y)).isEqualTo(line(lines[1]));
        assertThat(trace.line(y.inputs().getFirst())).isEqualTo(line(lines[0]));
    }

    @Test void onlyATraceThatIsAskedForThemHasLines() {
        var trace = new Trace();
        assertThat(trace.line(trace.run(w::square))).isNull();
        assertThat(Trace.withLines().line(w.square())).as("not traced").isNull();
        var lines = Trace.withLines();
        assertThat(lines.line(lines.run(() -> Recording.off(() -> w.mul(2))))).isNull();
        assertThat(lines.line(lines.run(w::square))).as("no line inside of the work").isNull();
    }

    @Test void aScriptIsNamedByItsFile(@TempDir Path folder) throws Exception {
        var script = Files.writeString(folder.resolve("FindTheNaN.java"), """
            import gradus.autograd.Value;
            import gradus.nn.Sequential;
            import gradus.training.NonFinite;

            void main() {
                var w = Value.parameter(0.0).named("w");
                var net = Sequential.of();
                var found = NonFinite.find(net, () -> {
                    var p = net.apply(w);
                    return p.log().neg();
                });
                IO.println(found.origin());
            }
            """);
        var java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dstdout.encoding=UTF-8",
            "--class-path", System.getProperty("java.class.path"), script.toString()).redirectErrorStream(true).start();
        var said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(said).isZero();
        assertThat(said.strip()).endsWith("log of w () in the loss, at FindTheNaN.java:10, gave -Infinity first");
    }
}
