package gradus.viz.charts;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.geom.Line2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYDataset;

/// What stands around the numbers: title, axes, grid, legend and notes, in a theme.
final class Frame {
    static final int TITLE = 14, WORDS = 11, TICKS = 10;
    private final Theme theme;

    static {
        TextUtils.setUseDrawRotatedStringWorkaround(false);      // which would draw the words along an axis as outlines
    }

    Frame(Theme theme) { this.theme = theme; }

    static Font font(int style, int points) { return new Font(Chart.FONT, style, points); }

    /// @param whole    whether only whole numbers get a label
    /// @param decades  whether it holds decimal logarithms
    NumberAxis axis(String label, Span span, boolean whole, boolean decades) {
        var axis = new NumberAxis(Words.shown(label));
        axis.setRange(span.low(), span.high());
        axis.setStandardTickUnits(new NumberTickUnitSource(whole || decades, new TickLabels(decades)));
        axis.setNumberFormatOverride(new TickLabels(decades));
        axis.setLabelFont(font(Font.PLAIN, WORDS));
        axis.setTickLabelFont(font(Font.PLAIN, TICKS));
        axis.setLabelPaint(theme.ink);
        axis.setTickLabelPaint(theme.ink);
        axis.setAxisLinePaint(theme.muted);
        axis.setTickMarkPaint(theme.muted);
        return axis;
    }

    /// A chart with everything around its plot.
    ///
    /// @param names  of the lines, for the legend; one alone needs none
    JFreeChart around(String title, XYDataset numbers, NumberAxis across, NumberAxis up, XYItemRenderer renderer, List<String> names,
            List<String> notes) {
        up.setTickLabelInsets(new RectangleInsets(5, 4, 5, 4));                        // air between labels, so fewer of them
        var plot = new XYPlot(numbers, across, up, renderer);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(theme.grid);
        plot.setRangeGridlinePaint(theme.grid);
        plot.setDomainGridlineStroke(new BasicStroke(0.8f));
        plot.setRangeGridlineStroke(new BasicStroke(0.8f));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);     // what stays in the background is named first
        plot.setNoDataMessage("nothing to show");
        plot.setNoDataMessageFont(font(Font.ITALIC, WORDS));
        plot.setNoDataMessagePaint(theme.muted);
        if (renderer instanceof XYLineAndShapeRenderer lines) lines.setLegendLine(new Line2D.Double(-14, 0, 14, 0));
        renderer.setLegendItemLabelGenerator((_, series) -> Words.shown(names.get(series)));

        var chart = new JFreeChart(null, font(Font.BOLD, TITLE), plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(new RectangleInsets(8, 8, 8, 24));
        if (!title.isBlank()) chart.setTitle(heading(title));
        if (names.size() > 1) chart.addSubtitle(legend(plot));
        for (var note : notes) chart.addSubtitle(words(note, RectangleEdge.BOTTOM, font(Font.ITALIC, TICKS)));
        return chart;
    }

    private TextTitle heading(String title) {
        var words = words(title, RectangleEdge.TOP, font(Font.BOLD, TITLE));
        words.setPaint(theme.ink);
        return words;
    }

    private TextTitle words(String text, RectangleEdge edge, Font font) {
        var words = new TextTitle(Words.shown(text), font);
        words.setPaint(theme.muted);
        words.setPosition(edge);
        words.setHorizontalAlignment(HorizontalAlignment.LEFT);
        words.setTextAlignment(HorizontalAlignment.LEFT);
        words.setMargin(0, 4, 4, 4);
        return words;
    }

    private LegendTitle legend(XYPlot plot) {
        var legend = new LegendTitle(plot);
        legend.setPosition(RectangleEdge.TOP);
        legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
        legend.setItemFont(font(Font.PLAIN, WORDS));
        legend.setItemPaint(theme.ink);
        legend.setBackgroundPaint(null);
        legend.setMargin(0, 0, 6, 0);
        legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 12));
        return legend;
    }
}
