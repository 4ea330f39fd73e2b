package gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.training.Confusion;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassTableTest {
    @Test void aHundredClassesAreNoFlood() {
        var counts = new int[100][100];
        for (int c = 0; c < 100; c++) {
            counts[c][c] = 100;
            counts[c][(c + 1) % 100] = c;                                             // the higher its number, the worse
        }
        var lines = ClassTable.of(new Confusion(IntStream.range(0, 100).mapToObj(c -> "kind " + c).toList(), counts));
        assertThat(lines).hasSize(14);
        assertThat(lines.get(1)).isEqualTo("The 10 of 100 classes with the lowest F1:");
        assertThat(lines.get(3)).startsWith("  kind 99 ");
        assertThat(lines.get(4)).startsWith("  kind 98 ");
        assertThat(lines.getLast()).startsWith("  mean ").endsWith("14,950");
    }

    @Test void linesAreAlignedAndFitWhateverNamesAreThere() {
        var names = List.of("a name that goes on and on and on and on and on and on and on", "b\nc\u001b[31m", "never seen");
        var lines = ClassTable.of(new Confusion(names, new int[][] {{3, 1, 0}, {0, 2, 0}, {0, 0, 0}}));
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.length() == lines.getLast().length()).allMatch(line -> line.length() <= 100);
        assertThat(lines.get(2)).startsWith("  a name that goes on and on and on and o…  ");
        assertThat(lines.get(3)).startsWith("  b↵c\ufffd[31m  ");
        assertThat(lines.get(4)).matches("  never seen +– +– +– +0");
    }
}
