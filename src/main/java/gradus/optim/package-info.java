/// Optimisers, in order of difficulty: [gradus.optim.Sgd], [gradus.optim.RmsProp], [gradus.optim.Adam], [gradus.optim.AdamW].
///
/// Each takes parameters and a learning rate, and changes the parameters by the gradients of a loss:
/// ```java
/// var optimizer = new Sgd(net.parameters().values(), 0.1);
/// optimizer.step(loss.backward());
/// ```
/// A [Schedule][gradus.optim.Schedule] says how the rate changes over a run, [Clipping][gradus.optim.Clipping] keeps huge gradients
/// from throwing a step far off.
@NullMarked
package gradus.optim;

import org.jspecify.annotations.NullMarked;
