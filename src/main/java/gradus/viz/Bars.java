package gradus.viz;

import gradus.autograd.Value;
import gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.DoubleStream;

/// What a module's parameters are doing, as bars: the norm of their gradient, their own norm, and how large the next step is beside
/// them. A bar's length is the logarithm of its number, from the smallest of the picture to the largest.
final class Bars {
    private static final int LONGEST = 8;
    private static final String BLOCK = "▇";

    private enum Measure {
        GRADIENT("∇"), PARAMETERS("‖w‖"), UPDATE("η∇/w");

        final String sign;

        Measure(String sign) { this.sign = sign; }
    }

    private final Diagram diagram;
    private final EnumMap<Measure, DoubleSummaryStatistics> ranges = new EnumMap<>(Measure.class);

    Bars(Diagram diagram) {
        this.diagram = diagram;
        for (var measure : Measure.values()) ranges.put(measure, all(measure).summaryStatistics());
    }

    private DoubleStream all(Measure measure) {
        return diagram.nodes.stream().filter(node -> node.module != null && !parameters(diagram, node).isEmpty())
            .mapToDouble(node -> of(measure, node)).filter(x -> x > 0 && Double.isFinite(x));
    }

    /// The parameters that are used in a module alone.
    static List<Value> parameters(Diagram diagram, Node module) {
        var found = new ArrayList<Value>();
        var seen = new IdentityHashMap<Value, Boolean>();
        for (var v : module.values)
            for (var in : v.inputs())
                if (in.isParameter() && diagram.nodeOf(in) == module && seen.put(in, true) == null) found.add(in);
        return found;
    }

    /// A line for each measure that is known.
    List<String> lines(Node module) {
        var lines = new ArrayList<String>();
        if (diagram.picture.gradients() == null || parameters(diagram, module).isEmpty()) return lines;
        for (var measure : Measure.values()) {
            double x = of(measure, module);
            boolean unknown = measure == Measure.UPDATE && Double.isNaN(diagram.picture.rate());
            if (!unknown) lines.add(measure.sign + Markup.SPACE + BLOCK.repeat(length(measure, x)) + Markup.SPACE + Digits.number(x));
        }
        return lines;
    }

    private int length(Measure measure, double x) {
        var range = ranges.get(measure);
        if (!(x > 0) || !Double.isFinite(x) || range == null) return 0;
        double from = range.getMin(), to = range.getMax();
        if (to <= from) return LONGEST / 2;
        double decades = Math.max(1, StrictMath.log10(to / from));              // less than a factor of ten is no drama
        return (int) Math.max(1, Math.round(LONGEST * (1 - StrictMath.log10(to / x) / decades * (LONGEST - 1) / LONGEST)));
    }

    private double of(Measure measure, Node module) {
        var parameters = parameters(diagram, module);
        double weights = ArrowNorms.norm(parameters.stream().map(Value::data).toList());
        return switch (measure) {
            case GRADIENT -> gradient(parameters);
            case PARAMETERS -> weights;
            case UPDATE -> Math.abs(diagram.picture.rate()) * gradient(parameters) / weights;
        };
    }

    private double gradient(List<Value> parameters) {
        var gradients = diagram.picture.gradients();
        return gradients == null ? Double.NaN : ArrowNorms.norm(parameters.stream().<Tensor>map(p -> gradients.of(p).data()).toList());
    }
}
