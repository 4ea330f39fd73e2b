// What augmentation does to digits, kind by kind: a contact sheet whose rows each show one of them, drawn anew for every picture, and
// all together in the last row. What is learned from is never twice the same, so a network finds less to learn by heart.
//
// Try next: elastic:34/4, the paper's own, and elastic:34/2, which is too rough; your own mixture
// (`./gradus run examples/AugmentPictures.java rotate:30,zoom:0.3`); another seed; clothes, which may be mirrored without becoming others.

import module java.base;
import gradus.data.Augmentation;
import gradus.data.Mnist;
import gradus.data.Normalization;
import gradus.tensor.Random;
import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import javax.imageio.ImageIO;

static final int SIDE = 28, SCALE = 2, GAP = 4, COLUMNS = 12, LABEL = 190;

void main(String[] args) throws IOException {
    var digits = Mnist.read(Path.of(System.getProperty("gradus.home", "."), "data", "mnist")).test()
        .normalized(Normalization.of(0, 255)).limit(COLUMNS);
    var kinds = args.length > 0 ? List.of("none", args[0]) : List.of("none", "shift:2", "rotate:15", "zoom:0.2", "shear:15",
        "elastic:34/4", "flip", "erase:10", "shift:2,rotate:10,zoom:0.1,shear:5,elastic:34/4");

    int cell = SIDE * SCALE + GAP;
    var sheet = new BufferedImage(LABEL + COLUMNS * cell, kinds.size() * cell + GAP, BufferedImage.TYPE_BYTE_GRAY);
    var g = sheet.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    g.setColor(Color.BLACK);
    g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setFont(new Font("DejaVu Sans", Font.PLAIN, 12));
    for (int row = 0; row < kinds.size(); row++) {
        var words = kinds.get(row).split("(?<=zoom:0.1,)");              // the longest goes on two lines
        for (int i = 0; i < words.length; i++) g.drawString(words[i], GAP, row * cell + cell / 2 + 6 + 16 * i - 8 * (words.length - 1));
        var batch = digits.augmented(Augmentation.named(kinds.get(row))).batches(COLUMNS, Random.seeded(3)).iterator().next();
        var pixels = batch.inputs().data().toDoubles();
        for (int i = 0; i < COLUMNS; i++) g.drawImage(picture(pixels, i), LABEL + i * cell, GAP + row * cell, null);
    }
    var file = Path.of("out", "augmentation.png");
    Files.createDirectories(file.getParent());
    ImageIO.write(sheet, "png", file.toFile());
    IO.println(file + ": " + COLUMNS + " digits, " + kinds.size() + " rows: " + String.join("; ", kinds));
}

/// Dark ink on light paper, each pixel as a square.
BufferedImage picture(double[] pixels, int which) {
    var image = new BufferedImage(SIDE * SCALE, SIDE * SCALE, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < SIDE * SCALE; y++)
        for (int x = 0; x < SIDE * SCALE; x++) {
            int shade = (int) Math.round(255 * (1 - 0.92 * pixels[(which * SIDE + y / SCALE) * SIDE + x / SCALE]));
            image.getRaster().setSample(x, y, 0, Math.clamp(shade, 0, 250));
        }
    return image;
}
