package gradus.cli;

import gradus.bench.Home;
import gradus.bench.Machine;
import gradus.bench.Measurement;
import gradus.bench.Plan;
import gradus.bench.Startup;
import gradus.bench.Text;
import gradus.bench.Workload;
import gradus.tensor.Threads;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `gradus bench WORKLOAD`: how fast Gradus is on this machine, and whether what it computes so fast is right.
@Command(name = "bench", sortOptions = false, abbreviateSynopsis = true, header = "Measures how fast Gradus is, and checks the results.")
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Bench implements Callable<Integer> {
    @Parameters(paramLabel = "WORKLOAD", completionCandidates = Words.WorkloadNames.class,
        description = "mnist-mlp, xor, moons, graph, wide-mlp, gemm, startup, pictures, files, lenet, or all.")
    private Words.Workloads workloads;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "Threads to compute with (${DEFAULT-VALUE}).")
    private Integer threads;

    @Option(names = "--batch", paramLabel = "B", description = "Examples in a step (mnist-mlp and lenet: 64, wide-mlp: 256).")
    private @Nullable Integer batch;

    @Option(names = "--runs", paramLabel = "R", defaultValue = "5", description = "Timed runs, after a warm-up (${DEFAULT-VALUE}).")
    private Integer runs;

    @Option(names = "--data", paramLabel = "FOLDER", description = "Where MNIST's files lie, if not in data/mnist.")
    private @Nullable Path data;

    @Option(names = "--json", description = "End with one line of JSON for programs to read.")
    private boolean json;

    @Option(names = "--milestones", hidden = true, description = "Be the process that startup measures.")
    private boolean milestones;

    @ParentCommand private Main main;
    @Spec private CommandSpec spec;

    static String[] footer() {
        var lines = new ArrayList<String>(List.of("", "Workloads:"));
        for (var workload : Workload.values()) lines.add(String.format(Locale.ROOT, "  %-9s  %s", workload, workload.description()));
        lines.addAll(List.of("  all        each of these in a process of its own, as a table", "", "Examples:",
            "  gradus bench xor", "  gradus bench mnist-mlp --batch 16 --threads 2 --json", "  gradus bench all --runs 3"));
        return lines.toArray(String[]::new);
    }

    @Override public Integer call() {
        requireMeaning();
        Threads.use(threads);
        var chosen = workloads.chosen();
        if (chosen.size() > 1) return new BenchTable(main.terminal(), json, this::arguments).run(chosen);
        return milestones ? train() : measure(chosen.getFirst());
    }

    private void requireMeaning() {
        var chosen = workloads.chosen();
        var named = chosen.size() > 1 ? "all" : chosen.getFirst().toString();
        if (threads < 1) throw wrong("at least one thread is needed, not " + threads);
        if (runs < 1) throw wrong("at least one run is needed, not " + runs);
        if (batch != null && batch < 1) throw wrong("at least one example is needed, not --batch " + batch);
        if (batch != null && (chosen.size() > 1 || !chosen.getFirst().takesBatch()))
            throw wrong("--batch goes with mnist-mlp, wide-mlp and lenet; what " + named + " measures has batches of its own or none");
        if (data != null && chosen.stream().noneMatch(Workload::readsMnist))
            throw wrong("--data goes with mnist-mlp, startup and all, not with " + named);
        if (milestones && !chosen.equals(List.of(Workload.STARTUP))) throw wrong("--milestones goes with startup, not with " + named);
    }

    private ParameterException wrong(String message) { return new ParameterException(spec.commandLine(), message); }

    private Plan plan(Workload workload) {
        return new Plan(batch != null ? batch : workload.batch(), runs, data != null ? data : Home.mnist());
    }

    private int train() {
        var words = main.terminal().out();
        Startup.train(plan(Workload.STARTUP), milestone -> {
            words.println(milestone.name());
            words.flush();
        });
        return 0;
    }

    private int measure(Workload workload) {
        var words = main.terminal().out();
        var plan = plan(workload);
        var measurement = measured(workload, plan);
        words.println(Machine.here() + ", " + Figures.threads(threads));
        words.println();
        words.println(workload + ": " + workload.description());
        describe(measurement, words);
        if (json) words.println(Json.line(fields(workload, plan, measurement)));
        words.flush();
        if (measurement.check().holds()) return 0;
        main.terminal().err().println("gradus: " + workload + " fails its check: " + measurement.check().words());
        main.terminal().err().flush();
        return 1;
    }

    private Measurement measured(Workload workload, Plan plan) {
        var terminal = main.terminal();
        if (terminal.live()) terminal.out().print("measuring " + workload + " ...");
        terminal.out().flush();
        try {
            return workload.measure(plan);
        } finally {
            if (terminal.live()) terminal.out().print("\r\033[K");
        }
    }

    private static void describe(Measurement measurement, PrintWriter words) {
        words.println("median " + Text.number(measurement.median()) + " " + measurement.unit() + ", minimum "
            + Text.number(measurement.min()) + ", maximum " + Text.number(measurement.max()) + ", of "
            + measurement.runs().length + (measurement.runs().length == 1 ? " run" : " runs"));
        measurement.details().forEach(words::println);
        words.println((measurement.check().holds() ? "checked: " : "WRONG: ") + measurement.check().words());
    }

    private Map<String, @Nullable Object> fields(Workload workload, Plan plan, Measurement measurement) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("workload", workload.toString());
        fields.put("threads", threads);
        fields.put("batch", plan.batch() == 0 ? null : plan.batch());
        fields.put("median", measurement.median());
        fields.put("min", measurement.min());
        fields.put("max", measurement.max());
        fields.put("unit", measurement.unit());
        fields.put("checked", measurement.check().holds());
        fields.putAll(measurement.fields());
        return fields;
    }

    /// The command that measures one of all.
    private List<String> arguments(Workload workload) {
        var arguments = new ArrayList<>(List.of("bench", workload.toString(), "--json",
            "--threads", Integer.toString(threads), "--runs", Integer.toString(runs)));
        if (data != null && workload.readsMnist()) arguments.addAll(List.of("--data", data.toString()));
        return arguments;
    }
}
