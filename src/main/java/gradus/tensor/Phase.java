package gradus.tensor;

import java.util.ArrayList;
import java.util.List;

/// The pixels of a picture that some taps of a window see, wherever it stands: every stride-th row, and of it every stride-th column.
record Phase(Along vertical, Along horizontal, int down, int across) {
    /// Those that some tap sees: at most as many as the window has taps, however large its stride is.
    static List<Phase> seen(Along vertical, Along horizontal) {
        var phases = new ArrayList<Phase>();
        for (int down : vertical.phases())
            for (int across : horizontal.phases()) phases.add(new Phase(vertical, horizontal, down, across));
        return phases;
    }

    /// Its first row and column that belong to the picture itself, and how many do, which may be none.
    int top() { return vertical.first(down); }
    int left() { return horizontal.first(across); }
    int rows() { return Math.max(0, vertical.last(down) - top() + 1); }
    int columns() { return Math.max(0, horizontal.last(across) - left() + 1); }

    /// Where they are in a picture.
    Grid inPicture() {
        int width = horizontal.size();
        return new Grid(vertical.row(down, top()) * width + horizontal.row(across, left()), vertical.stride() * width, horizontal.stride());
    }

    /// Where they are when laid out with what is beyond the border, in rows of length `pitch`.
    Grid laidOut(int pitch) { return new Grid(top() * pitch + left(), pitch, 1); }
}
