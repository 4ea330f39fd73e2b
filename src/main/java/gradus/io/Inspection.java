package gradus.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import gradus.data.Obstacle;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a file contains, told without building what it describes.
///
/// @param format   the kind of file and its version, as `Gradus model, version 1`
/// @param about    what else it says, in its order: the seed, settings, metrics, metadata
/// @param layers   what the model is made of, a line each, as it prints: `0  Linear(784 → 128)`; empty where a file does not say
/// @param tensors  its numbers, in its order
public record Inspection(String format, SequencedMap<String, @Nullable Object> about, List<String> layers, List<Numbers> tensors) {
    private static final JsonFactory JSON = new JsonFactory();
    /// The tags with which the fields of an ONNX model may begin.
    private static final List<Integer> ONNX = List.of(0x08, 0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42);

    /// What any file contains; of which kind it is, its content says, not its name.
    ///
    /// @throws FormatException for a file that is missing, damaged, or of no known kind
    public static Inspection of(Path path) {
        if (Files.isDirectory(path)) throw new FormatException(path + ": a folder; a file is expected");
        byte[] begin;
        try (var in = Files.newInputStream(path)) {
            begin = in.readNBytes(9);
        } catch (NoSuchFileException e) {
            throw new FormatException(path + ": no such file", e);
        } catch (IOException e) {
            throw new FormatException(path + ": cannot be read (" + Obstacle.of(e) + ")", e);
        }
        if (begin.length == 0) throw new FormatException(path + ": empty");
        if (begin.length == 9 && begin[8] == '{' && begin[7] == 0 && begin[6] == 0) return Safetensors.inspect(path);
        if (new String(begin, StandardCharsets.UTF_8).stripLeading().startsWith("{"))
            return "gradus-run".equals(format(path)) ? RunFile.inspect(path) : ModelFile.inspect(path);
        if (ONNX.contains((int) begin[0])) return OnnxFile.inspect(path);
        throw new FormatException(path + ": of no known kind; a model or run file in JSON, safetensors, a checkpoint and ONNX are known");
    }

    /// What the field `format` of a JSON object says; nothing where there is none.
    private static String format(Path path) {
        try (var parser = JSON.createParser(path.toFile())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("format");
                parser.nextToken();
                if (wanted) return parser.getText();
                parser.skipChildren();
            }
            return "";
        } catch (IOException damaged) {
            return "";                                               // the reader of models says where
        }
    }

    /// One tensor of a file. The statistics are over its finite numbers, in doubles; NaN where there are none.
    ///
    /// @param name        its name in the file
    /// @param type        the type of its elements, as the file calls it: `float`, `F16`
    /// @param shape       as it lies in the file
    /// @param nans        how many elements are NaN
    /// @param infinities  how many are infinite
    public record Numbers(String name, String type, Shape shape, double least, double greatest, double mean, double deviation,
            int nans, int infinities) {
        /// Of numbers that cannot be told: of a type without numbers, or not in this file.
        public static Numbers untold(String name, String type, Shape shape) {
            return new Numbers(name, type, shape, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0);
        }

        /// Of numbers that were read.
        public static Numbers of(String name, String type, Tensor tensor) {
            var statistics = new Statistics();
            for (int i = 0; i < tensor.size(); i++) statistics.add(tensor.at(i));
            return statistics.numbers(name, type, tensor.shape());
        }
    }
}
