package gradus.viz;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// An SVG drawing that is being finished: checked, in fonts that every machine has, on white, with its title.
final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    /// Fonts as wide as the one the words were measured with, then narrower ones: nothing is cut on any machine.
    private static final String FONTS = Drawing.FONT + ", Verdana, Arial, sans-serif";
    private static final int TITLE = 15;

    private final Document document;

    private Svg(Document document) { this.document = document; }

    /// What an engine drew, without what only engines care for; an error if it is no drawing of all these nodes.
    static Svg checked(String text, List<String> nodes) {
        if (text.isBlank()) throw new PictureException("it drew nothing");
        var svg = parse(text);
        var drawn = new TreeSet<String>();
        for (var group : svg.elements("g")) if (group.getAttribute("class").equals("node")) drawn.add(group.getAttribute("id"));
        var missing = nodes.stream().filter(id -> !drawn.contains(id)).toList();
        if (!missing.isEmpty())
            throw new PictureException("it left out %s of %s nodes, the first is %s"
                .formatted(missing.size(), nodes.size(), missing.getFirst()));
        svg.gather(nodes);
        svg.finish();
        return svg;
    }

    static Svg parse(String text) {
        try {
            var factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);                                      // else it also prints what it throws
            var svg = new Svg(builder.parse(new InputSource(new StringReader(text))));
            if (!svg.root().getLocalName().equals("svg")) throw new PictureException("it drew something that is not SVG");
            return svg;
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new PictureException("it drew SVG that is not well-formed: " + e.getMessage(), e);
        }
    }

    private Element root() { return document.getDocumentElement(); }

    /// All elements with these names, in the order of the document.
    List<Element> elements(String... names) {
        var found = new ArrayList<Element>();
        for (var name : names) {
            var list = document.getElementsByTagNameNS("*", name);
            for (int i = 0; i < list.getLength(); i++) if (list.item(i) instanceof Element e) found.add(e);
        }
        return found;
    }

    /// Removes the rectangle that engines put behind everything.
    void removeBackground() {
        for (var group : elements("g")) if (group.getAttribute("class").equals("graph"))
            for (Node child = group.getFirstChild(), next; child != null; child = next) {
                next = child.getNextSibling();
                if (child instanceof Element e && e.getTagName().equals("polygon")) group.removeChild(e);
            }
    }

    /// Sets the part of the plane that is shown, in its own size.
    void view(double x, double y, double width, double height) {
        root().setAttribute("viewBox", String.format(Locale.ROOT, "%.2f %.2f %.2f %.2f", x, y, width, height));
        root().setAttribute("width", String.format(Locale.ROOT, "%.0fpt", width));
        root().setAttribute("height", String.format(Locale.ROOT, "%.0fpt", height));
    }

    double[] view() {
        var parts = root().getAttribute("viewBox").strip().split("[\\s,]+", -1);
        var view = new double[4];
        if (parts.length != 4) throw new PictureException("it drew SVG without a size");
        for (int i = 0; i < 4; i++) view[i] = Double.parseDouble(parts[i]);
        return view;
    }

    private void finish() {
        removeBackground();
        sharpenArrows();
        for (var title : elements("title")) title.getParentNode().removeChild(title);      // tool tips that say v3
        for (var text : elements("text")) text.setAttribute("font-family", FONTS);
        root().setAttribute("xml:space", "preserve");               // engines count the space before a word in its place
        var style = document.createElementNS(NAMESPACE, "style");
        style.setTextContent(Dark.STYLE);
        root().insertBefore(style, root().getFirstChild());
        removeComments(root());
        var behind = document.createElementNS(NAMESPACE, "rect");
        behind.setAttribute("class", "behind");
        behind.setAttribute("fill", "#ffffff");
        root().insertBefore(behind, style.getNextSibling());
        show(view());
    }

    /// Puts the words of a node into its group, where an engine makes groups of their own for them, behind it.
    private void gather(List<String> nodes) {
        var ours = new TreeSet<>(nodes);
        Element node = null;
        for (var group : elements("g")) {
            if (ours.contains(group.getAttribute("id"))) node = group;
            else if (node != null && group.getAttribute("class").equals("node")) node.appendChild(group);
        }
    }

    /// Heads of arrows without a wide outline, which would reach into the nodes.
    private void sharpenArrows() {
        for (var head : elements("polygon"))
            if (head.getParentNode() instanceof Element around && around.getAttribute("class").startsWith("edge"))
                head.setAttribute("stroke-width", "1");
    }

    /// Sets the classes of groups, by their identifiers; a second arrow between the same nodes has that of the first.
    void classify(Map<String, String> classes) {
        for (var group : elements("g")) {
            var id = group.getAttribute("id");
            var known = classes.get(id);
            if (known == null && id.lastIndexOf('-') > id.indexOf('-')) known = classes.get(id.substring(0, id.lastIndexOf('-')));
            if (known != null) group.setAttribute("class", known);
        }
    }

    /// The words in a node or box, by its identifier.
    List<Element> textsOf(String id) {
        var found = new ArrayList<Element>();
        for (var text : elements("text"))
            for (Node around = text.getParentNode(); around instanceof Element e; around = e.getParentNode())
                if (e.getAttribute("id").equals(id)) found.add(text);
        return found;
    }

    /// Puts an image where words stood.
    void replaceByImage(Element words, double x, double y, double width, double height, String data) {
        var image = made("image", "x", x, "y", y, "width", width, "height", height, "preserveAspectRatio", "none",
            "style", "image-rendering:pixelated", "href", data);
        words.getParentNode().replaceChild(image, words);
    }

    /// A small node of a kind.
    void swatch(Kind kind, double x, double y, double width, double height) {
        boolean dashed = kind.style.contains("dashed");
        var box = made("rect", "class", "swatch " + kind.word(), "x", x, "y", y, "width", width, "height", height,
            "rx", kind.style.contains("rounded") ? 4 : 0, "fill", kind.fill, "stroke", kind.outline, "stroke-width", kind.width);
        if (dashed) box.setAttribute("stroke-dasharray", "3,2");
        root().appendChild(box);
    }

    /// A piece of an arrow.
    void line(Arrow arrow, double x, double y, double length) {
        var group = made("g", "class", "edge " + arrow.style());
        var line = made("path", "d", "M%s,%s h%s".formatted(number(x), number(y), number(length)), "stroke", arrow.colour(),
            "stroke-width", arrow.width(), "fill", "none");
        if (!arrow.line().equals("solid")) line.setAttribute("stroke-dasharray", arrow.line().equals("dashed") ? "5,2" : "1,3");
        group.appendChild(line);
        root().appendChild(group);
    }

    /// Words that begin here.
    void words(String text, double x, double y, int size, String colour) {
        var words = made("text", "class", "legend", "x", x, "y", y, "font-family", FONTS, "font-size", size, "fill", colour);
        words.setTextContent(text);
        root().appendChild(words);
    }

    private Element made(String name, Object... namesAndValues) {
        var element = document.createElementNS(NAMESPACE, name);
        for (int i = 0; i < namesAndValues.length; i += 2)
            element.setAttribute((String) namesAndValues[i],
                namesAndValues[i + 1] instanceof Double number ? number(number) : String.valueOf(namesAndValues[i + 1]));
        return element;
    }

    private static String number(double x) { return String.format(Locale.ROOT, "%.2f", x); }

    private static void removeComments(Node node) {
        for (Node child = node.getFirstChild(), next; child != null; child = next) {
            next = child.getNextSibling();
            if (child.getNodeType() == Node.COMMENT_NODE) node.removeChild(child);
            else removeComments(child);
        }
    }

    /// Shows this part of the plane, on white.
    void show(double... view) {
        view(view[0], view[1], view[2], view[3]);
        var behind = elements("rect").getFirst();
        var names = List.of("x", "y", "width", "height");
        for (int i = 0; i < 4; i++) behind.setAttribute(names.get(i), String.format(Locale.ROOT, "%.2f", view[i]));
    }

    /// With a title above, and as the document's name.
    Svg titled(@Nullable String title) {
        if (title == null || title.isBlank()) return this;
        var shown = Shown.of(title, Drawing.LONGEST_TITLE);
        var view = view();
        double wide = Math.max(view[2], shown.codePointCount(0, shown.length()) * TITLE * 0.72 + TITLE), high = TITLE * 1.6;
        show(view[0] - (wide - view[2]) / 2, view[1] - high, wide, view[3] + high);

        var words = document.createElementNS(NAMESPACE, "text");
        words.setAttribute("class", "title");
        words.setAttribute("text-anchor", "middle");
        words.setAttribute("x", String.format(Locale.ROOT, "%.2f", view[0] + view[2] / 2));
        words.setAttribute("y", String.format(Locale.ROOT, "%.2f", view[1] - high + TITLE * 1.5));
        words.setAttribute("font-family", FONTS);
        words.setAttribute("font-size", Integer.toString(TITLE));
        words.setAttribute("font-weight", "bold");
        words.setTextContent(shown);
        root().appendChild(words);

        var name = document.createElementNS(NAMESPACE, "title");
        name.setTextContent(shown);
        root().insertBefore(name, root().getFirstChild());
        return this;
    }

    /// The document, with `\n` at its end and wherever a line ends.
    String text() {
        try {
            var out = new StringWriter();
            var writer = TransformerFactory.newDefaultInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            writer.transform(new DOMSource(root()), new StreamResult(out));
            return out.toString().replace("\r\n", "\n").strip() + "\n";
        } catch (TransformerException e) {
            throw new PictureException("the SVG could not be written: " + e.getMessage(), e);
        }
    }
}
