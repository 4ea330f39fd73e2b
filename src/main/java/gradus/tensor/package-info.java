/// Shapes, tensors and random numbers, and the kernels beneath: plain loops that specify every result, vector loops that are
/// fast and give the same bits. This room uses nothing of the others.
///
/// Pictures are tensors `(n, channels, height, width)`; what looks at them place by place, a convolution or a pool, does so through a
/// [Window].
///
/// Read [Shape], then [Tensor]; then `Kernels`, the seam, with its three stagings `Doubles` (the specification), `Floats`
/// (plain loops) and `VectorFloats` (the same bits, sooner).
@NullMarked
package gradus.tensor;

import org.jspecify.annotations.NullMarked;
