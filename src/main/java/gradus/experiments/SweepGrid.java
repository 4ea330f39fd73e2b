package gradus.experiments;

import gradus.tensor.Random;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// All combinations of some settings' values.
///
/// @param base  the settings that all have in common
/// @param axes  what is tried; one with a single value is a setting like others
public record SweepGrid(Settings base, List<SweepAxis> axes) {
    /// More runs than anybody waits for.
    public static final int MOST = 100_000;

    /// @throws IllegalArgumentException if there are more than 100,000 combinations
    public SweepGrid {
        axes = List.copyOf(axes);
        long size = 1;
        for (var axis : axes) {
            size *= axis.choices().size();
            if (size > MOST) throw new IllegalArgumentException("more than 100,000 combinations of settings: fewer values of --"
                + axis.name() + " may do");
        }
    }

    /// How many combinations there are.
    public int size() { return axes.stream().mapToInt(axis -> axis.choices().size()).reduce(1, (a, b) -> a * b); }

    /// What differs from run to run.
    public List<SweepAxis> varied() { return axes.stream().filter(axis -> axis.choices().size() > 1).toList(); }

    /// All combinations; the last setting changes first.
    ///
    /// @throws IllegalArgumentException for values that do not go together
    public List<Settings> all() {
        var all = List.of(base);
        for (var axis : axes) {
            var next = new ArrayList<Settings>();
            for (var settings : all) for (var choice : axis.choices()) next.add(choice.apply(settings));
            all = next;
        }
        return List.copyOf(all);
    }

    /// So many of them, each at most once, drawn by the base's seed, in the grid's order.
    ///
    /// @throws IllegalArgumentException for fewer than one, or more than there are
    public List<Settings> drawn(int n) {
        if (n < 1 || n > size())
            throw new IllegalArgumentException("--random draws from 1 to all " + size() + " combinations of settings, not " + n);
        int[] places = Arrays.copyOf(Random.seeded(base.seed()).at("sweep").permutation(size()), n);
        Arrays.sort(places);
        var all = all();
        return Arrays.stream(places).mapToObj(all::get).toList();
    }
}
