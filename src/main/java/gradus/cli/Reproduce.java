package gradus.cli;

import gradus.experiments.Names;
import gradus.experiments.reproduce.Account;
import gradus.experiments.reproduce.Conditions;
import gradus.experiments.reproduce.Experiment;
import gradus.io.AtomicFile;
import gradus.io.Claim;
import gradus.tensor.Threads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `gradus reproduce EXPERIMENT`: published experiments, done again.
@Command(name = "reproduce", sortOptions = false, abbreviateSynopsis = true, header = "Does published experiments again.",
    description = {"", "Runs an experiment over several seeds and sets each published figure beside ours, with a verdict by a tolerance"
        + " chosen before; figures marked as theory follow from a formula, chosen ones are ours where a source has no"
        + " number. A figure that does not hold is a result too: the exit status tells of it only with --strict.", ""})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Reproduce implements Callable<Integer> {
    private static final String FINDINGS = "findings.json";

    /// One experiment, or all.
    record Chosen(String word, List<Experiment> experiments) {}

    /// What a shell offers.
    static final class ExperimentNames extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        ExperimentNames() {
            for (var experiment : Experiment.values()) add(experiment.toString());
            add("all");
        }
    }

    static final class Choosing implements ITypeConverter<Chosen> {
        @Override public Chosen convert(String word) {
            if (word.equals("all")) return new Chosen(word, List.of(Experiment.values()));
            try {
                return new Chosen(word, List.of(Names.find("experiment", word, Experiment.values())));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Parameters(paramLabel = "EXPERIMENT", converter = Choosing.class, completionCandidates = ExperimentNames.class,
        description = "Which, or all of them: see below.")
    private Chosen chosen;

    @Option(names = "--quick", description = "The stated reduction of dropout, lottery-ticket and mnist-table, which take from 20 minutes"
        + " to two hours; the others take a few minutes at most.")
    private boolean quick;

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds, from 1 on (${DEFAULT-VALUE}).", defaultValue = "3")
    private int seeds;

    @Option(names = "--data", paramLabel = "DIR", description = "The folder of the digits (those that come with Gradus).")
    private @Nullable Path data;

    @Option(names = "--out", paramLabel = "DIR", description = "Where charts and findings go (${DEFAULT-VALUE}).",
        defaultValue = "out/reproduce")
    private Path out;

    @Option(names = "--page", paramLabel = "FILE.md", description =
        "Also write a Markdown page of all that was run, with its charts beside it"
        + " in images/experiments.")
    private @Nullable Path page;

    @Option(names = "--strict", description = "Exit with status 1 where a figure does not hold.")
    private boolean strict;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with (as many as processors).")
    private @Nullable Integer threads;

    @Option(names = "--json", description = "End with a line for each experiment that programs can read.")
    private boolean json;

    @ParentCommand private Main main;
    @Spec private CommandSpec spec;

    /// All experiments with what they claim, for the end of the help.
    static String[] footer() {
        var lines = new ArrayList<>(List.of("", "Experiments:"));
        for (var each : Experiment.values()) lines.addAll(List.of("  " + each + (each.hasQuick() ? " (or --quick)" : ""), "      "
            + each.claim().replace("%", "%%")));
        lines.addAll(List.of("", "Examples:",
            "  gradus reproduce perceptron",
            "  gradus reproduce lottery-ticket --quick --seeds 5 --json",
            "  gradus reproduce all --quick --page out/experiments.md"));
        return lines.toArray(String[]::new);
    }

    @Override public Integer call() {
        if (seeds < 1) throw new ParameterException(spec.commandLine(), "at least one seed is needed, not --seeds " + seeds);
        if (threads != null && threads < 1)
            throw new ParameterException(spec.commandLine(), "at least one thread is needed, not --threads " + threads);
        if (quick && chosen.experiments().stream().noneMatch(Experiment::hasQuick))
            throw new ParameterException(spec.commandLine(), chosen.word() + " has no shorter form: --quick goes with "
                + Stream.of(Experiment.values()).filter(Experiment::hasQuick).map(Experiment::toString).collect(Collectors.joining(", "))
                + " and all");
        if (page != null && !page.toString().endsWith(".md"))
            throw new ParameterException(spec.commandLine(), "a page of experiments is Markdown, as experiments.md, not " + page);
        if (threads != null) Threads.use(threads);
        var accounts = new ArrayList<Account>();
        try (var _ = Claim.on(places())) {
            if (data != null) conditions().requireDigits();
            for (var experiment : chosen.experiments()) {
                accounts.add(reproduce(experiment));
                if (page != null) writePage(page, accounts);             // what comes later may fail
            }
        }
        var words = main.terminal().out();
        if (page != null) words.println("page in " + page);
        if (json) accounts.forEach(account -> words.println(Json.line(account.fields())));
        words.flush();
        return strict && !accounts.stream().allMatch(account -> account.findings().hold()) ? 1 : 0;
    }

    /// What is written by this run alone; each stands for the files beside it.
    private List<Path> places() {
        var places = new ArrayList<Path>();
        for (var experiment : chosen.experiments()) places.add(folder(experiment).resolve(FINDINGS));
        if (page != null) places.add(page);
        places.forEach(Places::require);
        if (page != null) Places.require(images(page).resolve("figure.svg"));
        return places;
    }

    private Conditions conditions() {
        var words = main.terminal().out();
        return new Conditions(quick, LongStream.rangeClosed(1, seeds).boxed().toList(), digits(), line -> {
            words.println("  " + line);
            words.flush();
        });
    }

    private Account reproduce(Experiment experiment) {
        var words = main.terminal().out();
        words.println(experiment + ": " + experiment.claim());
        words.flush();
        long begin = System.nanoTime();
        var findings = experiment.run(conditions());
        var account = new Account(experiment, findings, (System.nanoTime() - begin) / 1e9);
        words.println();
        account.table().forEach(words::println);
        words.println("source: " + experiment.source());
        words.flush();
        var folder = folder(experiment);
        account.writeCharts(folder);
        write(folder.resolve(FINDINGS), Json.line(account.fields()) + "\n");
        write(folder.resolve("findings.md"), account.markdown(command(experiment.toString(), experiment.hasQuick()), ""));
        words.println("charts and findings in " + folder);
        words.println();
        words.flush();
        return account;
    }

    private Path folder(Experiment experiment) { return out.resolve(experiment.toString()); }

    private static Path images(Path page) { return page.toAbsolutePath().resolveSibling("images").resolve("experiments"); }

    /// From wherever it is called.
    private Path digits() { return data != null ? data : Path.of(System.getProperty("gradus.home", "."), "data", "mnist"); }

    private String command(String word, boolean hasQuick) {
        return "gradus reproduce " + word + (quick && hasQuick ? " --quick" : "") + (seeds == 3 ? "" : " --seeds " + seeds)
            + (data == null ? "" : " --data " + data);
    }

    private void writePage(Path file, List<Account> accounts) {
        accounts.forEach(account -> account.writeCharts(images(file)));
        write(file, "# Published experiments, reproduced\n\nBy `" + command(chosen.word(), true) + " --page FILE.md`"
            + (accounts.size() < chosen.experiments().size() ? " (" + accounts.size() + " of " + chosen.experiments().size()
                + " so far)" : "")
            + ", on "
            + Runtime.getRuntime().availableProcessors() + " processors (" + System.getProperty("os.arch") + "), Java "
            + Runtime.version().feature() + ". " + (seeds == 1 ? "Ours is of one seed"
                : "Ours is the mean ± standard deviation over " + seeds
            + " seeds") + "; tolerances were chosen before. A number with *theory* behind it follows from a formula or a proof; *chosen*"
            + " ones are ours, where a source says something without a number.\n\n"
            + accounts.stream().map(account -> account.markdown(command(account.experiment().toString(), account.experiment().hasQuick()),
                "images/experiments/"))
            .collect(Collectors.joining("\n")));
    }

    private static void write(Path file, String text) { AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8)); }
}
