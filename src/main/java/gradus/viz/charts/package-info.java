/// Charts: plain numbers as curves, histograms, regions, matrices and small pictures. They know nothing of training.
///
/// [Chart][gradus.viz.charts.Chart] is what all of them can do: become SVG or PNG. One class is one kind of chart;
/// [Panels][gradus.viz.charts.Panels] puts several beside each other. JFreeChart draws axes and legends (`Frame`), in Okabe and
/// Ito's colours with dashes and markers beside them (`Palette`), so that nothing is told by colour alone.
@NullMarked
package gradus.viz.charts;

import org.jspecify.annotations.NullMarked;
