package gradus.viz;

import java.util.Locale;

/// How much of a graph a picture shows.
public enum Level {
    /// A node for what each module computed, with what it has of parameters, and shapes along the arrows.
    MODULES,
    /// A node for each value: parameter, input, constant, or result of an operation; modules are boxes around them.
    OPERATIONS,
    /// A node for each single number, as textbooks draw small networks: [Scalars] has what can be drawn so.
    SCALARS;

    /// As it is called on the command line: `operations`.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
}
