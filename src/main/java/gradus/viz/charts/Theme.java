package gradus.viz.charts;

import java.awt.Color;

/// Paper and ink.
public enum Theme {
    /// Dark on white.
    LIGHT(0xffffff, 0x222222, 0x5c5c5c, 0xe0e0e0),
    /// Light on nearly black.
    DARK(0x16181c, 0xe8e8e8, 0xa9adb3, 0x3a3e45);

    final Color paper, ink, muted, grid;

    Theme(int paper, int ink, int muted, int grid) {
        this.paper = new Color(paper);
        this.ink = new Color(ink);
        this.muted = new Color(muted);
        this.grid = new Color(grid);
    }
}
