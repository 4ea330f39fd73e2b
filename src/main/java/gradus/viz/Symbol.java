package gradus.viz;

import gradus.autograd.Binary;
import gradus.autograd.MatMul;
import gradus.autograd.Op;
import gradus.autograd.Power;
import gradus.autograd.Sum;
import gradus.autograd.Unary;
import gradus.autograd.Value;

/// Operations as the field writes them.
final class Symbol {
    private Symbol() {}

    /// The symbol of the operation that made a value; nothing for one that was not made.
    static String of(Value v) {
        var op = v.op();
        return op == null ? "" : of(op);
    }

    /// `+`, `×`, `@`, `tanh`, `Σ(0)`; an operation of somebody's own as it calls itself.
    static String of(Op op) {
        return switch (op) {
            case Binary.ADD -> "+";
            case Binary.SUB -> "−";
            case Binary.MUL -> "×";
            case Binary.DIV -> "÷";
            case Binary.POW -> "^";
            case Unary.NEG -> "−(·)";
            case Unary.SQUARE -> "(·)²";
            case Unary.SQRT -> "√";
            case Unary.ABS -> "|·|";
            case MatMul(boolean a, boolean b) -> a || b ? (a ? "Aᵀ" : "A") + " @ " + (b ? "Bᵀ" : "B") : "@";
            case Sum sum -> sum.label().replaceFirst("^sum", "Σ");
            case Power power -> power.label().replaceFirst("^pow\\((.*)\\)$", "^$1");
            default -> op.label();
        };
    }
}
