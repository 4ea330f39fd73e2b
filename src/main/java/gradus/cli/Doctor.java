package gradus.cli;

import gradus.bench.Home;
import gradus.bench.Machine;
import gradus.data.Checksums;
import gradus.data.DataException;
import gradus.data.FashionMnist;
import gradus.tensor.Threads;
import gradus.tensor.Vectors;
import gradus.viz.Engines;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `gradus doctor`: what is there, what is missing, and what helps.
@Command(name = "doctor", sortOptions = false, abbreviateSynopsis = true,
    header = "Shows what is installed, what is missing, and what would help.",
    description = {"", "ok: all is well. note: it works, but something is slower or missing. problem:",
        "something will fail; the exit status is then 1."},
    footer = {"", "Examples:", "  gradus doctor", "  gradus doctor --json"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Doctor implements Callable<Integer> {
    private static final long ENOUGH = 512;

    @Option(names = "--json", description = "End with one line of JSON for programs to read.")
    private boolean json;

    @ParentCommand private Main main;

    private enum State {
        OK, NOTE, PROBLEM;

        @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
    }

    /// @param found what there is
    /// @param cure  what helps, if anything has to
    private record Finding(String about, State state, String found, @Nullable String cure) {
        static Finding ok(String about, String found) { return new Finding(about, State.OK, found, null); }

        static Finding note(String about, String found, String cure) { return new Finding(about, State.NOTE, found, cure); }

        static Finding problem(String about, String found, String cure) { return new Finding(about, State.PROBLEM, found, cure); }

        Map<String, @Nullable Object> fields() {
            var out = new LinkedHashMap<String, @Nullable Object>();
            out.put("about", about);
            out.put("state", state.toString());
            out.put("found", found);
            out.put("cure", cure);
            return out;
        }
    }

    @Override public Integer call() {
        var findings = List.of(version(), Finding.ok("JDK", Runtime.version() + ", " + System.getProperty("java.home")),
            processors(), vectors(),
            fma(), memory(), archive(), pictures(), mnist(), fashion(), output(), terminal());
        var words = main.terminal().out();
        for (var finding : findings) {
            words.println(String.format(Locale.ROOT, "%-8s %-11s %s", finding.state, finding.about, finding.found));
            if (finding.cure != null) words.println(" ".repeat(21) + finding.cure);
        }
        words.println();
        words.println(count(findings, State.OK) + " ok, " + count(findings, State.NOTE) + " to note, "
            + count(findings, State.PROBLEM) + " wrong");
        if (json) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("ok", count(findings, State.OK));
            fields.put("notes", count(findings, State.NOTE));
            fields.put("problems", count(findings, State.PROBLEM));
            fields.put("findings", findings.stream().map(Finding::fields).toList());
            words.println(Json.line(fields));
        }
        words.flush();
        return count(findings, State.PROBLEM) == 0 ? 0 : 1;
    }

    private static long count(List<Finding> findings, State state) { return findings.stream().filter(each -> each.state == state).count(); }

    private static Finding version() {
        var version = Main.class.getPackage().getImplementationVersion();
        return Finding.ok("Gradus", version == null ? "development" : version);
    }

    private static Finding processors() {
        var machine = Machine.here();
        return Finding.ok("processors", machine.cores() + " (" + machine.processor() + "), " + Figures.threads(Threads.count()));
    }

    private static Finding vectors() {
        if (Vectors.allowed()) return Finding.ok("vectors", Vectors.bits() + " bits");
        return Vectors.available() ? Finding.note("vectors", "switched off: the same results, but slowly", "unset GRADUS_VECTORS")
            : Finding.note("vectors", "the module jdk.incubator.vector is not there: the same results, but slowly",
                "start by ./gradus, without GRADUS_VECTORS=off, or by java --add-modules jdk.incubator.vector");
    }

    private static Finding fma() {
        return Vectors.fused() ? Finding.ok("FMA", "the processor multiplies and adds in one step")
            : Finding.note("FMA", "the processor has no fused multiply-add: the same results, but very slowly",
                "a processor since about 2013 (AVX2 and FMA, or any 64-bit ARM), or a virtual machine that passes its own through");
    }

    private static Finding memory() {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        return heap >= ENOUGH ? Finding.ok("memory", Figures.count((double) heap) + " MB for tensors")
            : Finding.note("memory", heap + " MB for tensors; MNIST takes about 300", "more memory for the machine or container");
    }

    /// The launcher names the archive of classes on Java's command line.
    private static Finding archive() {
        boolean used = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(word -> word.startsWith("-XX:SharedArchiveFile="));
        return used ? Finding.ok("start", "from an archive of classes")
            : Finding.note("start", "without an archive of classes, 0.2 s slower", "./gradus makes one where target/ can be written");
    }

    private static Finding pictures() {
        var dot = Engines.dot();
        return dot != null ? Finding.ok("pictures", "dot, " + dot)
            : Finding.note("pictures", "no dot on the PATH: drawn by graph-support, with wider arrangements", "install Graphviz");
    }

    private static Finding mnist() {
        var folder = Home.mnist();
        var cure = "git checkout -- data/mnist in Gradus' folder, or train with --data";
        if (!Files.isDirectory(folder)) return Finding.problem("MNIST", folder + " is no folder", cure);
        try {
            var differences = Checksums.differences(folder, Home.data().resolve("README.md"));
            return differences.isEmpty() ? Finding.ok("MNIST", folder + ", the files as they should be")
                : Finding.problem("MNIST", folder + ": " + String.join(", ", differences), cure);
        } catch (UncheckedIOException e) {
            return Finding.problem("MNIST", String.valueOf(e.getMessage()), cure);
        }
    }

    private static Finding fashion() {
        try {
            return Finding.ok("Fashion", "Fashion-MNIST in " + FashionMnist.folder());
        } catch (DataException e) {
            return Finding.note("Fashion", "no Fashion-MNIST where it is looked for",
                "apt-get install dataset-fashion-mnist, or train fashion-mnist --data FOLDER");
        }
    }

    private static Finding output() {
        var out = Path.of("out").toAbsolutePath();
        var folder = Stream.iterate(out, path -> path != null, Path::getParent).filter(Files::exists).findFirst().orElse(out);
        return Files.isDirectory(folder) && Files.isWritable(folder)
            ? Finding.ok("output", out + (folder.equals(out) ? "" : ", made when needed"))
            : Finding.problem("output", folder + (Files.isDirectory(folder) ? " cannot be written" : " is no folder"),
                "go elsewhere, or name files by --out");
    }

    private Finding terminal() {
        var terminal = main.terminal();
        var traits = new ArrayList<String>(List.of(terminal.live() ? "a person watches" : "no terminal: nothing is animated"));
        traits.add(terminal.colour() ? "colours" : "no colours");
        traits.add("UTF-8");
        var locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG").map(System::getenv)
            .filter(Predicate.not(value -> value == null || value.isEmpty()))
            .findFirst().orElse("C").toLowerCase(Locale.ROOT);
        return locale.replace("-", "").contains("utf8") ? Finding.ok("terminal", String.join(", ", traits))
            : Finding.note("terminal", String.join(", ", traits) + " whatever the locale says (" + locale + ")",
                "a locale as C.UTF-8 shows umlauts and · as they are");
    }
}
