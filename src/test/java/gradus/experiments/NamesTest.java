package gradus.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.training.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final List<String> NAMES = List.of("train", "evaluate", "predict", "xor", "or", "matmul", "max");

    @Test void aSlipOfAFingerIsForgiven() {
        assertThat(Names.near("trian", NAMES)).containsExactly("train");        // two letters swapped
        assertThat(Names.near("evalute", NAMES)).containsExactly("evaluate");   // one missing
        assertThat(Names.near("matmull", NAMES)).containsExactly("matmul");     // one too many
        assertThat(Names.near("MAX", NAMES)).contains("max");
        assertThat(Names.near("pre", NAMES)).containsExactly("predict");        // not finished
    }

    @Test void whatIsFarFromEverythingSuggestsNothing() {
        assertThat(Names.near("convolution", NAMES)).isEmpty();
        assertThat(Names.suggestion("convolution", NAMES)).isEmpty();
    }

    @Test void onlyTheNearestIsSuggested() { assertThat(Names.near("xor2", NAMES)).containsExactly("xor"); }

    @Test void choicesAreFoundAsTheyPrint() {
        assertThat(Names.find("loss", "cross-entropy", Objective.values())).isEqualTo(Objective.CROSS_ENTROPY);
        assertThatThrownBy(() -> Names.find("loss", "msee", Objective.values())).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("unknown loss 'msee' (did you mean mse?); there are cross-entropy, binary-cross-entropy, mse, huber, hinge, perceptron");
    }
}
