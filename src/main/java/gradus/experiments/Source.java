package gradus.experiments;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where the examples come from.
///
/// @param path    a folder or file; null for the recipe's own
/// @param target  the column of a table that is to be learned; null for the last one
/// @param limit   how many examples to learn from at most, drawn by the seed; 0 for all
public record Source(@Nullable Path path, @Nullable String target, int limit) {
    /// All of the recipe's own examples.
    public static final Source USUAL = new Source(null, null, 0);

    /// @throws IllegalArgumentException if the limit is negative
    public Source {
        if (limit < 0)
            throw new IllegalArgumentException("at least one example is needed to learn from, not " + limit + ", as in --limit 1000");
    }
}
