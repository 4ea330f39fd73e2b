package gradus.viz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
    @Test void longNamesAreCutByCharactersNotByHalvesOfThem() {
        assertThat(Shown.of("abcd", 4)).isEqualTo("abcd");
        assertThat(Shown.of("abcde", 4)).isEqualTo("abc…");
        assertThat(Shown.of("𝛁𝛁𝛁𝛁𝛁", 4)).isEqualTo("𝛁𝛁𝛁…");
        assertThat(Shown.of("<".repeat(10_000), 40)).isEqualTo("<".repeat(39) + "…");
    }

    @Test void lineBreaksStayVisible() {
        assertThat(Shown.of("a\nb\tc\u2028d", 99)).isEqualTo("a↵b c↵d");
    }

    @Test void whatNoFileHoldsAndWhatTurnsTextAroundIsReplaced() {
        assertThat(Shown.of("a\0b\ud800c\uffffd\ufdd0e", 99)).isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffde");
        assertThat(Shown.of("a\u202eb\u2067c", 99)).isEqualTo("a\ufffdb\ufffdc");
    }

    @Test void textsInOtherDirectionsAndScriptsPass() {
        assertThat(Shown.of("משקל وزن 重み", 99)).isEqualTo("משקל وزن 重み");
    }

    @Test void markupIsShownInContentAndInQuotes() {
        assertThat(Shown.escaped("<b title=\"x\">&amp;'")).isEqualTo("&lt;b title=&quot;x&quot;&gt;&amp;amp;&#39;");
    }

    @Test void linesBreakAtSpacesAndNeverInsideACharacter() {
        assertThat(Shown.lines("one two three", 8, 100)).containsExactly("one two", "three");
        assertThat(Shown.lines("𝛁".repeat(25), 7, 100)).containsExactly("𝛁".repeat(7), "𝛁".repeat(7), "𝛁".repeat(7), "𝛁".repeat(4));
        assertThat(Shown.lines(" ", 7, 100)).isEmpty();
    }
}
