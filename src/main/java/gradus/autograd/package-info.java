/// Values that remember how they were computed, and the one walk that differentiates them.
///
/// Read [Op] (what a step is), [Unary] and [Binary] (the rules as tables), [Value] (what people hold), then [Gradients]
/// (the walk) and `Ledger` (why the walk needs no sorting).
@NullMarked
package gradus.autograd;

import org.jspecify.annotations.NullMarked;
