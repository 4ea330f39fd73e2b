package gradus.io;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The little JSON that is written by hand, so that the layout of files is ours and the same for ever.
final class Json {
    private Json() {}

    static String quote(String text) { return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"'; }

    /// A text, truth value or finite number; null where a number has no meaning.
    static String scalar(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> quote(text);
            default -> value.toString();   // numbers and truth values print as JSON has them, the same for every locale
        };
    }

    /// `{}` over several lines, each indented by four more than `indent`.
    static String object(Map<String, ?> fields, String indent) {
        if (fields.isEmpty()) return "{}";
        return fields.entrySet().stream().map(field -> indent + "  " + quote(field.getKey()) + ": " + scalar(field.getValue()))
            .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
    }

    /// The same fields in the same order, with whole numbers as longs and others as doubles, as they are read back.
    static SequencedMap<String, @Nullable Object> scalars(String what, Map<String, ?> fields) {
        var out = new LinkedHashMap<String, @Nullable Object>();
        fields.forEach((name, value) -> out.put(name, normal(what + " '" + name + "'", value)));
        return Collections.unmodifiableSequencedMap(out);
    }

    private static @Nullable Object normal(String what, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean truth -> truth;
            case Integer number -> (long) number;
            case Long number -> number;
            case Float number -> normal(what, Double.valueOf(number.toString()));
            case Double number when Double.isFinite(number) -> number;
            default -> throw new IllegalArgumentException(what + " is " + value
                + ", which a file cannot hold: a text, a truth value or a finite number is expected");
        };
    }
}
