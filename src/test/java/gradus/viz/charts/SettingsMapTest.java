package gradus.viz.charts;

import static gradus.viz.charts.SettingStrips.half;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SettingsMapTest {
    private static final double NONE = Double.NaN;

    @Test void theBestIsDarkestWhetherLargeOrSmall() {
        var accuracy = Marks.of("accuracy, %", true, 10, NONE, 90, 50);
        assertThat(List.of(accuracy.share(10), accuracy.share(50), accuracy.share(90))).containsExactly(0.0, 0.5, 1.0);
        var loss = Marks.of("loss", false, 0.5, 2.5);
        assertThat(List.of(loss.share(2.5), loss.share(0.5))).containsExactly(0.0, 1.0);
        assertThat(loss.logarithmic()).isFalse();
        var wide = Marks.of("loss", false, 0.01, 100, 1);
        assertThat(wide.logarithmic()).isTrue();
        assertThat(wide.share(1)).isCloseTo(0.5, within(1e-12));
        assertThat(accuracy.share(NONE)).isNaN();
        assertThat(Marks.of("accuracy, %", true, 70).share(70)).isEqualTo(1);
        assertThat(Marks.of("loss", false).share(NONE)).isNaN();
    }

    @Test void halfOfTheRunsReachTheLowerMedianAndDivergedOnesReachNothing() {
        assertThat(half(true, 90, 10, 50)).isEqualTo(50);
        assertThat(half(true, 90, 10, 50, 70)).isEqualTo(50);
        assertThat(half(false, 0.1, 0.4, 0.2, 0.3)).isEqualTo(0.3);
        assertThat(half(true, 90, NONE, 80)).isEqualTo(80);
        assertThat(half(true, 90, NONE)).isNaN();
        assertThat(half(false, 0.1, NONE, NONE)).isNaN();
        assertThat(half(true)).isNaN();
    }

    @Test void aCellHasTheColourOfItsMarkAndACrossWithoutOne() throws IOException {
        var map = new SettingsMap("t", "lr", List.of("1", "2"), "width", List.of("8"), new SettingsMap.Cell[][] {
            {new SettingsMap.Cell(90, 1, 0)}, {new SettingsMap.Cell(NONE, 3, 2)}}, Marks.of("accuracy, %", true, 10, 90));
        var image = ImageIO.read(new ByteArrayInputStream(map.png()));
        var svg = map.svg();
        assertThat(svg).contains(">90.0</text>", ">2/3 div.</text>", ">lr ↓</text>", ">width →</text>");
        assertThat(count(image, Scale.SHARE.of(1).getRGB())).isGreaterThan(5000);
        assertThat(svg.split("<path|<line", -1).length).isGreaterThanOrEqualTo(3);
    }

    private static int count(BufferedImage image, int rgb) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) for (int x = 0; x < image.getWidth(); x++) if (image.getRGB(x, y) == rgb) count++;
        return count;
    }

    @Test void stripsHaveRoundTicksAndSayHowManyDiverged() {
        var strips = new SettingStrips("lr", List.of("1", "2"), new double[][] {{12, 97, NONE}, {30}}, Marks.of("accuracy, %", true, 12, 97, 30));
        assertThat(strips.svg()).contains(">20</text>", ">40</text>", ">80</text>", ">1/3 div.</text>");
        var losses = new SettingStrips("lr", List.of("1"), new double[][] {{0.02, 300}}, Marks.of("loss", false, 0.02, 300));
        assertThat(losses.svg()).contains(">0.1</text>", ">100</text>", "(log scale)");
        assertThat(new SettingStrips("lr", List.of("1"), new double[][] {{NONE}}, Marks.of("loss", false, NONE)).svg()).contains(">1/1 div.</text>");
    }

    @Test void whatDoesNotFitIsRefused() {
        var marks = Marks.of("loss", false, 1);
        assertThatThrownBy(() -> new SettingsMap("t", "a", List.of("1"), "b", List.of("2", "3"), new SettingsMap.Cell[][] {{new SettingsMap.Cell(1, 1, 0)}}, marks))
            .hasMessage("a map of 1 by 2 values has a cell for each two");
        assertThatThrownBy(() -> new SettingStrips("t", List.of("1"), new double[0][], marks)).hasMessageContaining("1 values");
    }
}
