package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.tensor.Random;
import java.util.ArrayList;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static Recorded value() { return (Recorded) Value.parameter(1.0); }

    @Test void readsTheYoungestFirstWhateverTheOrderOfWriting() {
        var all = new ArrayList<Recorded>();
        for (int i = 0; i < 1000; i++) {
            all.add(value());
            if (i % 7 == 0) Recorded.CLOCK.getAndAdd(64);                                 // others draw ids too
        }
        var ledger = new Ledger<Integer>();
        for (int i : Random.seeded(1).permutation(1000)) if (i % 3 > 0) ledger.put(all.get(i), i);
        var read = new ArrayList<Recorded>();
        for (Recorded v; (v = ledger.next()) != null; ) read.add(v);
        assertThat(read).hasSize(666).isSortedAccordingTo(Comparator.comparingLong((Recorded v) -> v.id).reversed());
        for (int i = 0; i < 1000; i++) assertThat(ledger.get(all.get(i))).isEqualTo(i % 3 > 0 ? i : null);
        assertThat(ledger.next()).isNull();
    }

    @Test void whatIsOlderMayBePutInWhileReading() {
        var chain = new ArrayList<Recorded>();
        for (int i = 0; i < 300; i++) chain.add(value());
        var ledger = new Ledger<Boolean>();
        ledger.put(chain.getLast(), true);
        int read = 0;
        for (Recorded v; (v = ledger.next()) != null; read++) {
            int at = chain.indexOf(v);
            assertThat(at).isEqualTo(299 - read);
            if (at > 0) ledger.put(chain.get(at - 1), true);
        }
        assertThat(read).isEqualTo(300);
    }

    @Test void aLaterNoteReplacesAnEarlierOne() {
        var ledger = new Ledger<String>();
        var v = value();
        assertThat(ledger.get(v)).isNull();
        assertThat(ledger.next()).isNull();
        ledger.put(v, "a");
        ledger.put(v, "b");
        assertThat(ledger.get(v)).isEqualTo("b");
        assertThat(ledger.note(v, "c")).as("what stood there").isEqualTo("b");
        assertThat(ledger.next()).isSameAs(v);
    }

    @Test void notesMayBeJoinedTheEarlierOneFirst() {
        Recorded v = value(), other = value();
        var ledger = new Ledger<String>();
        for (var note : new String[] {"a", "b", "c"}) ledger.put(v, note, String::concat);
        ledger.put(other, "d", String::concat);
        assertThat(ledger.get(v)).isEqualTo("abc");
        assertThat(ledger.get(other)).isEqualTo("d");
    }

    @Test void aNoteAloneIsNotRead() {
        Recorded v = value(), other = value();
        var ledger = new Ledger<String>();
        assertThat(ledger.note(v, "a")).isNull();
        assertThat(ledger.get(v)).isEqualTo("a");
        assertThat(ledger.get(other)).as("on the same page").isNull();
        assertThat(ledger.next()).isNull();
    }
}
