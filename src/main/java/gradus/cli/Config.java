package gradus.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gradus.data.Obstacle;
import gradus.experiments.Names;
import gradus.experiments.Network;
import gradus.io.FormatException;
import gradus.io.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `--config FILE`: options from a file, for a command that has this as its mixin. What stands on the command line wins,
/// wherever `--config` stands on it: picocli asks for defaults when it has read the whole line.
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Config {
    private static final JsonMapper STRICT = JsonMapper.builder()
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    /// The command that has this mixin.
    @Spec(Spec.Target.MIXEE) private CommandSpec command;

    @Option(names = "--config", paramLabel = "FILE", description = "Take options from a JSON file: a run file, as out/mnist.run.json,"
        + " repeats that run. Options given here win. Paths are relative to where you are.")
    void read(@Nullable Path file) {
        command.defaultValueProvider(null);                // what an earlier call read is gone
        if (file != null) command.defaultValueProvider(new Given(file, values(file)));
    }

    /// What a file says, as words of the command line.
    private static final class Given implements IDefaultValueProvider {
        private final Path file;
        private final SequencedMap<String, String> values;
        private @Nullable ArgSpec asked;

        Given(Path file, SequencedMap<String, String> values) {
            this.file = file;
            this.values = values;
        }

        @Override public @Nullable String defaultValue(ArgSpec arg) {
            asked = arg;
            return values.get(name(arg));
        }
    }

    /// `run.json: ` where a value comes from a file, or nothing.
    static String source(CommandLine line, @Nullable ArgSpec arg) {
        return line.getCommandSpec().defaultValueProvider() instanceof Given given && arg != null && arg.equals(given.asked)
            ? given.file + ": " : "";
    }

    /// As a file has it: the option's longest name without its dashes, or an argument's in small letters.
    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName().replaceFirst("^-+", "") : arg.paramLabel().toLowerCase(Locale.ROOT);
    }

    private SequencedMap<String, String> values(Path file) {
        var possible = new LinkedHashMap<String, ArgSpec>();
        for (var arg : command.args())
            if (!arg.inherited() && !arg.hidden() && !name(arg).equals("config")) possible.put(name(arg), arg);
        var out = new LinkedHashMap<String, String>();
        for (var field : settings(file).properties()) {
            var name = field.getKey();
            var arg = possible.get(name);
            // a sweep has no other model than a run file's usual one
            if (arg == null && name.equals("model") && field.getValue().asText().equals(Network.Kind.MLP.toString())) continue;
            if (arg == null) throw wrong(file, "'" + name + "' is no option of " + command.name()
                + Names.suggestion(name, new ArrayList<>(possible.keySet())));
            out.put(name, word(file, arg, field.getValue()));
        }
        return out;
    }

    /// The options in a file: a run file has them among others.
    private JsonNode settings(Path file) {
        JsonNode root;
        try {
            root = STRICT.readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw wrong(file, "no such file");
        } catch (JsonProcessingException e) {
            throw wrong(file, "no JSON" + place(e.getLocation()) + ": " + FormatException.words(e));
        } catch (IOException e) {
            throw wrong(file, "cannot be read (" + Obstacle.of(e) + ")");
        }
        var format = root.path("format").asText();
        if (format.equals("gradus-model"))
            throw wrong(file, "a model; how it was trained stands in the run file beside it, " + RunFile.beside(file));
        var settings = format.equals("gradus-run") ? root.path("settings") : root;
        if (!settings.isObject()) throw wrong(file, "an object of options and values is expected, as {\"recipe\": \"xor\", \"lr\": 0.5}");
        return settings;
    }

    private static String place(@Nullable JsonLocation at) { return at == null ? "" : " (line " + at.getLineNr() + ")"; }

    private String word(Path file, ArgSpec arg, JsonNode value) {
        boolean flag = arg.arity().max() == 0;
        if (flag ? value.isBoolean() : isScalar(value)) return value.asText();
        if (!flag && value.isArray() && !value.isEmpty() && value.valueStream().allMatch(Config::isScalar))
            return value.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
        throw wrong(file, "'" + name(arg) + "' is " + value + ", " + (flag ? "true or false" : "a text or a number") + " is expected");
    }

    private static boolean isScalar(JsonNode value) { return value.isTextual() || value.isNumber(); }

    private ParameterException wrong(Path file, String message) {
        return new ParameterException(command.commandLine(), file + ": " + message);
    }
}
