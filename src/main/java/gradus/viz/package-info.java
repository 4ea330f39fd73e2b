/// Pictures: a value's graph with its numbers, its gradients and the modules it was computed in.
///
/// [Picture][gradus.viz.Picture] is the door, and [Page][gradus.viz.Page] a picture that steps. A `Diagram` says what is drawn of the
/// graph at a [Level][gradus.viz.Level]: its nodes, in the boxes of a `Cluster`, with repetitions drawn once (`Folding`), and the
/// `ArrowNorms` of the gradient along its arrows; `Scalars` computes a graph of arrays once more in single numbers, convolutions by their
/// `Terms`. `Drawing` writes the diagram in DOT; `Kind`, `Caption`, `Bars` and `Arrow` say how a node, its words and an arrow look;
/// `Layout` has it placed, by Graphviz' `dot` or in pure Java; `Svg`, `HeatMap` (of pictures a `Mosaic`), `Legend`, `Dark` and `Png`
/// finish what comes back. Every name in a picture is data: it is escaped in `Markup` and nowhere else.
@NullMarked
package gradus.viz;

import org.jspecify.annotations.NullMarked;
