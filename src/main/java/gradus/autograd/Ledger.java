package gradus.autograd;

import java.util.PriorityQueue;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// Notes about the values of a graph, read youngest first.
///
/// Why the order matters: a value's gradient is complete only when everything computed from it has sent its part. A value is
/// made after its inputs, so whoever reads by creation id from the youngest down meets every value after all that was computed
/// from it: no sorting of values, no recursion, no marks. Values with neighbouring ids share a page, and values of one graph
/// mostly have neighbouring ids, so there are few pages; a queue gives the youngest that is still to be read, a table the one
/// of a given id.
final class Ledger<T> {
    static final int PAGE = 32;

    private static final class Page implements Comparable<Page> {
        final long number;
        final @Nullable Recorded[] values = new Recorded[PAGE];
        final @Nullable Object[] notes = new Object[PAGE];
        int unread = PAGE;

        Page(long number) { this.number = number; }

        /// The youngest first.
        @Override public int compareTo(Page other) { return Long.compare(other.number, number); }
    }

    /// Pages by a hash of their numbers, or else in the next free place behind; at most half full.
    private @Nullable Page[] table = new Page[8];
    private final PriorityQueue<Page> unread = new PriorityQueue<>();
    private int size;
    private @Nullable Page open;

    /// The place of a page in the table, or where it would stand. Neighbours are spread (Fibonacci hashing, Knuth 6.4): in a
    /// row they would keep older pages from their places.
    private int slot(long number) {
        int slot = (int) (number * 0x9E3779B97F4A7C15L >>> 32) & table.length - 1;
        for (Page page; (page = table[slot]) != null && page.number != number; ) slot = slot + 1 & table.length - 1;
        return slot;
    }

    private @Nullable Page find(Recorded v) {
        long number = v.id / PAGE;
        return open != null && open.number == number ? open : table[slot(number)];
    }

    private Page page(Recorded v) {
        var page = find(v);
        return page != null ? page : add(new Page(v.id / PAGE));
    }

    private Page add(Page page) {
        if (2 * ++size > table.length) {
            var pages = table;
            table = new Page[2 * pages.length];
            for (var old : pages) if (old != null) table[slot(old.number)] = old;
        }
        table[slot(page.number)] = page;
        unread.add(page);
        return page;
    }

    private static int place(Recorded v) { return (int) v.id & PAGE - 1; }

    /// The note about a value, or null.
    @SuppressWarnings("unchecked")
    @Nullable T get(Recorded v) {
        var page = find(v);
        return page == null ? null : (T) page.notes[place(v)];
    }

    /// Puts a note, in place of the one that is there, and the value itself to be read by [#next].
    void put(Recorded v, T note) { put(v, note, (before, after) -> after); }

    /// Puts a note, joined with the one that is there already, and the value itself to be read by [#next].
    @SuppressWarnings("unchecked")
    void put(Recorded v, T note, BinaryOperator<T> join) {
        var page = page(v);
        int place = place(v);
        var before = (T) page.notes[place];
        page.notes[place] = before == null ? note : join.apply(before, note);
        page.values[place] = v;
    }

    /// Puts a note alone, in place of the one that is there, which it returns, or null.
    @SuppressWarnings("unchecked")
    @Nullable T note(Recorded v, T note) {
        var page = page(v);
        var before = (T) page.notes[place(v)];
        page.notes[place(v)] = note;
        return before;
    }

    /// The youngest value not read yet, or null. Values older than the last one read may still be put in.
    @Nullable Recorded next() {
        if (open == null) open = unread.poll();
        for (; open != null; open = unread.poll())
            while (open.unread > 0) {
                var v = open.values[--open.unread];
                open.values[open.unread] = null;                               // a note shall not keep a graph alive
                if (v != null) return v;
            }
        return null;
    }
}
