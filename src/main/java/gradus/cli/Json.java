package gradus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/// The last line for programs.
final class Json {
    private Json() {}

    /// The fields as one line of JSON, in their order.
    static String line(Map<String, ?> fields) {
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);           // texts, numbers, lists and maps can always be written
        }
    }
}
