package gradus.cli;

import static gradus.cli.Said.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ManualTest {
    @Test void thePageIsWhatTheCommandsSay() throws IOException {
        assertThat(Files.readString(Path.of("docs/cli.md"))).as("docs/cli.md is renewed by ./gradus manual >docs/cli.md")
            .isEqualTo(gradus("manual").out());
    }

    @Test void everyCommandAndEachOfItsOptionsIsThere() {
        var page = gradus("manual").out();
        var commands = Main.commandLine(Terminal.standard(System.out)).getSubcommands();
        commands.forEach((name, command) -> {
            boolean hidden = command.getCommandSpec().usageMessage().hidden();
            assertThat(page.contains("\n## gradus " + name + "\n")).as(name).isEqualTo(!hidden);
            if (hidden) return;
            assertThat(command.getCommandSpec().usageMessage().footer()).as("examples of " + name).contains("Examples:");
            for (var option : command.getCommandSpec().options())
                assertThat(page.contains(option.longestName())).as(option.longestName()).isEqualTo(!option.hidden());
        });
        assertThat(page).contains("| `--batch N\\|full` | Examples in a step, or all of them. |").contains("The seed of everything random (1).")
            .doesNotContain("DEFAULT-VALUE", "%n", "\u001b");
    }
}
