package gradus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import gradus.bench.Launch;
import gradus.bench.Machine;
import gradus.bench.Text;
import gradus.bench.Workload;
import gradus.tensor.Threads;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `gradus bench all`: each workload in a process of its own, so that none is compiled for what another did; a line each as
/// they come.
///
/// @param terminal   where the table goes
/// @param json       whether it ends with one line for programs
/// @param arguments  the command that measures a workload, and ends with its line
record BenchTable(Terminal terminal, boolean json, Function<Workload, List<String>> arguments) {
    /// The status to end with: 1 if a workload failed, which the others do not mind.
    int run(List<Workload> workloads) {
        var machine = Machine.here();
        var words = terminal.out();
        words.println(machine + ", " + Figures.threads(Threads.count()));
        words.println();
        row(words, "workload", "batch", "median", "minimum", "maximum", "unit", "checked");
        var results = new ArrayList<Object>();
        int status = 0;
        for (var workload : workloads) {
            var last = new String[] {""};
            var launch = Launch.gradus(arguments.apply(workload), line -> last[0] = line);
            var result = Json.object(last[0]);
            if (result == null) row(words, workload, "", "–", "–", "–", "", "failed");
            else row(words, workload, result.path("batch").asText().replace("null", ""), figure(result, "median"), figure(result, "min"),
                figure(result, "max"), result.path("unit").asText(), result.path("checked").asBoolean() ? "right" : "WRONG");
            results.add(result != null ? result : failed(workload, launch));
            if (launch.status() == 0 && result != null) continue;
            status = 1;
            var problem = launch.problem();
            terminal.err().println("gradus: " + (problem.startsWith(workload.toString()) ? "" : workload + ": ") + problem);
            terminal.err().flush();
        }
        if (json) words.println(Json.line(fields(machine, results)));
        words.flush();
        return status;
    }

    private static void row(PrintWriter words, Object... cells) {
        words.println(String.format(Locale.ROOT, "%-9s  %5s  %11s  %11s  %11s  %-8s  %s", cells).stripTrailing());
        words.flush();
    }

    private static String figure(JsonNode result, String name) { return Text.number(result.path(name).asDouble()); }

    private static Map<String, Object> failed(Workload workload, Launch launch) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("workload", workload.toString());
        fields.put("checked", false);
        fields.put("error", launch.problem());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Machine machine, List<Object> results) {
        var on = new LinkedHashMap<String, Object>();
        on.put("processor", machine.processor());
        on.put("cores", machine.cores());
        on.put("vector_bits", machine.vectorBits());
        on.put("jdk", machine.jdk());
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("machine", on);
        fields.put("threads", Threads.count());
        fields.put("workloads", results);
        return fields;
    }
}
