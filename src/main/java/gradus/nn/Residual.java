package gradus.nn;

import gradus.autograd.Value;
import org.jspecify.annotations.Nullable;

/// A way around: `y = x + inner(x)`, or `shortcut(x) + inner(x)` where the shape changes. Gradients pass by the sum undiminished, so
/// deep networks learn.
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

    @Override public Value forward(Value x) { return (shortcut == null ? x : shortcut.apply(x)).add(inner.apply(x)); }

    @Override public String toString() {
        return "Residual(" + Label.of(inner) + (shortcut == null ? "" : ", shortcut " + Label.of(shortcut)) + ")";
    }
}
