package gradus.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A place in a JSON file that knows where it is, so that each error says the file, the place, what was found and what
/// is expected.
record Field(String source, String where, JsonNode node) {
    FormatException error(String expected) {
        return new FormatException(source + ": " + where + ": " + shown(node.toString()) + ", expected " + expected);
    }

    static String shown(String found) { return found.length() > 40 ? found.substring(0, 40) + "…" : found; }

    /// The field of that name, which must be there.
    Field at(String name) {
        if (!node.isObject()) throw error("an object");
        var inner = node.get(name);
        if (inner == null)
            throw new FormatException(source + ": " + (where.isEmpty() ? "" : where + ": ") + "the field '" + name
                + "' is missing");
        return new Field(source, where.isEmpty() ? name : where + "." + name, inner);
    }

    /// This object, which must have no other fields.
    Field only(String... names) {
        fields().keySet().forEach(name -> {
            if (!List.of(names).contains(name))
                throw new FormatException(source + ": " + where + ": unknown field '" + name + "'");
        });
        return this;
    }

    SequencedMap<String, Field> fields() {
        if (!node.isObject()) throw error("an object");
        var out = new LinkedHashMap<String, Field>();
        for (var field : node.properties()) out.put(field.getKey(), at(field.getKey()));
        return Collections.unmodifiableSequencedMap(out);
    }

    <T> List<T> list(Function<Field, T> element) {
        if (!node.isArray()) throw error("a list");
        var out = new ArrayList<T>();
        for (var inner : node) out.add(element.apply(new Field(source, where + "[" + out.size() + "]", inner)));
        return List.copyOf(out);
    }

    String text() {
        if (!node.isTextual()) throw error("a text");
        return node.textValue();
    }

    boolean truth() {
        if (!node.isBoolean()) throw error("true or false");
        return node.booleanValue();
    }

    long whole() {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) throw error("a whole number of 64 bits");
        return node.longValue();
    }

    int positive() {
        long number = whole();
        if (number < 1 || number > Integer.MAX_VALUE) throw error("a whole number from 1 to " + Integer.MAX_VALUE);
        return (int) number;
    }

    double number() {
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) throw error("a finite number");
        return node.doubleValue();
    }

    /// The one that is called so.
    <T> T choice(T[] choices, Function<T, String> name) {
        for (var choice : choices) if (node.isTextual() && name.apply(choice).equals(node.textValue())) return choice;
        throw error(Stream.of(choices).map(name).collect(Collectors.joining(", ", "one of ", "")));
    }

    @Nullable Object scalar() {
        if (node.isNull()) return null;
        if (node.isTextual()) return node.textValue();
        if (node.isBoolean()) return node.booleanValue();
        if (node.isIntegralNumber()) return whole();
        if (node.isNumber()) return number();
        throw error("a text, a truth value or a number");
    }
}
