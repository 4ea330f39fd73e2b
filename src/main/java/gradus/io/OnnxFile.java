package gradus.io;

import java.nio.file.Path;

/// A model as ONNX, opset 17: what other runtimes and tools read.
@SuppressWarnings("DoNotCallSuggester")
public final class OnnxFile {
    private OnnxFile() {}

    /// Writes a model, whole or not at all.
    public static void write(ModelFile model, Path path) { throw new UnsupportedOperationException(model + " to " + path); }

    /// What an ONNX file contains.
    public static Inspection inspect(Path path) { throw new UnsupportedOperationException(path.toString()); }
}
