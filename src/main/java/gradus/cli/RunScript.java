package gradus.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./gradus run FILE.java`: the launcher's own command, which is listed here for the help. It starts Java on the script, which
/// a program that is running already cannot.
@Command(name = "run", header = "Runs a Java script with Gradus on its class path.",
    footer = {"", "Examples:", "  ./gradus run examples/Xor.java"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class RunScript implements Callable<Integer> {
    @Parameters(paramLabel = "FILE.java", arity = "0..*", description = "The script, and its arguments.")
    private List<String> script;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        throw new ParameterException(spec.commandLine(), "scripts are run by the launcher: ./gradus run "
            + (script == null || script.isEmpty() ? "FILE.java" : String.join(" ", script)));
    }
}
