package gradus.cli;

import gradus.autograd.GradientCases;
import gradus.autograd.GradientCases.Case;
import gradus.experiments.Names;
import gradus.tensor.Random;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `gradus gradcheck`: holds every rule of differentiation to the definition of the derivative.
@Command(name = "gradcheck", sortOptions = false, abbreviateSynopsis = true,
    header = "Checks derivatives, first and second, against differences, in random directions.",
    footer = {"", "Examples:", "  gradus gradcheck", "  gradus gradcheck --op matmul --seed 7"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class GradCheck implements Callable<Integer> {
    @Option(names = "--op", paramLabel = "NAME", description = "Check a single operation, such as matmul.")
    private @Nullable String operation;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The seed of points and directions (${DEFAULT-VALUE}).")
    private Long seed;

    @Option(names = "--json", description = "End with one line of JSON for programs to read.")
    private boolean json;

    @ParentCommand private Main main;
    @Spec private CommandSpec spec;

    @Override public Integer call() {
        var cases = chosen(GradientCases.all());
        int width = cases.stream().mapToInt(c -> c.name().length()).max().orElse(0);
        var words = main.terminal().out();
        int wrong = 0;
        double worst = 0;
        words.println(String.format(Locale.ROOT, "%-" + width + "s  %9s", "operation", "error"));
        for (var each : cases) {
            var report = each.check(Random.seeded(seed).at(each.name()));
            worst = Math.max(worst, report.error());
            if (!report.passes()) wrong++;
            words.println(String.format(Locale.ROOT, "%-" + width + "s  %9.1e  %s", each.name(), report.error(),
                report.passes() ? "right" : report));
        }
        words.println();
        words.println(String.format(Locale.ROOT, "%d of %d right to second order, worst error %.1e",
            cases.size() - wrong, cases.size(), worst));
        if (json) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("cases", cases.size());
            fields.put("wrong", wrong);
            fields.put("worst", worst);
            words.println(Json.line(fields));
        }
        words.flush();
        return wrong == 0 ? 0 : 1;
    }

    private List<Case> chosen(List<Case> all) {
        if (operation == null) return all;
        var chosen = all.stream().filter(each -> each.operation().equalsIgnoreCase(operation)).toList();
        if (!chosen.isEmpty()) return chosen;
        var names = new LinkedHashSet<String>();
        for (var each : all) names.add(each.operation());
        throw new ParameterException(spec.commandLine(), "unknown operation '" + operation + "'" + Names.suggestion(operation, names)
            + "; there are " + String.join(", ", names));
    }
}
