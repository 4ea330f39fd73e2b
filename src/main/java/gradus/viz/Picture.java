package gradus.viz;

import gradus.autograd.Gradients;
import gradus.autograd.MisfitException;
import gradus.autograd.Op;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.io.AtomicFile;
import gradus.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A picture of a value: everything it was computed from, with numbers and, if there are any, gradients and modules.
/// ```java
/// var trace = new Trace();
/// var loss = trace.run(() -> Loss.crossEntropy(net.apply(x), labels)).named("loss");
/// Picture.of(loss).gradients(loss.backwardKeepingAll()).modules(trace).titled("step 0").write(Path.of("out/net.svg"));
/// ```
/// Parameters, inputs (constants with a name), plain numbers, operations and the result look different, and a legend says how;
/// modules are boxes around what they computed; arrows go the way of the computation, and with gradients their width and colour
/// say how much flows back along them. Structure that is repeated is drawn once, in graphs that are not legible otherwise.
/// Pictures are laid out by Graphviz' `dot` where it is on the PATH, else in pure Java. The same graph gives the same DOT, byte
/// for byte. A picture never changes: each method gives another one.
public final class Picture {
    /// So many nodes can still be laid out and looked at.
    public static final int LIMIT = 300;

    private final Value root;
    private @Nullable Gradients gradients;
    private @Nullable Trace trace;
    private @Nullable String title;
    private int limit = LIMIT;
    private Level level = Level.OPERATIONS;
    private boolean folds = true;
    private List<Layout> layouts = Layout.ALL;
    private double rate = Double.NaN;
    private List<String> notes = List.of();
    private final IdentityHashMap<Value, String> marks = new IdentityHashMap<>();          // looked up, never walked

    private Picture(Value root) { this.root = root; }

    /// A picture of a value and what it was computed from, with at most [#LIMIT] nodes, at the level of operations.
    public static Picture of(Value root) { return new Picture(root); }

    /// A picture of shapes that do not fit: what the operation that failed was applied to, the operation in red, and below it what
    /// was wrong and, where one simple change would fit, that change.
    public static Picture of(MisfitException misfit) {
        var failed = new Unfit(misfit.op().label()).apply(misfit.inputs().toArray(Value[]::new));
        var picture = of(failed).marked(failed, "does not fit").notes(List.of(String.valueOf(misfit.getMessage())));
        if (!failed.isConstant()) return picture;
        failed.named(misfit.op().label());
        return picture.notes(List.of("What led there is not known: all operands are constants, which remember nothing."));
    }

    /// Stands in a picture for an operation that could not be applied.
    private record Unfit(String label) implements Op.Custom {
        @Override public Tensor forward(Tensor... in) { return Tensor.scalar(Double.NaN, in[0].precision()); }

        @Override public Value pull(int i, Value g, Value out, Value... in) {
            throw new UnsupportedOperationException(label + " was never applied, and has no gradient");
        }
    }

    private Picture with(Consumer<Picture> change) {
        var other = new Picture(root);
        other.gradients = gradients;
        other.trace = trace;
        other.title = title;
        other.limit = limit;
        other.level = level;
        other.folds = folds;
        other.layouts = layouts;
        other.rate = rate;
        other.notes = notes;
        other.marks.putAll(marks);
        change.accept(other);
        return other;
    }

    /// With a gradient in each node, and the arrows by the gradient that flows back along them. Of [Value#backward]'s gradients
    /// only parameters and named values have one; [Value#backwardKeepingAll] has all.
    public Picture gradients(Gradients gradients) { return with(p -> p.gradients = gradients); }

    /// With a box around what each module call recorded, named by the module's path and label.
    public Picture modules(Trace trace) { return with(p -> p.trace = trace); }

    /// At another level: [Level#MODULES] needs a trace.
    public Picture level(Level level) { return with(p -> p.level = level); }

    /// With a title.
    public Picture titled(String title) { return with(p -> p.title = title); }

    /// With another limit for the number of nodes.
    ///
    /// @throws IllegalArgumentException for a limit below 1
    public Picture upTo(int limit) {
        if (limit < 1) throw new IllegalArgumentException("a picture has at least one node, so its limit cannot be " + limit);
        return with(p -> p.limit = limit);
    }

    /// With every repetition drawn, however many there are.
    public Picture unfolded() { return with(p -> p.folds = false); }

    /// Laid out in pure Java also where `dot` is there: the same picture on every machine.
    public Picture inPureJava() { return with(p -> p.layouts = Layout.PURE_JAVA); }

    /// With the size of the next step beside each module's parameters, ‖η ∇‖ / ‖w‖, for gradient descent at the rate η.
    public Picture rate(double rate) { return with(p -> p.rate = rate); }

    /// With a value circled in red, and a note in its node. At the level of scalars, where each value is many nodes, without.
    public Picture marked(Value value, String note) { return with(p -> p.marks.put(value, note)); }

    /// With lines below the picture, such as a diagnosis; those that are there stay.
    public Picture notes(List<String> lines) {
        return with(p -> {
            var all = new ArrayList<>(notes);
            all.addAll(lines);
            p.notes = List.copyOf(all);
        });
    }

    /// The value that is drawn.
    public Value root() { return root; }
    /// What is shown behind ∇, or null.
    public @Nullable Gradients gradients() { return gradients; }
    /// In which module each value was recorded, or null for a picture without modules.
    public @Nullable Trace trace() { return trace; }
    /// What stands above the picture, or null.
    public @Nullable String title() { return title; }
    /// The largest number of nodes that is drawn.
    public int limit() { return limit; }
    /// How much of the graph is shown.
    public Level level() { return level; }
    /// What stands below the picture.
    public List<String> notes() { return notes; }

    boolean folds() { return folds; }
    List<Layout> layouts() { return layouts; }
    double rate() { return rate; }
    boolean hasMarks() { return !marks.isEmpty(); }
    @Nullable String mark(Value value) { return marks.get(value); }

    /// The picture in DOT, Graphviz' language.
    ///
    /// @throws PictureException if there are more nodes than the limit
    public String dot() { return Drawing.dot(Diagram.of(this), true); }

    /// The picture in SVG, on white, or on black where the reader's display is dark.
    ///
    /// @throws PictureException if there are more nodes than the limit, or if it could not be laid out
    public String svg() { return svg(layouts); }

    /// The picture as PNG, two pixels a point, on white.
    ///
    /// @throws PictureException if there are more nodes than the limit, or if it could not be drawn
    public byte[] png() { return png(layouts); }

    /// Writes the picture into a file, as `.dot`, `.svg`, `.png` or `.html` by the ending of its name. Missing folders are made; where
    /// anything fails, what was there before is still there.
    ///
    /// @throws IllegalArgumentException for another ending
    /// @throws PictureException if it could not be drawn
    /// @throws java.io.UncheckedIOException if it could not be written
    public void write(Path file) { write(file, layouts); }

    void write(Path file, List<Layout> layouts) {
        var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        byte[] content = switch (name.substring(Math.max(0, name.lastIndexOf('.')))) {
            case ".dot" -> dot().getBytes(StandardCharsets.UTF_8);
            case ".svg" -> svg(layouts).getBytes(StandardCharsets.UTF_8);
            case ".png" -> png(layouts);
            case ".html" -> Page.of(this).html(layouts).getBytes(StandardCharsets.UTF_8);
            default -> throw new IllegalArgumentException(
                "a picture cannot be written as " + file + ": its name must end in .dot, .svg, .png or .html");
        };
        AtomicFile.write(file, content);
    }

    byte[] png(List<Layout> layouts) { return Png.of(Dark.without(svg(layouts))); }

    String svg(List<Layout> layouts) {
        var diagram = Diagram.of(this);
        var ids = diagram.nodes.stream().map(diagram::id).toList();
        var laidOut = Layout.first(layouts, Drawing.dot(diagram, false), svg -> Svg.checked(svg, ids));
        Drawing.classify(laidOut, diagram);
        HeatMap.fill(laidOut, diagram);
        Legend.below(laidOut, diagram);
        return laidOut.titled(title).text();
    }
}
