package gradus.cli;

import gradus.io.Inspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `gradus inspect FILE`: what a file contains.
@Command(name = "inspect", sortOptions = false, abbreviateSynopsis = true, header = "Shows what a file contains, without running it.",
    footer = {"", "Known are models and run files (JSON), checkpoints, safetensors and ONNX.", "", "Examples:",
        "  gradus inspect models/mnist.json", "  gradus inspect weights.safetensors --json"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Inspect implements Callable<Integer> {
    /// What fits on a line of 100 columns.
    private static final int NAME = 28, SHAPE = 16, VALUE = 64;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    @Parameters(paramLabel = "FILE", description = "Its content, not its name, says of which kind it is.")
    private Path path;

    @Option(names = "--json", description = "End with one line of JSON for programs to read.")
    private boolean json;

    @ParentCommand private Main main;

    @Override public Integer call() {
        var found = Inspection.of(path);
        var words = main.terminal().out();
        if (json) words.println(Json.line(fields(found)));
        else print(found, words);
        words.flush();
        return 0;
    }

    private long bytes() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    private void print(Inspection found, PrintWriter words) {
        words.println(path + ": " + printable(found.format()) + ", " + Figures.count((double) bytes()) + " bytes");
        int width = found.about().keySet().stream().mapToInt(name -> cut(name, NAME).length()).max().orElse(0);
        if (width > 0) words.println();
        found.about().forEach((name, value) -> words.println(
            ("  " + pad(cut(name, NAME), -width) + "  " + cut(String.valueOf(value), VALUE)).stripTrailing()));
        if (!found.layers().isEmpty()) words.println("\nlayers");
        found.layers().forEach(layer -> words.println("  " + cut(layer, NAME + VALUE)));
        if (found.tensors().isEmpty()) return;
        words.println("\n" + Figures.count((double) count(found.tensors())) + " numbers in " + found.tensors().size()
            + (found.tensors().size() == 1 ? " tensor" : " tensors"));
        table(found.tensors()).forEach(line -> words.println("  " + line));
        groups(found.tensors()).forEach((group, numbers) -> words.println("  " + group + ".*  " + Figures.count(numbers)));
    }

    private static long count(List<Inspection.Numbers> tensors) {
        return tensors.stream().mapToLong(tensor -> tensor.shape().size()).sum();
    }

    /// How many numbers a checkpoint has of the model and of the optimiser; nothing for other files.
    private static SequencedMap<String, Long> groups(List<Inspection.Numbers> tensors) {
        var groups = new LinkedHashMap<String, Long>();
        for (var tensor : tensors)
            for (var group : List.of("model", "optimizer"))
                if (tensor.name().startsWith(group + ".")) groups.merge(group, (long) tensor.shape().size(), Long::sum);
        return groups;
    }

    /// Aligned columns; those for NaN and infinity are there only if something is.
    private static List<String> table(List<Inspection.Numbers> tensors) {
        boolean odd = tensors.stream().anyMatch(tensor -> tensor.nans() + tensor.infinities() > 0);
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("name", "type", "shape", "min", "max", "mean", "deviation", odd ? "NaN" : "", odd ? "infinite" : ""));
        for (var tensor : tensors)
            rows.add(List.of(cut(tensor.name(), NAME), cut(tensor.type(), NAME), cut(tensor.shape().toString(), SHAPE),
                number(tensor.least()),
                number(tensor.greatest()), number(tensor.mean()), number(tensor.deviation()),
                odd ? Figures.count(tensor.nans()) : "", odd ? Figures.count(tensor.infinities()) : ""));
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column, width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
                line.append(column == 0 ? "" : "  ").append(pad(row.get(column), column < 3 ? -width : width));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static String number(double x) {
        double size = Math.abs(x);
        return Double.isNaN(x) ? "–" : x == 0 ? "0" : String.format(Locale.ROOT, size >= 1e-3 && size < 1e4 ? "%.4f" : "%.2e", x);
    }

    /// With spaces to a width; negative: on the right.
    private static String pad(String text, int width) { return width == 0 ? text : String.format(Locale.ROOT, "%" + width + "s", text); }

    private static String cut(String text, int width) {
        var shown = printable(text);
        return shown.length() <= width ? shown : shown.substring(0, width - 1) + "…";
    }

    /// Names come from the file, and a terminal would obey some of what they may hold.
    private static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(found -> String.format(Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
    }

    private Map<String, @Nullable Object> fields(Inspection found) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("file", path.toString());
        fields.put("bytes", bytes());
        fields.put("format", found.format());
        fields.put("about", found.about());
        fields.put("layers", found.layers());
        fields.put("numbers", count(found.tensors()));
        fields.put("tensors", found.tensors().stream().map(Inspect::fields).toList());
        fields.put("groups", groups(found.tensors()));
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Inspection.Numbers tensor) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("name", tensor.name());
        fields.put("type", tensor.type());
        fields.put("shape", tensor.shape().toArray());
        fields.put("min", finite(tensor.least()));
        fields.put("max", finite(tensor.greatest()));
        fields.put("mean", finite(tensor.mean()));
        fields.put("deviation", finite(tensor.deviation()));
        fields.put("nans", tensor.nans());
        fields.put("infinities", tensor.infinities());
        return fields;
    }

    private static @Nullable Double finite(double x) { return Double.isFinite(x) ? x : null; }
}
