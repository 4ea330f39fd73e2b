package gradus.nn;

import gradus.autograd.Binary;
import gradus.autograd.MisfitException;
import gradus.autograd.Value;
import gradus.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// A way around: `y = x + inner(x)`, or `shortcut(x) + inner(x)` where the shape changes. Gradients pass by the sum undiminished, so
/// deep networks learn.
/// ```java
/// Residual.of(Linear.of(64, 64, init, random.at("first")), Activation.RELU, Linear.of(64, 64, init, random.at("second")))
/// ```
/// The names of its parameters begin with `inner` and `shortcut`, as `inner.0.weight`.
///
/// He, Zhang, Ren & Sun, *Deep residual learning for image recognition*, 2016.
///
/// @param inner     what is added
/// @param shortcut  what is done with x on its way around, or null for nothing
public record Residual(Module inner, @Nullable Module shortcut) implements Module {
    /// Around a module that keeps the shape.
    public static Residual of(Module inner) { return new Residual(inner, null); }

    /// Around some modules, one after the other, that keep the shape.
    public static Residual of(Module... inner) { return new Residual(Sequential.of(inner), null); }

    @Override public Value forward(Value x) {
        var around = shortcut == null ? x : shortcut.apply(x);
        var added = inner.apply(x);
        // broadcasting would add other shapes too, such as (n, 1) to (n, 8), which nobody means here
        if (!around.shape().equals(added.shape()))
            throw new MisfitException("inner makes " + added.shape() + " of " + x.shape() + ", which cannot be added to "
                + (shortcut == null ? "it" : "the shortcut's " + around.shape()), cure(around.shape(), added.shape()),
                Binary.ADD, around, added);
        return around.add(added);
    }

    private String cure(Shape around, Shape added) {
        if (shortcut != null || around.rank() != added.rank() || around.rank() < 2) return "";
        int in = around.dim(1), out = added.dim(1);
        if (around.rank() == 2) return ": give it the shortcut Linear.withoutBias(" + in + ", " + out + ", …)";
        return around.rank() == 4 ? pictures(around, added) : "";
    }

    /// A window of one pixel with stride s makes ⌈h / s⌉ rows of h.
    private static String pictures(Shape around, Shape added) {
        int height = around.dim(2), width = around.dim(3), down = added.dim(2), across = added.dim(3);
        if (down < 1 || across < 1 || down > height || across > width) return "";
        int strideY = Math.ceilDiv(height, down), strideX = Math.ceilDiv(width, across);
        if (Math.ceilDiv(height, strideY) != down || Math.ceilDiv(width, strideX) != across)       // no stride: a border is missing
            return (height - down) % 2 == 0 && (width - across) % 2 == 0 ? ": padding inside keeps the pictures' size"
                : ": a window of odd height and width, with padding, keeps the pictures' size";
        var stride = strideY == 1 && strideX == 1 ? "" : ".stride(" + strideY + (strideX == strideY ? "" : ", " + strideX) + ")";
        return ": give it the shortcut Conv2d.withoutBias(" + around.dim(1) + ", " + added.dim(1) + ", Window.of(1)" + stride + ", …)";
    }

    @Override public String toString() {
        return "Residual(" + Label.of(inner) + (shortcut == null ? "" : ", shortcut " + Label.of(shortcut)) + ")";
    }
}
