package gradus.tensor;

/// Numbers of an array in rows and columns: where the first is, and from each how far the next is, down and across.
record Grid(int first, int down, int across) {
    /// Copies so many rows and columns of `from`, whose picture begins at `fi`, to another grid of `to`, whose picture begins at `ti`.
    void copy(int rows, int columns, float[] from, int fi, Grid other, float[] to, int ti) {
        for (int i = 0, at = fi + first, into = ti + other.first; i < rows; i++, at += down, into += other.down)
            if (across == 1 && other.across == 1) System.arraycopy(from, at, to, into, columns);
            else for (int j = 0; j < columns; j++) to[into + j * other.across] = from[at + j * across];
    }
}
