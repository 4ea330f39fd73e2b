package gradus.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `./gradus manual >docs/cli.md`: all commands as a page, made from what they say of themselves.
@Command(name = "manual", hidden = true, header = "Writes docs/cli.md.", footer = {"", "Examples:", "  ./gradus manual >docs/cli.md"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Manual implements Callable<Integer> {
    @ParentCommand private Main main;
    @Spec private CommandSpec spec;

    @Override public Integer call() {
        write(Objects.requireNonNull(spec.commandLine()).getParent(), main.terminal().out());
        return 0;
    }

    private static void write(CommandLine gradus, PrintWriter page) {
        var commands = new ArrayList<CommandLine>();
        for (var command : gradus.getSubcommands().values())
            if (!command.getCommandSpec().usageMessage().hidden() && !commands.contains(command)) commands.add(command);
        page.print("# The command line\n\nMade from the commands by `./gradus manual >docs/cli.md`; a test holds this page to them.\n\n");
        page.print("| command | |\n|---|---|\n");
        for (var command : commands) page.print("| [`" + command.getCommandName() + "`](#" + anchor(command) + ") | "
            + header(command) + " |\n");
        page.print("\nExit status: " + Main.STATUSES.entrySet().stream().map(e -> "`" + e.getKey() + "` " + e.getValue())
            .collect(Collectors.joining(", ")) + ".\n\nEvery command has these options:\n\n");
        table(gradus.getCommandSpec().options().stream().filter(Manual::isEverywhere).toList(), page);
        page.print("\n`NO_COLOR` set to anything means no colours; `GRADUS_VECTORS` is `off`, or the widest vectors in bits (`128`,"
            + " `256`, `512`).\n");
        for (var command : commands) write(command, commands, page);
        page.flush();
    }

    private static void write(CommandLine command, List<CommandLine> all, PrintWriter page) {
        var spec = command.getCommandSpec();
        page.print("\n## " + spec.qualifiedName() + "\n\n" + header(command) + "\n\n```\n" + synopsis(command) + "\n```\n\n");
        var description = text(spec.usageMessage().description());
        if (!description.isEmpty()) page.print(description + "\n\n");
        var rows = new ArrayList<ArgSpec>(spec.positionalParameters());
        for (var option : spec.options()) if (!option.hidden() && !isEverywhere(option)) rows.add(option);
        if (!rows.isEmpty()) table(rows, page);
        footer(spec.usageMessage().footer(), page);
        for (var sub : command.getSubcommands().values()) if (!all.contains(sub)) write(sub, all, page);
    }

    private static boolean isEverywhere(OptionSpec option) {
        return option.inherited() || option.scopeType() == CommandLine.ScopeType.INHERIT;
    }

    private static String anchor(CommandLine command) { return command.getCommandSpec().qualifiedName().replace(' ', '-'); }

    private static String header(CommandLine command) { return text(command.getCommandSpec().usageMessage().header()); }

    private static String synopsis(CommandLine command) {
        var help = new Help(command.getCommandSpec(), Help.defaultColorScheme(Help.Ansi.OFF));
        return help.synopsis(0).strip();
    }

    private static void table(List<? extends ArgSpec> rows, PrintWriter page) {
        page.print("| | |\n|---|---|\n");
        for (var arg : rows) page.print("| " + cell("`" + label(arg) + "`") + " | " + cell(text(arg.description())) + " |\n");
    }

    private static String label(ArgSpec arg) {
        if (!(arg instanceof OptionSpec option)) return arg.paramLabel();
        return String.join(", ", option.names()) + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
    }

    private static String text(String... lines) { return String.join(" ", lines).strip(); }

    private static String cell(String text) { return text.replace("|", "\\|"); }

    /// What stands below a command's options: lines that are indented stand as they are, others are words, up to an empty one.
    private static void footer(String[] lines, PrintWriter page) {
        boolean inside = false, speaking = false;
        for (var line : lines) {
            boolean asItIs = line.startsWith(" ");
            if (asItIs != inside) page.print(asItIs ? "\n```\n" : "```\n");
            var words = line.replace("%%", "%");                     // as picocli prints it
            if (asItIs) page.print(words.substring(Math.min(2, words.indexOf(words.strip()))) + "\n");
            else if (!words.isEmpty()) page.print((speaking ? "" : "\n") + words + "\n");
            inside = asItIs;
            speaking = !asItIs && !words.isEmpty();
        }
        if (inside) page.print("```\n");
    }
}
