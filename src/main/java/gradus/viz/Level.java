package gradus.viz;

import java.util.Locale;

/// How closely a picture looks at a graph.
public enum Level {
    /// A box for each module.
    MODULES,
    /// A node for each operation.
    OPERATIONS,
    /// A node for each number.
    SCALARS;

    /// As it is called on the command line: `operations`.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
}
