package gradus.tensor;

/// How the pictures of a chunk lie side by side for a window to go over them: channel by channel, phase by phase, picture by picture, each
/// with its border, in rows of length `pitch`. What a tap sees from one place after the other is then the array itself from some offset on.
///
/// @param block  how many numbers a phase of all pictures has; `channel` and `plane` say so of all phases, and of one picture
/// @param size   of the array, which has room for the last panel to go beyond the last picture
record Layout(int channels, int channel, int block, int plane, int pitch, int size) {
    static Layout of(Convolution sizes, int channels, int phases, int pictures, int rows, int pitch) {
        int size = sizes.requireArray((double) channels * phases * pictures * rows * pitch + Sweep.PANEL);
        int plane = rows * pitch, block = pictures * plane;
        return new Layout(channels, phases * block, block, plane, pitch, size);
    }
}
