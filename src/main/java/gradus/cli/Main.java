package gradus.cli;

import gradus.tensor.Threads;
import gradus.tensor.Vectors;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line's door: `gradus COMMAND …`. Exit status 0: done; 1: failed; 2: wrong usage.
@Command(name = "gradus", sortOptions = false, abbreviateSynopsis = true, versionProvider = Main.Version.class,
    subcommands = {Train.class, Evaluate.class, Predict.class, SweepCommand.class, GraphCommand.class, Inspect.class, Export.class,
        Import.class, Reproduce.class,
        GradCheck.class, Bench.class, RunScript.class, Doctor.class, Completion.class, HelpCommand.class, Manual.class},
    header = "Gradus: derivatives, networks, and how they learn, step by step.",
    footer = {"", "Examples:",
        "  gradus train mnist                     trains a network on handwritten digits",
        "  gradus train xor --model perceptron    shows what one unit cannot learn",
        "  gradus predict out/mnist.json digit.png",
        "  gradus graph \"tanh(w*x + b)\" --at w=0.5,x=2,b=-1 -o out/neuron.svg",
        "  gradus train --help                    all recipes and options"})
public final class Main implements Callable<Integer> {
    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    @SuppressWarnings("UnusedVariable") private boolean version;

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Show where in the code an error happened.")
    private boolean stacktrace;

    @Spec private CommandLine.Model.@Nullable CommandSpec spec;

    private final Terminal terminal;

    Main(Terminal terminal) { this.terminal = terminal; }

    /// What the program says when it ends.
    static final SequencedMap<String, String> STATUSES = new LinkedHashMap<>();

    static {
        STATUSES.put("0", "done");
        STATUSES.put("1", "failed");
        STATUSES.put("2", "wrong usage");
    }

    /// Runs a command and ends the program with its exit status.
    public static void main(String... args) {
        var out = new StandardOutput(new FileOutputStream(FileDescriptor.out), System::exit);
        var terminal = Terminal.standard(out);
        int status = commandLine(terminal).execute(args);
        terminal.out().flush();
        var failure = out.failure();
        if (failure != null) terminal.err().println("gradus: standard output: " + failure.getMessage());
        System.exit(failure != null && status == 0 ? 1 : status);
    }

    /// The command line as it writes to this terminal.
    static CommandLine commandLine(Terminal terminal) {
        var main = new Main(terminal);
        var line = new CommandLine(main);
        Words.register(line);
        Objects.requireNonNull(line.getSubcommands().get("train")).getCommandSpec().usageMessage().footer(RecipeTable.footer());
        Objects.requireNonNull(line.getSubcommands().get("graph")).getCommandSpec().usageMessage().footer(GraphCommand.footer());
        Objects.requireNonNull(line.getSubcommands().get("bench")).getCommandSpec().usageMessage().footer(Bench.footer());
        Objects.requireNonNull(line.getSubcommands().get("reproduce")).getCommandSpec().usageMessage().footer(Reproduce.footer());
        statuses(line);
        var errors = new Errors(() -> main.stacktrace);
        return line.setOut(terminal.out()).setErr(terminal.err())
            .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Help.Ansi.ON : Help.Ansi.OFF))
            .setParameterExceptionHandler(errors).setExecutionExceptionHandler(errors)
            .setExecutionStrategy(main::execute);
    }

    private static void statuses(CommandLine line) {
        line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit status:%n").exitCodeList(STATUSES);
        line.getSubcommands().values().forEach(Main::statuses);
    }

    private int execute(ParseResult parsed) {
        requireMatched(parsed);
        if (!CommandLine.printHelpIfRequested(parsed)) {
            noteVectors();
            return run(parsed);
        }
        return 0;
    }

    /// Where help is asked for, picocli passes over words that mean nothing.
    private static void requireMatched(ParseResult parsed) {
        if (!parsed.unmatched().isEmpty())
            throw new UnmatchedArgumentException(parsed.commandSpec().commandLine(), parsed.unmatched());
        if (parsed.hasSubcommand()) requireMatched(parsed.subcommand());
    }

    /// What filled the memory is gone by the time that the error arrives here.
    private int run(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (OutOfMemoryError e) {
            throw new ExecutionException(line(),
                "more memory is needed than there is: a smaller --hidden, --batch or --limit may help", e);
        }
    }

    /// The vector kernels need a word on the Java command line, which the launcher gives and `java -jar` may lack. Settings that
    /// make no sense are told of here, before anything is computed with them.
    private void noteVectors() {
        try {
            if (!Vectors.available() && !"off".equalsIgnoreCase(System.getenv("GRADUS_VECTORS")))
                terminal.err().println("gradus: runs without vector instructions: the same results, but slowly;"
                    + " java --add-modules jdk.incubator.vector -jar ... uses them, as ./gradus does");
            Vectors.allowed();
            Threads.count();
        } catch (ExceptionInInitializerError e) {
            var cause = e.getCause();
            throw new ParameterException(line(), String.valueOf(cause == null ? e : cause.getMessage()));
        }
    }

    /// Without a command there is nothing to do.
    @Override public Integer call() {
        throw new ParameterException(line(), "a command is missing: " + String.join(", ", commands(line())));
    }

    /// The names of those that are told of.
    static List<String> commands(CommandLine line) {
        return line.getSubcommands().entrySet().stream().filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey).toList();
    }

    private CommandLine line() { return Objects.requireNonNull(spec).commandLine(); }

    Terminal terminal() { return terminal; }

    static final class Version implements IVersionProvider {
        @Override public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"gradus " + (version == null ? "development" : version) + ", Java " + Runtime.version()};
        }
    }
}
