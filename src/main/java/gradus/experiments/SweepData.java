package gradus.experiments;

import gradus.data.Dataset;
import gradus.data.Split;
import gradus.tensor.Random;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The examples of a sweep's runs, which share them: read or made once for each seed.
///
/// Whoever picks the best of many runs by their test accuracy has fitted the test set, and its accuracy no longer says how good the model
/// is on examples that nobody has seen. So a sixth of the training examples is set apart, by the seed and before `--limit`, for the runs
/// to be judged by; the best run alone meets the test examples, at the end. A gate has only four rows: there they are all three sets.
///
/// @param learned  what runs learn from, and (as the test part) the validation examples
/// @param test     what the best run is judged by
/// @param digest   of all that there was to learn from or to be validated by
record SweepData(Split learned, Dataset test, String digest) {
    private static final double VALIDATION = 1.0 / 6;
    private static final int DIGITS = 16;

    private static Split read(Settings settings) {
        var all = new Source(settings.source().path(), settings.source().target(), 0);
        return Run.data(new Settings(settings.recipe(), settings.seed(), all, settings.network(), settings.learning()));
    }

    private static SweepData of(Settings settings, Split all) {
        var digest = all.train().digest().substring(0, DIGITS);
        if (settings.recipe().isGate()) return new SweepData(all, all.test(), digest);
        var random = Random.seeded(settings.seed());
        var parts = all.train().split(VALIDATION, random.at("validation")).normalized();   // validation examples must not be looked at either
        var test = all.test().normalized(parts.train().normalization());
        int limit = settings.source().limit();
        if (limit > 0 && limit < parts.train().size()) parts = new Split(Recipe.drawn(limit, parts.train(), random.at("limit")), parts.test());
        return new SweepData(parts, test, digest);
    }

    /// The data of all runs, each read when it is first needed.
    static final class Shelf {
        private record Key(long seed, boolean numbers) {}

        private final Map<Key, Split> read = new LinkedHashMap<>();
        private final Map<Key, SweepData> there = new LinkedHashMap<>();

        /// What a run with these settings learns from.
        synchronized SweepData of(Settings settings) {
            boolean numbers = settings.recipe() == Recipe.CSV && settings.learning().loss().learnsNumbers();
            var key = new Key(settings.seed(), numbers);
            @Nullable SweepData data = there.get(key);
            if (data == null) there.put(key, data = SweepData.of(settings, raw(settings, key)));
            return data;
        }

        /// Pictures are the same for every seed, which only parts them.
        private Split raw(Settings settings, Key key) {
            var place = settings.recipe() == Recipe.MNIST ? new Key(0, key.numbers) : key;
            @Nullable Split all = read.get(place);
            if (all == null) read.put(place, all = SweepData.read(settings));
            return all;
        }
    }
}
