/// Pictures: a value's graph with its numbers, its gradients and the modules it was computed in.
///
/// [Picture][gradus.viz.Picture] is the door, and [Page][gradus.viz.Page] a picture that steps. `Drawing` says what is drawn and is plain DOT; `Kind`, `Caption` and `Arrow`
/// say how a node, its words and an arrow look; `Layout` has it placed, by Graphviz' `dot` or in pure Java; `Svg` and `Png`
/// finish what comes back. Every name in a picture is data: it is escaped in `Markup` and nowhere else.
@NullMarked
package gradus.viz;

import org.jspecify.annotations.NullMarked;
