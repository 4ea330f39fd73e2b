package gradus.viz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A picture that steps: one HTML file, complete in itself, that goes through a graph operation by operation, forward (values
/// appear) and then backward (gradients appear), with the chain rule of each step in words and numbers.
///
/// [Picture#write] writes it into a file whose name ends in `.html`. It needs no network. In a graph of plain numbers those that
/// it starts from can be changed in the page, which then computes everything again.
/// ```java
/// Page.of(Picture.of(loss).gradients(loss.backwardKeepingAll()).modules(trace)).html();
/// ```
///
/// @param picture  what is stepped through; without gradients only forward
public record Page(Picture picture) {
    /// The page of a picture.
    public static Page of(Picture picture) { return new Page(picture); }

    /// The page, in HTML.
    ///
    /// @throws PictureException if the picture could not be drawn
    public String html() { return html(picture.layouts()); }

    String html(List<Layout> layouts) {
        // Every step is seen; modules fold in the page itself, which also has its own colours for the dark.
        var stepped = picture.level() == Level.SCALARS ? Scalars.of(picture).unfolded() : picture.level(Level.OPERATIONS).unfolded();
        var svg = Dark.without(stepped.svg(layouts));
        var title = picture.title() == null || picture.title().isBlank() ? "A graph, step by step" : picture.title();
        return filled(resource("page.html"), "title", Shown.escaped(Shown.of(title, Drawing.LONGEST_TITLE)),
            "style", resource("page.css") + ":root[data-theme=\"dark\"] {\n" + Dark.ARROWS + "}\n",
            "svg", svg.strip(), "data", PageData.json(stepped),
            "script", resource("numbers.js") + resource("rerun.js") + resource("view.js") + resource("page.js"));
    }

    /// Puts each text at its place, `<!--name-->`, in one pass: what is put in is not searched again.
    private static String filled(String template, String... namesAndTexts) {
        var out = new StringBuilder();
        int at = 0;
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            var place = "<!--" + namesAndTexts[i] + "-->";
            int found = template.indexOf(place, at);
            if (found < 0) throw new IllegalStateException("the page has no place for " + namesAndTexts[i]);
            out.append(template, at, found).append(namesAndTexts[i + 1]);
            at = found + place.length();
        }
        return out.append(template.substring(at)).toString();
    }

    private static String resource(String name) {
        try (var in = Page.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("the page's " + name + " is missing from the jar");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
