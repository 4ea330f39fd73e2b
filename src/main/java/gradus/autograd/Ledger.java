package gradus.autograd;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Notes about the values of a graph, read youngest first.
///
/// Why the order matters: a value's gradient is complete only when everything computed from it has sent its part. A value is
/// made after its inputs, so whoever reads by creation id from the youngest down meets every value after all that was computed
/// from it: no sorting, no recursion, no marks. Values with neighbouring ids share a page, and values of one graph mostly have
/// neighbouring ids; parameters are older, so pages are found through a tree.
final class Ledger<T> {
    static final int PAGE = 64;

    private static final class Page {
        final long first;
        final @Nullable Recorded[] values = new Recorded[PAGE];
        final @Nullable Object[] notes = new Object[PAGE];
        int unread = PAGE;

        Page(long first) { this.first = first; }
    }

    private final TreeMap<Long, Page> pages = new TreeMap<>();
    /// Pages met lately, by the lowest digits of their number.
    private final @Nullable Page[] recent = new Page[16];
    private @Nullable Page open;

    private @Nullable Page find(Recorded v) {
        var page = recent[slot(v)];
        return page != null && page.first == first(v) ? page : pages.get(first(v));
    }

    private Page page(Recorded v) {
        var page = recent[slot(v)];
        if (page == null || page.first != first(v)) {
            page = pages.computeIfAbsent(first(v), Page::new);
            recent[slot(v)] = page;
        }
        return page;
    }

    private static long first(Recorded v) { return v.id & -PAGE; }
    private static int slot(Recorded v) { return (int) (v.id / PAGE) & 15; }
    private static int place(Recorded v) { return (int) v.id & PAGE - 1; }

    /// The note about a value, or null.
    @SuppressWarnings("unchecked")
    @Nullable T get(Recorded v) {
        var page = find(v);
        return page == null ? null : (T) page.notes[place(v)];
    }

    /// Puts a note, and the value itself to be read by [#next].
    void put(Recorded v, T note) {
        page(v).values[place(v)] = v;
        note(v, note);
    }

    /// Puts a note alone.
    void note(Recorded v, T note) { page(v).notes[place(v)] = note; }

    /// The youngest value not read yet, or null. Values older than the last one read may still be put in.
    @Nullable Recorded next() {
        if (open == null && !pages.isEmpty()) open = pages.lastEntry().getValue();
        while (open != null) {
            while (open.unread > 0) {
                var v = open.values[--open.unread];
                open.values[open.unread] = null;                               // a note shall not keep a graph alive
                if (v != null) return v;
            }
            var older = pages.lowerEntry(open.first);
            open = older == null ? null : older.getValue();
        }
        return null;
    }
}
