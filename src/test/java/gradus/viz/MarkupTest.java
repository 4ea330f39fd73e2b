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

    @Test void longNamesAreCutByCharactersNotByHalvesOfThem() {
        assertThat(Markup.shown("abcd", 4)).isEqualTo("abcd");
        assertThat(Markup.shown("abcde", 4)).isEqualTo("abc…");
        assertThat(Markup.shown("𝛁𝛁𝛁𝛁𝛁", 4)).isEqualTo("𝛁𝛁𝛁…");
        assertThat(Markup.shown("<".repeat(10_000), 40)).isEqualTo("<".repeat(39) + "…");
    }

    @Test void lineBreaksStayVisible() {
        assertThat(Markup.shown("a\nb\tc\u2028d", 99)).isEqualTo("a↵b c↵d");
    }

    @Test void whatNoFileHoldsAndWhatTurnsTextAroundIsReplaced() {
        assertThat(Markup.shown("a\0b\ud800c\uffffd\ufdd0e", 99)).isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffde");
        assertThat(Markup.shown("a\u202eb\u2067c", 99)).isEqualTo("a\ufffdb\ufffdc");
    }

    @Test void textsInOtherDirectionsAndScriptsPass() {
        assertThat(Markup.shown("משקל وزن 重み", 99)).isEqualTo("משקל وزن 重み");
    }
}
