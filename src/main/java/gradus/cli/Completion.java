package gradus.cli;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `gradus completion bash`: what makes a shell complete commands, options and their values, for `gradus` and `./gradus` alike,
/// since shells look a command up by the last part of its path.
@Command(name = "completion", abbreviateSynopsis = true, header = "Writes a script that lets a shell complete commands and options.",
    footer = {"", "Examples:",
        "  source <(./gradus completion bash)                       for this shell",
        "  ./gradus completion bash >>~/.bash_completion            from now on",
        "  ./gradus completion zsh >~/.gradus.zsh                   and in ~/.zshrc:",
        "                                                           source ~/.gradus.zsh"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Completion implements Callable<Integer> {
    /// Shells for which there is a script.
    enum Shell {
        BASH, ZSH;

        @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
    }

    private static final Pattern CASE = Pattern.compile(" *(?:.*\\|)?'(-[^']+)'\\)");
    private static final Pattern VALUES = Pattern.compile(" *local \\w+_option_args=.* # (-\\S+) values");

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    @SuppressWarnings("UnusedVariable") private Shell shell;

    @ParentCommand private Main main;
    @Spec private CommandSpec spec;

    /// One script serves both shells, and asks which one reads it: zsh has bash's way to complete as a module.
    @Override public Integer call() {
        var words = main.terminal().out();
        words.print(namedApart(AutoComplete.bash("gradus", Objects.requireNonNull(spec.commandLine()).getParent())));
        words.flush();
        return 0;
    }

    /// picocli calls the list of an option's values by the option's label, so that of several NAMEs the last one would count:
    /// here by the option, too.
    private static String namedApart(String script) {
        var out = new StringBuilder();
        var option = "";
        for (var line : script.lines().toList()) {
            var begins = CASE.matcher(line);
            if (begins.matches()) option = identifier(begins.group(1));
            var list = VALUES.matcher(line);
            out.append(line.replace("_option_args", "_option_args" + (list.matches() ? identifier(list.group(1)) : option))).append('\n');
        }
        return out.toString();
    }

    private static String identifier(String option) { return option.replace('-', '_'); }
}
