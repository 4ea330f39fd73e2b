package gradus.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTest {
    private static String svg(int width, int height, String content) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%dpx\" height=\"%dpx\" viewBox=\"0 0 %d %d\">%s</svg>"
            .formatted(width, height, width, height, content);
    }

    private static final String BLACK = "<rect x=\"0\" y=\"0\" width=\"10\" height=\"10\" fill=\"#000000\"/>";

    @Test void aPointIsTwoPixels() throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(Png.of(svg(30, 20, BLACK))));
        assertThat(image.getWidth()).isEqualTo(60);
        assertThat(image.getHeight()).isEqualTo(40);
        assertThat(image.getRGB(19, 19) & 0xffffff).isZero();
        assertThat(image.getRGB(21, 21) & 0xffffff).isEqualTo(0xffffff);
    }

    @Test void largeDrawingsHaveFewerPixelsAPoint() throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(Png.of(svg(30_000, 1_000, BLACK))));
        assertThat(image.getWidth()).isBetween(40_000, 50_000);
    }

    @Test void whatWouldBeIllegibleIsRefused() {
        assertThatThrownBy(() -> Png.of(svg(30_000, 30_000, BLACK))).isInstanceOf(PictureException.class)
            .hasMessageContaining("30,000 × 30,000").hasMessageContaining(".svg");
    }

    @Test void aBlankDrawingIsAnError() {
        assertThatThrownBy(() -> Png.of(svg(30, 20, ""))).isInstanceOf(PictureException.class).hasMessageContaining("blank");
    }
}
