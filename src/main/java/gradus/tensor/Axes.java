package gradus.tensor;

import java.util.Arrays;
import java.util.List;

/// The axes that a reduction runs over: all of them, or some; kept with length 1 on request, so that the result broadcasts
/// against what it was made from.
///
/// @param axes  the axes, negative ones counting from the end; empty means all
/// @param kept  whether a reduced axis stays, with length 1
public record Axes(List<Integer> axes, boolean kept) {
    private static final Axes ALL = new Axes(List.of(), false);

    /// Every axis: the result is a scalar.
    public static Axes all() { return ALL; }

    /// These axes; none means all of them.
    public static Axes of(int... axes) {
        if (axes.length == 0) return ALL;
        var all = new Integer[axes.length];
        for (int i = 0; i < all.length; i++) all[i] = axes[i];
        return new Axes(List.of(all), false);
    }

    /// The same axes, staying with length 1.
    public Axes keep() { return new Axes(axes, true); }

    /// For each axis of `shape`, whether it is reduced.
    boolean[] reduced(Shape shape) {
        boolean[] reduced = new boolean[shape.rank()];
        if (axes.isEmpty()) Arrays.fill(reduced, true);
        for (int axis : axes) {
            int at = shape.axis(axis);
            if (reduced[at]) throw new ShapeException("axis %s of %s is named twice in %s".formatted(axis, shape, axes));
            reduced[at] = true;
        }
        return reduced;
    }

    /// The shape of the result when a tensor of this shape is reduced.
    public Shape of(Shape shape) { return axes.isEmpty() && !kept ? Shape.SCALAR : reduce(shape, kept); }

    /// The shape of the result had the reduced axes been kept.
    public Shape keptShape(Shape shape) { return reduce(shape, true); }

    /// How many elements go into one element of the result.
    public int count(Shape shape) {
        if (axes.isEmpty()) return shape.size();
        int count = 1;
        boolean[] reduced = reduced(shape);
        for (int i = 0; i < reduced.length; i++) if (reduced[i]) count *= shape.dim(i);
        return count;
    }

    private Shape reduce(Shape shape, boolean keep) {
        boolean[] reduced = reduced(shape);
        int[] dims = new int[shape.rank()];
        int rank = 0;
        for (int i = 0; i < dims.length; i++)
            if (!reduced[i]) dims[rank++] = shape.dim(i); else if (keep) dims[rank++] = 1;
        return Shape.owning(rank == dims.length ? dims : Arrays.copyOf(dims, rank));
    }

    /// `all`, `1`, `0, 1`.
    @Override public String toString() {
        return axes.isEmpty() ? "all" : axes.toString().substring(1, axes.toString().length() - 1);
    }
}
