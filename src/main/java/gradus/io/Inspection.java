package gradus.io;

import gradus.tensor.Shape;
import gradus.tensor.Tensor;
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
            int nans = 0, infinities = 0;
            double sum = 0, least = Double.POSITIVE_INFINITY, greatest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < tensor.size(); i++) {
                double x = tensor.at(i);
                if (Double.isNaN(x)) nans++;
                else if (Double.isInfinite(x)) infinities++;
                else {
                    sum += x;
                    least = Math.min(least, x);
                    greatest = Math.max(greatest, x);
                }
            }
            int finite = tensor.size() - nans - infinities;
            if (finite == 0) return new Numbers(name, type, tensor.shape(), Double.NaN, Double.NaN, Double.NaN, Double.NaN, nans, infinities);
            double mean = sum / finite, squares = 0;
            for (int i = 0; i < tensor.size(); i++) {
                double off = tensor.at(i) - mean;
                if (Double.isFinite(off)) squares += off * off;
            }
            return new Numbers(name, type, tensor.shape(), least, greatest, mean, StrictMath.sqrt(squares / finite), nans, infinities);
        }
    }
}
