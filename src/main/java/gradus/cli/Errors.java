package gradus.cli;

import gradus.experiments.Names;
import gradus.io.ExpressionException;
import gradus.training.DivergedException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what went wrong, in one line: what, where, and what would be right.
///
/// @param stacktrace  whether to show the whole trace, too
record Errors(BooleanSupplier stacktrace) implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final Pattern PARAMETER =
        Pattern.compile("Invalid value for positional parameter at index .*? \\(.*?\\): (.*)", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("Invalid value for option '([^']*)'(?: at index \\d+)?(?: \\(.*?\\))?: (.*)",
        Pattern.DOTALL);

    @Override public int handleParseException(ParameterException e, String[] args) {
        var command = e.getCommandLine();
        print(e, (e instanceof UnmatchedArgumentException unmatched ? unmatched(unmatched) : worded(e))
            + "; '" + command.getCommandSpec().qualifiedName() + " --help' shows what is possible", command);
        return WRONG_USAGE;
    }

    @Override public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        boolean expected = e instanceof IllegalArgumentException || e instanceof UncheckedIOException
            || e instanceof DivergedException || e instanceof ExecutionException;
        print(e, expected ? String.valueOf(e.getMessage())
            : "an error in Gradus itself: " + e + "; --stacktrace shows where", command);
        return FAILED;
    }

    private void print(Exception e, String message, CommandLine command) {
        command.getErr().println("gradus: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
        if (e.getCause() instanceof ExpressionException typed)
            typed.excerpt().lines().forEach(line -> command.getErr().println("  " + line));
        if (stacktrace.getAsBoolean()) e.printStackTrace(command.getErr());
        command.getErr().flush();
    }

    private static String unmatched(UnmatchedArgumentException e) {
        var command = e.getCommandLine();
        var typed = e.getUnmatched().getFirst();
        if (typed.startsWith("-")) {
            var name = typed.contains("=") ? typed.substring(0, typed.indexOf('=')) : typed;
            var options = new ArrayList<String>();
            for (var option : command.getCommandSpec().options()) options.add(option.longestName());
            return "unknown option '" + name + "'" + Names.suggestion(name, options);
        }
        var commands = Main.commands(command);
        return commands.isEmpty() ? "'" + typed + "' is one argument too many"
            : "unknown command '" + typed + "'" + Names.suggestion(typed, commands) + "; there are " + String.join(", ", commands);
    }

    /// picocli's words in the style of ours.
    private static String worded(ParameterException e) {
        var message = String.valueOf(e.getMessage());
        var source = Config.source(e.getCommandLine(), e.getArgSpec());
        var parameter = PARAMETER.matcher(message);
        if (parameter.matches()) return source + parameter.group(1);
        var option = OPTION.matcher(message);
        if (option.matches()) return source + option.group(1) + ": " + option.group(2);
        boolean ours = e.getClass() == ParameterException.class;
        return ours || message.isEmpty() ? message : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
