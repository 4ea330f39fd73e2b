package gradus.nn;

import gradus.autograd.Value;
import java.util.SequencedMap;

/// A function of a value that may have parameters: a layer, an activation, a whole network.
///
/// It has one method to write, [#forward], so that a method reference is a module too, and one to call, [#apply]:
/// ```java
/// record Scaled(Value scale, Module inner) implements Module {
///     @Override public Value forward(Value x) { return inner.apply(x).mul(scale); }
/// }
/// var net = Sequential.of(Linear.of(2, 8, Initializer.HE_NORMAL, random.at("first")), new Scaled(Value.parameter(1), Value::tanh));
/// var y = net.apply(x);
/// ```
/// Its parameters are found in its parts: the components of a record, the elements of lists and maps, and the parts of those
/// that are modules. A class that is no record says by [#parts] what it is made of; if it does not, asking for its
/// parameters is an error, so that none is forgotten in silence.
///
/// (There is a `java.lang.Module`: import this one by its name.)
@FunctionalInterface
public interface Module {
    /// What this module computes. Call [#apply] instead, also on the modules inside.
    Value forward(Value x);

    /// Computes this module's output for `x`. In errors, and in what a [gradus.autograd.Trace] remembers, the module goes by
    /// its path, such as `2` or `encoder.0`, which is also how the names of its parameters begin. Not to be overridden.
    ///
    /// @throws gradus.tensor.ShapeException if a shape inside does not fit; the message begins with the path of the module
    default Value apply(Value x) { return Call.apply(this, Call.SOMEWHERE, x); }

    /// What this module is made of, by name and in order: values, modules, lists and maps of these, and settings, which are of
    /// no concern here. The components of a record; nothing for an enum constant or a lambda that captures nothing.
    ///
    /// @throws IllegalArgumentException for a lambda that captures something, for any other class that does not override this,
    ///     and for values or modules where they would not be found, as in an array
    default SequencedMap<String, Object> parts() { return Parts.of(this); }

    /// The parameters of this module and of all modules inside, in order, by names such as `0.weight` and `encoder.1.bias`.
    /// A parameter that is used in two places is listed once, under the first.
    ///
    /// @throws IllegalArgumentException where [#parts] does
    default SequencedMap<String, Value> parameters() { return Parts.parameters(this); }

    /// This module and all modules inside, in order, by their paths, such as `encoder.1`; its own is empty. One that is used in two
    /// places is listed once, under the first.
    ///
    /// @throws IllegalArgumentException where [#parts] does
    default SequencedMap<String, Module> modules() { return Parts.modules(this); }

    /// All that has to be kept to use this module later, in order, by names as those of [#parameters]: the parameters, and buffers such
    /// as the running statistics of a [BatchNorm].
    default SequencedMap<String, Value> state() { return Parts.state(this); }
}
