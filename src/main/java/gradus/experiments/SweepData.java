package gradus.experiments;

import gradus.data.Split;
import gradus.tensor.Random;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The examples of a sweep's runs, which share them: read or made once for each seed. What is set apart of them, for runs to be judged by,
/// each run draws itself, as any other does ([Stopping#validation]).
final class SweepData {
    private static final int DIGITS = 16;

    private record Key(long seed, boolean numbers) {}

    /// What a run learns from and may be tested by.
    ///
    /// @param all     after `--limit`, before validation examples are set apart
    /// @param digest  of the training examples
    record Shared(Split all, String digest) {}

    private final Map<Key, Split> read = new LinkedHashMap<>();
    private final Map<Key, Shared> there = new LinkedHashMap<>();

    /// What a run with these settings gets, read when it is first needed.
    synchronized Shared of(Settings settings) {
        boolean numbers = settings.recipe() == Recipe.CSV && settings.learning().loss().learnsNumbers();
        var key = new Key(settings.seed(), numbers);
        @Nullable Shared shared = there.get(key);
        if (shared == null) {
            var all = Recipe.limited(whole(settings, key), settings.source().limit(), Random.seeded(settings.seed()));
            there.put(key, shared = new Shared(all, all.train().digest().substring(0, DIGITS)));
        }
        return shared;
    }

    /// Pictures are the same for every seed, which only draws from them.
    private Split whole(Settings settings, Key key) {
        var place = settings.recipe().readsPictures() ? new Key(0, key.numbers) : key;
        @Nullable Split all = read.get(place);
        if (all == null) {
            var source = new Source(settings.source().path(), settings.source().target(), 0);
            all = Run.data(new Settings(settings.recipe(), settings.seed(), source, settings.network(), settings.learning()));
            read.put(place, all);
        }
        return all;
    }
}
