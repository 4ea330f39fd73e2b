package gradus.viz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkupTest {
    @Test void markupInNamesIsShown() {
        assertThat(Markup.escape("<b>&amp;'\"", 99)).isEqualTo("&lt;b&gt;&amp;amp;&#39;&quot;");
    }

    @Test void backslashesReachDotTwice() {
        assertThat(Markup.escape("\\N", 99)).isEqualTo("&#92;&#92;N");
    }
}
