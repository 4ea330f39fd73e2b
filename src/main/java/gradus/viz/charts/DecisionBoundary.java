package gradus.viz.charts;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.DefaultXYDataset;

/// Points of a plane over the regions in which a classifier says each class, divided by a line.
///
/// @param title   what stands above
/// @param region  what is said where
/// @param names   of the classes
/// @param x       of each point
/// @param y       of each point
/// @param labels  the class of each point, from 0
public record DecisionBoundary(String title, Region region, List<String> names, double[] x, double[] y, int[] labels) implements Chart {
    private static final Color BORDER = new Color(0x6b6b6b);
    private static final int FEW = 60;

    /// A rectangle of the plane, as a grid of classes.
    ///
    /// @param left     its x from
    /// @param bottom   its y from
    /// @param right    its x to
    /// @param top      its y to
    /// @param side     how many cells it has in each direction
    /// @param classes  `side * side` of them, row by row from the bottom
    public record Region(double left, double bottom, double right, double top, int side, int[] classes) {
        /// @throws IllegalArgumentException for an empty rectangle or another number of classes
        public Region {
            if (!(left < right && bottom < top && Double.isFinite(right - left) && Double.isFinite(top - bottom)))
                throw new IllegalArgumentException("a region needs finite sides of some length, not x from " + left + " to " + right
                    + " and y from " + bottom + " to " + top);
            if (side < 1 || classes.length != side * side)
                throw new IllegalArgumentException("a region of " + side + " by " + side + " cells has a class for each, not "
                    + classes.length);
        }

        /// The middle of a column of cells.
        public double x(int column) { return left + (right - left) * (column + 0.5) / side; }

        /// The middle of a row of cells.
        public double y(int row) { return bottom + (top - bottom) * (row + 0.5) / side; }
    }

    /// @throws IllegalArgumentException for points without a class, or with one that has no name
    public DecisionBoundary {
        names = List.copyOf(names);
        if (x.length != y.length || x.length != labels.length)
            throw new IllegalArgumentException("each point has x, y and a class: found " + x.length + ", " + y.length + " and "
                + labels.length);
        for (int label : labels) requireName(label, names);
        for (int label : region.classes()) requireName(label, names);
    }

    private static void requireName(int label, List<String> names) {
        if (label < 0 || label >= names.size())
            throw new IllegalArgumentException("class " + label + " has no name: there are " + names.size() + ", from 0");
    }

    @Override public int width() { return 520; }

    @Override public int height() { return 500; }

    @Override public void draw(Graphics2D g, Rectangle2D area, Theme theme) {
        var points = new DefaultXYDataset();
        var renderer = new XYLineAndShapeRenderer(false, true);
        double radius = labels.length <= FEW ? 6 : 3;
        for (int c = 0; c < names.size(); c++) {
            int label = c;
            int[] own = IntStream.range(0, labels.length)
                .filter(i -> labels[i] == label && Double.isFinite(x[i]) && Double.isFinite(y[i])).toArray();
            points.addSeries(c, new double[][] {IntStream.of(own).mapToDouble(i -> x[i]).toArray(),
                IntStream.of(own).mapToDouble(i -> y[i]).toArray()});
            renderer.setSeriesPaint(c, Palette.colour(c).darker());
            renderer.setSeriesShape(c, Palette.marker(c, radius));
            renderer.setSeriesOutlinePaint(c, Color.WHITE);
        }
        renderer.setUseOutlinePaint(true);
        renderer.addAnnotation(new XYDataImageAnnotation(image(), region.left(), region.bottom(), region.right() - region.left(),
            region.top() - region.bottom()), Layer.BACKGROUND);
        long not = IntStream.range(0, x.length).filter(i -> !Double.isFinite(x[i]) || !Double.isFinite(y[i])).count();
        var frame = new Frame(theme);
        var chart = frame.around(title, points, frame.axis("x", new Span(region.left(), region.right()), false, false),
            frame.axis("y", new Span(region.bottom(), region.top()), false, false), renderer, names,
            not == 0 ? List.of() : List.of(not + " of " + x.length + " points not finite, left out"));
        chart.getXYPlot().setDomainGridlinesVisible(false);
        chart.getXYPlot().setRangeGridlinesVisible(false);
        chart.draw(g, area);
    }

    /// The paper shines through the regions, so they serve in light and dark.
    private BufferedImage image() {
        int side = region.side();
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        for (int row = 0; row < side; row++)
            for (int column = 0; column < side; column++) {
                int own = region.classes()[row * side + column];
                boolean border = column + 1 < side && region.classes()[row * side + column + 1] != own
                    || row + 1 < side && region.classes()[(row + 1) * side + column] != own;
                image.setRGB(column, side - 1 - row, (border ? BORDER : Palette.tint(own, 70)).getRGB());
            }
        return image;
    }
}
