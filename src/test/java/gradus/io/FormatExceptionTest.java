package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class FormatExceptionTest {
    @Test void theParsersAdviceForProgramsIsLeftOut() {
        var e = catchThrowableOfType(JsonProcessingException.class, () -> new JsonMapper().readTree("[NaN]"));
        assertThat(e.getOriginalMessage()).contains("enable");
        assertThat(FormatException.words(e)).startsWith("Non-standard token 'NaN'").doesNotContain("enable").doesNotContain("\n");
    }
}
