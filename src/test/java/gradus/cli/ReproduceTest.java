package gradus.cli;

import static gradus.cli.Said.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import gradus.experiments.reproduce.Experiment;
import gradus.io.Claim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceTest {
    @TempDir Path folder;

    @Test void itEndsWithATableAndALineForPrograms() throws IOException {
        var page = folder.resolve("docs/experiments.md");
        var said = gradus("reproduce", "perceptron", "--seeds", 2, "--out", folder.resolve("out"), "--page", page, "--json", "--strict");
        assertThat(said.status()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.lines().getFirst()).isEqualTo("perceptron: AND and OR are learned by a single unit, XOR by none");
        assertThat(said.out()).containsPattern("\nfigure +published +ours +tolerance +verdict\nrows of \\S+ right at best, by the plain rule +≥ 4 of 4 \\(theory\\) +4 ± 0 of 4 +0 +holds\n")
            .contains("charts and findings in " + folder.resolve("out/perceptron") + "\n", "page in " + page + "\n").doesNotContain("does not hold");
        var json = said.json();
        assertThat(json.properties().stream().map(field -> field.getKey())).containsExactly("experiment", "published", "mean", "sd", "tolerance",
            "rule", "holds", "all_hold", "figures", "source", "seconds");
        assertThat(json.get("experiment").textValue()).isEqualTo("perceptron");
        assertThat(json.get("published").doubleValue()).isEqualTo(4);
        assertThat(json.get("mean").doubleValue()).isEqualTo(4);
        assertThat(json.get("sd").doubleValue()).isZero();
        assertThat(json.get("rule").textValue()).isEqualTo("at_least");
        assertThat(json.get("holds").booleanValue()).isTrue();
        assertThat(json.get("all_hold").booleanValue()).isTrue();
        assertThat(json.get("figures").size()).isEqualTo(5);
        assertThat(json.get("figures").get(0).properties().stream().map(field -> field.getKey())).containsExactly("figure", "unit", "published",
            "mean", "sd", "tolerance", "rule", "holds", "origin");
        assertThat(folder.resolve("out/perceptron")).isDirectoryContaining("glob:**/perceptron.svg").isDirectoryContaining("glob:**/findings.md");
        assertThat(folder.resolve("out/perceptron/findings.json")).hasContent(said.lines().getLast());
        assertThat(page).content().startsWith("# Published experiments, reproduced\n").contains("By `gradus reproduce perceptron --seeds 2 --page FILE.md`, on",
            "## perceptron\n", "![The line moves with each mistake](images/experiments/perceptron.svg)", "`gradus reproduce perceptron --seeds 2` took ");
        assertThat(folder.resolve("docs/images/experiments/perceptron.svg")).exists();
    }

    @Test void helpListsEachExperimentWithItsClaim() {
        var help = gradus("reproduce", "--help").out();
        for (var experiment : Experiment.values()) assertThat(help).contains("  " + experiment + "\n");
        assertThat(help).contains("      (reduced; with --full about a week)\n", "2 cores of an Intel Xeon at 2.1 GHz, shared",
            "AND and OR are learned by a single unit, XOR by none").doesNotContain("%%");
    }

    @Test void whatCannotBeRunIsSaidInALine() {
        var unknown = gradus("reproduce", "perceptrn");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.error()).contains("perceptrn").contains("perceptron");
        assertThat(gradus("reproduce", "perceptron", "--seeds", 0).error()).contains("at least one seed is needed, not --seeds 0");
        assertThat(gradus("reproduce", "perceptron", "--seeds", "2.5").error()).contains("--seeds: '2.5' is no whole number");
        assertThat(gradus("reproduce", "perceptron", "--threads", 0).error()).contains("at least one thread is needed, not --threads 0");
        assertThat(gradus("reproduce", "perceptron", "--quick").error())
            .contains("perceptron has only one form: --quick goes with dropout, lottery-ticket, mnist-table and all");
        assertThat(gradus("reproduce", "nielsen-1", "--full").error())
            .contains("nielsen-1 has only one form: --full goes with dropout, lottery-ticket, mnist-table and all");
        assertThat(gradus("reproduce", "dropout", "--full", "--quick").error()).contains("--quick and --full exclude each other");
        assertThat(gradus("reproduce", "perceptron", "--page", "p.html").error())
            .contains("a page of experiments is Markdown, as experiments.md, not p.html");
    }

    @Test void whatCannotBeReadOrWrittenIsSaidBeforeTheWork() throws IOException {
        var none = gradus("reproduce", "perceptron", "--data", folder.resolve("none"), "--out", folder.resolve("out"));
        assertThat(none.error()).contains("no such folder");
        assertThat(none.out()).isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
        var file = Files.writeString(folder.resolve("file"), "");
        var taken = gradus("reproduce", "perceptron", "--out", file);
        assertThat(taken.error()).contains(file + " is no folder");
        assertThat(taken.out()).isEmpty();
        try (var _ = Claim.on(List.of(folder.resolve("both/perceptron/findings.json")))) {
            assertThat(gradus("reproduce", "perceptron", "--out", folder.resolve("both")).error()).contains("is being written by another run");
        }
    }

    @Test void otherPicturesThanThosePublishedOfAreRefused() throws IOException {
        var other = Files.createDirectory(folder.resolve("other"));
        try (var files = Files.list(Path.of("data/mnist"))) {
            for (var each : files.toList()) Files.copy(each, other.resolve(each.getFileName()));
        }
        var images = other.resolve("t10k-images-idx3-ubyte.gz");
        var changed = new GZIPInputStream(Files.newInputStream(images)).readAllBytes();
        changed[changed.length - 1] ^= 1;
        try (var out = new GZIPOutputStream(Files.newOutputStream(images))) {
            out.write(changed);
        }
        assertThat(gradus("reproduce", "perceptron", "--data", other, "--out", folder.resolve("out")).error())
            .contains(other + ": other pictures than MNIST's, of which these figures were published");
    }
}
