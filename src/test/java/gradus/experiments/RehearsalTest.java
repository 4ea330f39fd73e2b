package gradus.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradus.training.Objective;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RehearsalTest {
    @BeforeEach void twoProcessorsAndNoRehearsalOfAnotherTest() throws InterruptedException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "else nothing is rehearsed");
        for (var thread : rehearsals()) thread.join();
    }

    private static List<Thread> rehearsals() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("gradus-rehearsal")).toList();
    }

    private static @Nullable Throwable failureOf(Settings settings) throws InterruptedException {
        var failure = new AtomicReference<@Nullable Throwable>();
        List<Thread> playing;
        try (var _ = new Rehearsal(settings)) {
            playing = rehearsals();
            assertThat(playing).hasSize(1);
            assertThat(playing.getFirst().isDaemon()).isTrue();
            playing.getFirst().setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            Thread.sleep(300);                                        // a few steps, or at least the first
        }
        assertThat(playing.getFirst().join(Duration.ofMinutes(1))).as("ended").isTrue();
        return failure.get();
    }

    @ParameterizedTest @EnumSource(value = LearningRule.class, names = "ROSENBLATT", mode = EnumSource.Mode.EXCLUDE)
    void everyRuleIsRehearsedWithoutAnErrorAndEndsWithItsScope(LearningRule rule) throws InterruptedException {
        var usual = Recipe.MNIST.settings(1);
        var learning = new Learning(usual.learning().loss(), rule, 1000, 64, 1);
        assertThat(failureOf(new Settings(Recipe.MNIST, 1, usual.source(), usual.network(), learning))).isNull();
        assertThat(rehearsals()).isEmpty();
    }

    @ParameterizedTest @EnumSource(Objective.class) void soIsEveryLoss(Objective loss) throws InterruptedException {
        var usual = Recipe.MNIST.settings(1);
        var learning = new Learning(loss, LearningRule.SGD, 0.1, 64, 1);
        assertThat(failureOf(new Settings(Recipe.MNIST, 1, usual.source(), usual.network(), learning))).isNull();
    }

    @Test void whatNeedsNoFilesIsNotRehearsed() {
        for (var recipe : Recipe.values()) {
            if (recipe.readsFiles()) continue;
            try (var _ = new Rehearsal(recipe.settings(1))) {
                assertThat(rehearsals()).as("%s", recipe).isEmpty();
            }
        }
    }
}
