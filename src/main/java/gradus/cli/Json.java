package gradus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The last line for programs.
final class Json {
    private Json() {}

    /// The object in a line of JSON, or null where there is none.
    static @Nullable JsonNode object(String line) {
        try {
            var node = new ObjectMapper().readTree(line);
            return node.isObject() ? node : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /// The fields as one line of JSON, in their order.
    static String line(Map<String, ?> fields) {
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);           // texts, numbers, lists and maps can always be written
        }
    }
}
