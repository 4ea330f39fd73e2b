package gradus.cli;

import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.experiments.Names;
import gradus.experiments.Passage;
import gradus.experiments.Trained;
import gradus.io.Expression;
import gradus.io.ExpressionException;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.viz.Level;
import gradus.viz.Picture;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// `gradus graph`: a formula, or a saved model at an example; its value, its gradients, and a picture of both.
@Command(name = "graph", sortOptions = false, abbreviateSynopsis = true,
    header = "Draws how a number was computed, with the gradient at every step.")
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class GraphCommand implements Callable<Integer> {
    /// Gradients up to this size are printed in full.
    private static final int FEW = 9;
    private static final int WIDTH = 78;

    @Parameters(arity = "0..1", paramLabel = "EXPRESSION",
        description = "A formula, as \"tanh(w*x + b)\"; every name in it is a parameter. One that begins with a minus goes last,"
            + " behind --.")
    private @Nullable String expression;

    @Option(names = "--at", paramLabel = "NAME=VALUE,...", description = "The values of the names: w=0.5,x=[1,2],b=-1.")
    private @Nullable String at;

    @Option(names = "--model", paramLabel = "FILE", description = "Instead of an expression: a saved model, such as models/xor.json.")
    private @Nullable Path model;

    @Option(names = "--input", paramLabel = "INPUT", description = "What the model is asked: a row of numbers as 0,1, or a picture.")
    private @Nullable String input;

    @Option(names = "--target", paramLabel = "ANSWER",
        description = "What is right for that input: a class, or numbers. The graph then ends at the loss; without it at the"
            + " outputs, of which that of the class which the model says is differentiated (of numbers, their sum).")
    private @Nullable String target;

    @Option(names = "--example", paramLabel = "N", description = "In place of --input: test example N, from 0, and its loss.")
    private @Nullable Integer example;

    @Option(names = "--data", paramLabel = "PATH",
        description = "Where test examples are: a folder of pictures or a CSV file; else those of the model's recipe.")
    private @Nullable Path data;

    @Option(names = {"-o", "--out"}, paramLabel = "FILE", description = "Draw it, as .svg, .png, .dot or .html by the name's ending.")
    private @Nullable Path out;

    @Option(names = "--level", paramLabel = "LEVEL", defaultValue = "operations",
        description = "How closely to look: modules, operations or scalars (${DEFAULT-VALUE}). A .html page steps through"
            + " operations, or with scalars through single numbers; modules fold in it.")
    private Level level;

    @Option(names = "--budget", paramLabel = "N", description = "Draw at most so many nodes (" + Picture.LIMIT + ").")
    private @Nullable Integer budget;

    @Option(names = "--title", paramLabel = "TEXT", description = "What stands above the picture.")
    private @Nullable String title;

    @Option(names = "--json", description = "End with one line of JSON for programs to read.")
    private boolean json;

    @ParentCommand private Main main;

    /// A formula may begin with a minus, which looks like an option.
    @Spec void spec(CommandSpec spec) {
        this.spec = spec;
        spec.parser().unmatchedOptionsArePositionalParams(true);
    }

    private CommandSpec spec;

    /// What there is to draw.
    ///
    /// @param parameters  those whose gradients are told, by name
    private record Subject(Value result, @Nullable Trace modules, SequencedMap<String, Value> parameters, String title) {}

    /// What expressions are made of, and examples.
    static String[] footer() {
        var lines = new ArrayList<String>(List.of("", "Expressions:",
            "  numbers as 2 and 1e-3, vectors [1,2], matrices [[1,2],[3,4]], names,",
            "  + - * / ^ ( ), @ for the matrix product, and these functions:"));
        var line = new StringBuilder(" ");
        for (var function : Expression.functions()) {
            if (line.length() + 1 + function.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(1);
            }
            line.append(' ').append(function);
        }
        lines.add(line.toString());
        lines.addAll(List.of("", "Examples:",
            "  gradus graph \"tanh(w*x + b)\" --at w=0.5,x=2,b=-1 -o out/neuron.svg",
            "  gradus graph \"sum((W @ x)^2)\" --at \"W=[[1,2],[3,4]],x=[1,2]\" --json",
            "  gradus graph --at x=3 -- \"-x^2\"",
            "  gradus graph --model models/xor.json --input 0,1 --target 1 -o out/xor.svg",
            "  gradus graph --model models/mnist.json --example 7 -o out/seven.svg",
            "  gradus graph --model models/mnist.json --input digit.png -o out/digit.svg"));
        return lines.toArray(String[]::new);
    }

    @Override public Integer call() {
        requireOneSubject();
        var subject = model != null ? passage(model) : formula();
        var result = subject.result;
        if (result.shape().size() != 1)
            throw wrong("the result has the shape " + result.shape() + ", and only one number has a gradient:"
                + " sum(...) or mean(...) makes one of it");
        var gradients = result.isConstant() ? null : result.backwardKeepingAll();
        if (out != null) {
            var picture = Picture.of(result).level(level).titled(title != null ? title : subject.title);
            if (gradients != null) picture = picture.gradients(gradients);
            if (subject.modules != null) picture = picture.modules(subject.modules);
            if (budget != null) picture = picture.upTo(budget);
            picture.write(out);
        }
        var found = new LinkedHashMap<String, Tensor>();
        subject.parameters.forEach((name, parameter) -> found.put(name,
            gradients == null ? Tensor.zeros(parameter.shape(), parameter.precision()) : gradients.of(parameter).data()));
        print(result, found);
        return 0;
    }

    private void requireOneSubject() {
        if (expression != null && expression.matches("--[A-Za-z].*") && !isBehindOptions(expression))
            throw new UnmatchedArgumentException(spec.commandLine(), List.of(expression));
        if (expression == null && model == null) throw wrong("an expression is missing, as \"tanh(w*x + b)\", or a model: --model FILE");
        if (expression != null && model == null && isFile(expression))
            throw wrong(expression + " is a file: a saved model is drawn by --model " + expression);
        if (expression != null && model != null) throw wrong("an expression or a --model can be drawn, not both at once");
        if (model == null && (input != null || target != null || example != null || data != null))
            throw wrong("--input, --target, --example and --data go with --model");
        if (model != null && at != null) throw wrong("--at goes with an expression; a model is asked by --input");
        if (model != null && (input == null) == (example == null))
            throw wrong("a model needs an example: either --input, as 0,1, or --example, as 7");
        if (input != null && data != null) throw wrong("--data goes with --example");
        if (example != null && target != null) throw wrong("--target goes with --input; an --example has its own");
        if (budget != null && budget < 1) throw wrong("a picture has at least one node, so --budget cannot be " + budget);
    }

    private static boolean isFile(String word) {
        try {
            return Files.isRegularFile(Path.of(word));
        } catch (InvalidPathException e) {
            return false;                                    // a formula may hold what no path can
        }
    }

    private boolean isBehindOptions(String argument) {
        var all = spec.commandLine().getParseResult().originalArgs();
        int end = all.indexOf("--");
        return end >= 0 && all.lastIndexOf(argument) > end;
    }

    private ParameterException wrong(String message) { return new ParameterException(spec.commandLine(), message); }

    private Subject formula() {
        try {
            var read = Expression.parse(String.valueOf(expression));
            var parameters = read.parameters(at == null ? "" : at);
            return new Subject(read.value(parameters), null, parameters, read.toString().strip());
        } catch (ExpressionException e) {
            var hint = e.unknown() == null ? "" : Names.suggestion(e.unknown(), e.known());
            throw new ParameterException(spec.commandLine(), e.getMessage() + hint, e);
        }
    }

    private Subject passage(Path file) {
        var trained = Trained.read(file);
        Passage passage;
        String what;
        if (input != null) {
            var batch = trained.example(input, target);
            passage = target == null ? Passage.toOutput(trained, batch) : Passage.toLoss(trained, batch);
            what = input + (target == null ? "" : " → " + target);
        } else {
            int number = example == null ? 0 : example;
            passage = Passage.toLoss(trained, trained.examples(data).batch(number));
            what = "example " + number;
        }
        return new Subject(passage.result(), passage.modules(), trained.model().module().parameters(),
            file.getFileName() + ", " + what + ": " + passage.result().name());
    }

    private void print(Value result, SequencedMap<String, Tensor> gradients) {
        var words = main.terminal().out();
        var name = model == null ? "value" : String.valueOf(result.name());
        int width = gradients.keySet().stream().mapToInt(each -> each.length() + 1).filter(length -> length <= WIDTH / 2).max().orElse(0);
        var line = "%-" + Math.max(width, name.length()) + "s  %s";
        words.println(line.formatted(name, result.data().reshape(Shape.SCALAR)));
        gradients.forEach((parameter, gradient) -> words.println(line.formatted("∇" + parameter, shown(gradient))));
        if (out != null) words.println("saved to " + out);
        if (json) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("value", nested(result.data().reshape(Shape.SCALAR), 0, 0));
            var slopes = new LinkedHashMap<String, Object>();
            gradients.forEach((parameter, gradient) -> slopes.put(parameter, nested(gradient, 0, 0)));
            fields.put("gradients", slopes);
            words.println(Json.line(fields));
        }
        words.flush();
    }

    /// A few numbers in full, of many their shape and how long they are as one vector.
    private static String shown(Tensor gradient) {
        return gradient.size() <= FEW ? gradient.toString()
            : gradient.shape() + ", norm " + Figures.loss(StrictMath.sqrt(gradient.to(Precision.DOUBLE).square().sum().item()));
    }

    /// Rows of rows, as JSON has them.
    private static Object nested(Tensor x, int axis, int from) {
        if (axis == x.shape().rank()) return x.precision() == Precision.FLOAT ? (Object) (float) x.at(from) : (Object) x.at(from);
        int length = x.shape().dim(axis), step = 1;
        for (int inner = axis + 1; inner < x.shape().rank(); inner++) step *= x.shape().dim(inner);
        int stride = step;
        return IntStream.range(0, length).mapToObj(i -> nested(x, axis + 1, from + i * stride)).toList();
    }
}
