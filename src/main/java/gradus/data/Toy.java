package gradus.data;

import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.util.List;

/// Points in the plane that no line separates: the shapes on which classifiers are shown. Moons and circles are laid out
/// as in scikit-learn. Each is n points `(n, 2)`, class after class, with normal noise of the given deviation on both
/// coordinates; the same randomness gives the same points.
public final class Toy {
    private Toy() {}

    /// Two half circles that interlock: the upper, `(cos t, sin t)`, and the lower, `(1 − cos t, ½ − sin t)`, t from 0 to π.
    public static Dataset moons(int n, double noise, Random random) {
        return points(n, noise, random, List.of("upper", "lower"), (moon, i, count) -> {
            double t = count == 1 ? 0 : StrictMath.PI * i / (count - 1);
            double x = StrictMath.cos(t);
            double y = StrictMath.sin(t);
            return moon == 0 ? new double[] {x, y} : new double[] {1 - x, 0.5 - y};
        });
    }

    /// A circle of radius 1, and a smaller one of radius ½ inside it.
    public static Dataset circles(int n, double noise, Random random) {
        return points(n, noise, random, List.of("outer", "inner"),
            (circle, i, count) -> polar(circle == 0 ? 1 : 0.5, 2 * StrictMath.PI * i / count));
    }

    /// Two spiral arms about a common middle, each of one and a half turns, from radius 0 out to 1.
    public static Dataset spirals(int n, double noise, Random random) {
        return points(n, noise, random, List.of("0", "1"), (arm, i, count) -> {
            double along = (i + 1.0) / count;     // not from 0, where both arms meet
            return polar(along, 2 * StrictMath.PI * (1.5 * along + arm / 2.0));
        });
    }

    private static double[] polar(double radius, double angle) {
        return new double[] {radius * StrictMath.cos(angle), radius * StrictMath.sin(angle)};
    }

    /// Where the i-th of a class's `count` points lies before noise.
    private interface Curve {
        double[] at(int label, int i, int count);
    }

    private static Dataset points(int n, double noise, Random random, List<String> names, Curve curve) {
        if (n < 2) throw new DataException("2 classes need at least 2 points, found " + n);
        if (!(noise >= 0 && Double.isFinite(noise))) throw new DataException("noise is a deviation, 0 or more; found " + noise);
        var shape = Shape.of(n, 2);
        var inputs = new double[shape.size()];
        var labels = new int[n];
        var shaken = random.at("noise");
        for (int label = 0, row = 0; label < 2; label++) {
            int count = (n + label) / 2;          // the odd one goes to the second class
            for (int i = 0; i < count; i++, row++) {
                var point = curve.at(label, i, count);
                for (int axis = 0; axis < 2; axis++) {
                    int at = row * 2 + axis;
                    inputs[at] = point[axis] + noise * shaken.normal(at);
                }
                labels[row] = label;
            }
        }
        return Dataset.of(Tensor.of(shape, inputs), labels, names);
    }
}
