package gradus.viz;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    private double[] view() {
        var parts = root().getAttribute("viewBox").strip().split("[\\s,]+", -1);
        var view = new double[4];
        if (parts.length != 4) throw new PictureException("it drew SVG without a size");
        for (int i = 0; i < 4; i++) view[i] = Double.parseDouble(parts[i]);
        return view;
    }

    private void finish() {
        removeBackground();
        for (var title : elements("title")) title.getParentNode().removeChild(title);      // tool tips that say v3
        for (var text : elements("text")) text.setAttribute("font-family", FONTS);
        removeComments(root());
        var behind = document.createElementNS(NAMESPACE, "rect");
        behind.setAttribute("fill", "#ffffff");
        root().insertBefore(behind, root().getFirstChild());
        show(view());
    }

    private static void removeComments(Node node) {
        for (Node child = node.getFirstChild(), next; child != null; child = next) {
            next = child.getNextSibling();
            if (child.getNodeType() == Node.COMMENT_NODE) node.removeChild(child);
            else removeComments(child);
        }
    }

    /// Shows this part of the plane, on white.
    private void show(double... view) {
        view(view[0], view[1], view[2], view[3]);
        var behind = elements("rect").getFirst();
        var names = List.of("x", "y", "width", "height");
        for (int i = 0; i < 4; i++) behind.setAttribute(names.get(i), String.format(Locale.ROOT, "%.2f", view[i]));
    }

    /// With a title above, and as the document's name.
    Svg titled(@Nullable String title) {
        if (title == null || title.isBlank()) return this;
        var shown = Markup.shown(title, Drawing.LONGEST_TITLE);
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
