package gradus.io;

import java.nio.file.Path;

/// A model as ONNX (onnx.ai), operator set 17: what other runtimes and tools read.
///
/// The graph takes *raw* inputs, `input`, floats of shape (batch, …) as they lie in the data, and normalises them itself;
/// `output`, (batch, k), is what the model gives: scores or logits, no probabilities. Weights keep their names, `0.weight`.
/// What else a model file says (classes, seed, settings, the data's digest) is in the file's metadata. The same model gives the
/// same bytes. An ONNX file does not come back as a model: it says what is computed, not of which layers.
public final class OnnxFile {
    private OnnxFile() {}

    /// Writes a model, whole or not at all.
    ///
    /// @throws IllegalArgumentException if a parameter or buffer is not finite, or a variance below 0
    /// @throws java.io.UncheckedIOException if the file cannot be written; what was there before is still there
    public static void write(ModelFile model, Path path) {
        model.requireNumbers();
        AtomicFile.write(path, new OnnxWriter(model).file().toBytes());
    }

    /// What an ONNX file contains, whoever wrote it. Weights that lie in other files are named, and not followed.
    ///
    /// @throws FormatException for a file that is missing, cut off, or no ONNX model
    public static Inspection inspect(Path path) { return new OnnxReader(path).inspect(); }
}
