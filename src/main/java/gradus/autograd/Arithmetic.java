package gradus.autograd;

/// What is done with two values, element by element; shapes broadcast as NumPy's do. Every operation also takes a plain number.
public sealed interface Arithmetic permits Value {
    private Value self() { return (Value) this; }

    /// a + b
    default Value add(Value b) { return Binary.ADD.apply(self(), b); }
    /// a + b with a number
    default Value add(double b) { return add(self().number(b)); }
    /// a − b
    default Value sub(Value b) { return Binary.SUB.apply(self(), b); }
    /// a − b with a number
    default Value sub(double b) { return sub(self().number(b)); }
    /// a · b, element by element; for the matrix product see [Shaping#matmul]
    default Value mul(Value b) { return Binary.MUL.apply(self(), b); }
    /// a · b with a number
    default Value mul(double b) { return mul(self().number(b)); }
    /// a / b
    default Value div(Value b) { return Binary.DIV.apply(self(), b); }
    /// a / b with a number
    default Value div(double b) { return div(self().number(b)); }
    /// aᵇ
    default Value pow(Value b) { return Binary.POW.apply(self(), b); }
    /// aᵖ with a number
    default Value pow(double p) { return new Power(p).apply(self()); }
    /// −a
    default Value neg() { return Unary.NEG.apply(self()); }

    /// The larger of a and b; where they are equal each has half the gradient. For the largest element see [Reductions#max].
    default Value maximum(Value b) { return Binary.MAXIMUM.apply(self(), b); }
    /// The larger of a and a number
    default Value maximum(double b) { return maximum(self().number(b)); }
    /// The smaller of a and b; where they are equal each has half the gradient. For the smallest element see [Reductions#min].
    default Value minimum(Value b) { return Binary.MINIMUM.apply(self(), b); }
    /// The smaller of a and a number
    default Value minimum(double b) { return minimum(self().number(b)); }
    /// a held between two bounds; the gradient passes between and at them.
    default Value clamp(double low, double high) { return new Clamp(low, high).apply(self()); }

    /// The mask a > b: 1 where it holds, else 0. Masks are constants: no gradient flows through them.
    default Value gt(Value b) { return Mask.GT.of(self(), b); }
    /// The mask a > b with a number
    default Value gt(double b) { return gt(self().number(b)); }
    /// The mask a ≥ b
    default Value ge(Value b) { return Mask.GE.of(self(), b); }
    /// The mask a ≥ b with a number
    default Value ge(double b) { return ge(self().number(b)); }
    /// The mask a < b
    default Value lt(Value b) { return Mask.LT.of(self(), b); }
    /// The mask a < b with a number
    default Value lt(double b) { return lt(self().number(b)); }
    /// The mask a ≤ b
    default Value le(Value b) { return Mask.LE.of(self(), b); }
    /// The mask a ≤ b with a number
    default Value le(double b) { return le(self().number(b)); }
    /// The mask a = b
    default Value eq(Value b) { return Mask.EQ.of(self(), b); }
    /// The mask a = b with a number
    default Value eq(double b) { return eq(self().number(b)); }
    /// The mask a ≠ b
    default Value ne(Value b) { return Mask.NE.of(self(), b); }
    /// The mask a ≠ b with a number
    default Value ne(double b) { return ne(self().number(b)); }

    /// This is a mask: `a` where it is not 0, else `b`. The side that is not taken gets no gradient, even if it is NaN.
    default Value where(Value a, Value b) { return new Where().apply(self().detach(), a, b); }
    /// `a` where this mask is not 0, else a number
    default Value where(Value a, double b) { return where(a, self().number(b)); }
    /// A number where this mask is not 0, else `b`
    default Value where(double a, Value b) { return where(self().number(a), b); }
    /// One number where this mask is not 0, else the other
    default Value where(double a, double b) { return where(self().number(a), self().number(b)); }
}
