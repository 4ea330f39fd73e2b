package gradus.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// `gradus help COMMAND`: the same as `gradus COMMAND --help`.
@Command(name = "help", abbreviateSynopsis = true, header = "Shows how to use a command.",
    footer = {"", "Examples:", "  gradus help train"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class HelpCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "A command; without it there is a list of all.")
    private @Nullable String command;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        CommandLine gradus = Objects.requireNonNull(spec.commandLine()).getParent();
        var meant = command == null ? gradus : gradus.getSubcommands().get(command);
        if (meant == null) throw new UnmatchedArgumentException(gradus, List.of(Objects.requireNonNull(command)));
        meant.usage(gradus.getOut());
        gradus.getOut().flush();
        return 0;
    }
}
