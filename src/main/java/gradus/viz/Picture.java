package gradus.viz;

import gradus.autograd.Gradients;
import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.io.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A picture of a value: everything it was computed from, with numbers and, if there are any, gradients and modules.
/// ```java
/// var trace = new Trace();
/// var loss = trace.run(() -> Loss.crossEntropy(net.apply(x), labels)).named("loss");
/// Picture.of(loss).gradients(loss.backwardKeepingAll()).modules(trace).titled("step 0").write(Path.of("out/net.svg"));
/// ```
/// Parameters, inputs (constants with a name), plain numbers, operations and the result look different; modules are boxes
/// around what they computed; arrows go the way of the computation. Pictures are laid out by Graphviz' `dot` where it is on
/// the PATH, else in pure Java. The same graph gives the same DOT, byte for byte.
///
/// @param root       the value that is drawn
/// @param gradients  what is shown behind ∇, or null; those of [Value#backwardKeepingAll] also cover the values in between
/// @param trace      in which module each value was recorded, or null for a picture without modules
/// @param title      stands above the picture, or null
/// @param limit      the largest number of values that is drawn
public record Picture(Value root, @Nullable Gradients gradients, @Nullable Trace trace, @Nullable String title, int limit) {
    /// So many values are still legible.
    public static final int LIMIT = 300;

    /// @throws IllegalArgumentException for a limit below 1
    public Picture {
        if (limit < 1) throw new IllegalArgumentException("a picture has at least one value, so its limit cannot be " + limit);
    }

    /// A picture of a value and what it was computed from, with at most [#LIMIT] values.
    public static Picture of(Value root) { return new Picture(root, null, null, null, LIMIT); }

    /// With a gradient in each node. Those that were not kept are left out.
    public Picture gradients(Gradients gradients) { return new Picture(root, gradients, trace, title, limit); }

    /// With a box around what each module call recorded, named by the module's path and label.
    public Picture modules(Trace trace) { return new Picture(root, gradients, trace, title, limit); }

    /// With a title.
    public Picture titled(String title) { return new Picture(root, gradients, trace, title, limit); }

    /// With another limit for the number of values.
    public Picture upTo(int limit) { return new Picture(root, gradients, trace, title, limit); }

    /// The picture in DOT, Graphviz' language.
    ///
    /// @throws PictureException if there are more values than the limit
    public String dot() { return Drawing.dot(this, graph()); }

    /// The picture in SVG, on white.
    ///
    /// @throws PictureException if there are more values than the limit, or if it could not be laid out
    public String svg() { return svg(Layout.ALL); }

    /// The picture as PNG, two pixels a point, on white.
    ///
    /// @throws PictureException if there are more values than the limit, or if it could not be drawn
    public byte[] png() { return png(Layout.ALL); }

    /// Writes the picture into a file, as `.dot`, `.svg`, `.png` or `.html` by the ending of its name. Missing folders are made; where
    /// anything fails, what was there before is still there.
    ///
    /// @throws IllegalArgumentException for another ending
    /// @throws PictureException if it could not be drawn
    /// @throws java.io.UncheckedIOException if it could not be written
    public void write(Path file) { write(file, Layout.ALL); }

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

    byte[] png(List<Layout> layouts) { return Png.of(svg(layouts)); }

    String svg(List<Layout> layouts) {
        var graph = graph();
        var ids = IntStream.range(0, graph.values().size()).mapToObj(Drawing::id).toList();
        var untitled = new Picture(root, gradients, trace, null, limit);        // the title is put above what comes back
        var laidOut = Layout.first(layouts, Drawing.dot(untitled, graph), svg -> Svg.checked(svg, ids));
        return laidOut.titled(title).text();
    }

    private Graph graph() {
        var graph = Graph.of(root);
        int size = graph.values().size();
        if (size > limit)
            throw new PictureException(String.format(Locale.ROOT,
                "a graph of %,d values is too large for a picture of at most %,d: "
                    + "draw a value nearer to the inputs, or a smaller model, or allow more with upTo(%d)", size, limit, size));
        return graph;
    }
}
