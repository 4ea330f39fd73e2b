package gradus.cli;

import static gradus.cli.Said.gradus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What bash itself offers, with the script sourced.
class CompletionTest {
    @TempDir Path folder;

    @ParameterizedTest @CsvSource(delimiter = '|', textBlock = """
        tr                            | train
        train --opt                   | --optimizer
        train --optimizer ad          | adam adamw
        train --activation leaky      | leaky-relu
        train --loss cross            | cross-entropy
        train --init he               | he-normal he-uniform
        train sp                      | spirals
        bench wide                    | wide-mlp
        graph --level sc              | scalars
        completion z                  | zsh
        """)
    void bashCompletes(String typed, String expected) throws Exception {
        var bash = Path.of("/bin/bash");
        assumeTrue(Files.isExecutable(bash), "there is no bash");
        var script = Files.writeString(folder.resolve("completion"), gradus("completion", "bash").out());
        var said = bash("source '" + script + "'; compopt() { :; }; COMP_WORDS=(./gradus " + typed + "); COMP_CWORD=" + typed.split(" ").length
            + "; COMP_LINE='./gradus " + typed + "'; COMP_POINT=${#COMP_LINE}; _complete_gradus; echo ${COMPREPLY[@]}");
        assertThat(said.strip()).isEqualTo(expected);
    }

    @Test void bothNamesOfTheCommandAreKnownAndZshHasItsWords() throws Exception {
        var script = Files.writeString(folder.resolve("completion"), gradus("completion", "bash").out());
        assertThat(bash("source '" + script + "'; complete -p gradus")).contains("-F _complete_gradus");
        assertThat(script).content().doesNotContain("_gradus_manual", "milestones");
        assertThat(gradus("completion", "zsh").out()).contains("autoload -U +X bashcompinit && bashcompinit");
        assertThat(gradus("completion", "fish").error()).startsWith("unknown shell 'fish'").contains("; there are bash, zsh;");
    }

    private static String bash(String commands) throws Exception {
        var process = new ProcessBuilder(List.of("/bin/bash", "--norc", "-c", commands)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
