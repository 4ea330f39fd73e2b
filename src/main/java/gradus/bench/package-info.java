/// The benchmark: workloads that are the same everywhere, what they cost here, and whether their results are right.
///
/// [Workload][gradus.bench.Workload] lists them, a small class each; a [Measurement][gradus.bench.Measurement] is what came of one.
/// A workload warms up, runs, and then has its result checked, so that a kernel cannot win by being wrong.
@NullMarked
package gradus.bench;

import org.jspecify.annotations.NullMarked;
