package gradus.cli;

import gradus.experiments.Names;
import gradus.experiments.reproduce.Account;
import gradus.experiments.reproduce.Conditions;
import gradus.experiments.reproduce.Experiment;
import gradus.experiments.reproduce.Form;
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

/// `gradus reproduce EXPERIMENT`: published experiments, run again.
@Command(name = "reproduce", sortOptions = false, abbreviateSynopsis = true, header = "Reruns published experiments.",
    description = {"", "Runs an experiment over several seeds and sets each published figure beside ours, with a verdict by a stated"
        + " tolerance. Figures marked as theory follow from a formula or a proof; those marked as chosen are our own thresholds, where a"
        + " source gives no number. A figure that does not hold is a result too: the exit status reports it only with --strict.", ""})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Reproduce implements Callable<Integer> {
    private static final String FINDINGS = "findings.json";

    /// How the page's tables are to be read.
    private static final String NOTE = """
        A number marked *theory* follows from a formula or a proof, and its row checks that the programs agree with it; one marked \
        *chosen* is our own threshold, where a source says something without a number. Most tolerances were set before the first run; \
        those that changed after one are stricter now, and their sections say so, as they do of reductions and targets found by trial. \
        Where a chart shows single runs, they are those of the first seed, unless it names others.""";

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

    @Option(names = "--quick", description = "The stated reduction of dropout, lottery-ticket and mnist-table, which takes minutes; the"
        + " others have only one form.")
    private boolean quick;

    @Option(names = "--full", description = "The published setting of these three, which takes hours or days: see below. Without either"
        + " option dropout is reduced, and the other two are not.")
    private boolean full;

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds, from 1 on (${DEFAULT-VALUE}).", defaultValue = "3")
    private int seeds;

    @Option(names = "--data", paramLabel = "DIR", description = "The folder of the digits (those that come with Gradus).")
    private @Nullable Path data;

    @Option(names = "--out", paramLabel = "DIR", description = "Where charts and findings go (${DEFAULT-VALUE}).",
        defaultValue = "out/reproduce")
    private Path out;

    @Option(names = "--page", paramLabel = "FILE.md", description =
        "Also write a Markdown page of all that was run, once all of it is done, with its charts beside it"
        + " in images/experiments.")
    private @Nullable Path page;

    @Option(names = "--strict", description = "Exit with status 1 where a figure does not hold.")
    private boolean strict;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with (as many as processors).")
    private @Nullable Integer threads;

    @Option(names = "--json", description = "End with a line for each experiment that programs can read. A line's own numbers are"
        + " those of its first figure; its list of figures has all.")
    private boolean json;

    @ParentCommand private Main main;
    @Spec private CommandSpec spec;

    /// All experiments with what they claim, for the end of the help.
    static String[] footer() {
        var lines = new ArrayList<>(List.of("", "Experiments:"));
        for (var each : Experiment.values()) {
            lines.addAll(List.of("  " + each, "      " + each.claim().replace("%", "%%")));
            if (each.isReducible()) lines.add("      (" + (each.usual() == Form.QUICK ? "reduced; with --full about " : "about ")
                + each.inFull() + (each.usual() == Form.QUICK ? ")" : "; with --quick minutes)"));
        }
        lines.addAll(List.of("  Times are for three seeds, extrapolated from a part", "  on " + Experiment.MACHINE + ".", "", "Examples:",
            "  gradus reproduce perceptron",
            "  gradus reproduce lottery-ticket --quick --seeds 5 --json",
            "  gradus reproduce dropout --full",
            "  gradus reproduce all --quick --page out/experiments.md"));
        return lines.toArray(String[]::new);
    }

    @Override public Integer call() {
        if (seeds < 1) throw new ParameterException(spec.commandLine(), "at least one seed is needed, not --seeds " + seeds);
        if (threads != null && threads < 1)
            throw new ParameterException(spec.commandLine(), "at least one thread is needed, not --threads " + threads);
        if (quick && full) throw new ParameterException(spec.commandLine(), "--quick and --full exclude each other");
        if (form() != Form.USUAL && chosen.experiments().stream().noneMatch(Experiment::isReducible))
            throw new ParameterException(spec.commandLine(), chosen.word() + " has only one form:" + option() + " goes with "
                + reducible(List.of(Experiment.values())).map(Experiment::toString).collect(Collectors.joining(", ")) + " and all");
        if (page != null && !page.toString().endsWith(".md"))
            throw new ParameterException(spec.commandLine(), "a page of experiments is Markdown, as experiments.md, not " + page);
        if (threads != null) Threads.use(threads);
        var accounts = new ArrayList<Account>();
        try (var _ = Claim.on(places())) {
            if (data != null) conditions().requireDigits();
            for (var experiment : chosen.experiments()) accounts.add(reproduce(experiment));
            if (page != null) writePage(page, accounts);                 // not before: an older page is whole until then
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

    private Form form() { return quick ? Form.QUICK : full ? Form.FULL : Form.USUAL; }

    private static Stream<Experiment> reducible(List<Experiment> experiments) {
        return experiments.stream().filter(Experiment::isReducible);
    }

    private Conditions conditions() {
        var words = main.terminal().out();
        return new Conditions(LongStream.rangeClosed(1, seeds).boxed().toList(), digits(), line -> {
            words.println("  " + line);
            words.flush();
        });
    }

    private Account reproduce(Experiment experiment) {
        var words = main.terminal().out();
        words.println(experiment + ": " + experiment.claim());
        words.flush();
        long begin = System.nanoTime();
        var findings = experiment.run(form(), conditions());
        var account = new Account(experiment, findings, (System.nanoTime() - begin) / 1e9);
        words.println();
        account.table().forEach(words::println);
        words.println("source: " + experiment.source());
        words.flush();
        var folder = folder(experiment);
        account.writeCharts(folder);
        write(folder.resolve(FINDINGS), Json.line(account.fields()) + "\n");
        write(folder.resolve("findings.md"), account.markdown(command(experiment), ""));
        words.println("charts and findings in " + folder);
        words.println();
        words.flush();
        return account;
    }

    private Path folder(Experiment experiment) { return out.resolve(experiment.toString()); }

    private static Path images(Path page) { return page.toAbsolutePath().resolveSibling("images").resolve("experiments"); }

    /// From wherever it is called.
    private Path digits() { return data != null ? data : Path.of(System.getProperty("gradus.home", "."), "data", "mnist"); }

    /// With a space before it, or nothing.
    private String option() { return quick ? " --quick" : full ? " --full" : ""; }

    /// What makes this experiment again by itself.
    private String command(Experiment experiment) { return command(experiment + (experiment.isReducible() ? option() : "")); }

    private String command(String words) {
        return "gradus reproduce " + words + (seeds == 3 ? "" : " --seeds " + seeds) + (data == null ? "" : " --data " + data);
    }

    private void writePage(Path file, List<Account> accounts) {
        accounts.forEach(account -> account.writeCharts(images(file)));
        write(file, "# Published experiments, reproduced\n\n"
            + "By `" + command(chosen.word() + option()) + " --page FILE.md`, on " + Runtime.getRuntime().availableProcessors()
            + " processors (" + System.getProperty("os.arch") + "), Java " + Runtime.version().feature() + ". "
            + (seeds == 1 ? "Ours is of one seed" : "Ours is the mean ± standard deviation over " + seeds + " seeds") + ".\n\n"
            + NOTE + "\n\n" + inFull()
            + accounts.stream().map(account -> account.markdown(command(account.experiment()), "images/experiments/"))
                .collect(Collectors.joining("\n")));
    }

    /// What the experiments that can be reduced would take in full; nothing where none of them is on the page.
    private String inFull() {
        var lines = reducible(chosen.experiments())
            .map(each -> "- `gradus reproduce " + each + " --full`: about " + each.inFull() + "\n").toList();
        return lines.isEmpty() ? "" : "In full, what can be reduced takes longer (extrapolated from a part, for three seeds on "
            + Experiment.MACHINE + "):\n\n" + String.join("", lines) + "\n";
    }

    private static void write(Path file, String text) { AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8)); }
}
