// The first learning machine (Rosenblatt 1958): a weighted sum, a threshold, and a rule that corrects after each mistake.
// It learns whatever a straight line can separate, AND and OR, and must fail on XOR.
//
// Try next: NAND, `new int[] {1, 1, 1, 0}`, in the place of data.labels(); then WhyNonlinear.java.

import module java.base;
import gradus.autograd.Value;
import gradus.data.Gate;
import gradus.nn.Perceptron;

void main() {
    for (var gate : Gate.values()) {
        var data = gate.dataset().all();                       // four rows (x₁, x₂), four labels 0 or 1
        var perceptron = Perceptron.of(2);
        var mistakes = new ArrayList<Integer>();
        int best = 0;
        do {                                                   // the rule: w ← w + (target − output) · x
            mistakes.add(perceptron.epoch(data.inputs(), data.labels(), 1));
            best = Math.max(best, right(perceptron.predict(data.inputs()), data.labels()));
        } while (mistakes.getLast() > 0 && mistakes.size() < 20);

        say("%s%n  mistakes in each epoch: %s%n", gate, mistakes.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        if (mistakes.getLast() > 0) {
            say("  never without a mistake; after no epoch more than %d of 4 right%n", best);
            continue;
        }
        double w1 = perceptron.weight().data().at(0), w2 = perceptron.weight().data().at(1), b = perceptron.bias().item();
        say("  learned: fires if %.0f x₁ %+.0f x₂ %+.0f ≥ 0, and gets %d of 4 right%n%n", w1, w2, b, best);
        picture(perceptron);
    }
    say("""
        %nWhy not XOR? Firing for (0, 1) and (1, 0), but not for (0, 0), takes%n
            w₂ + b ≥ 0  and  w₁ + b ≥ 0  and  b < 0%n
        so w₁ + w₂ + b ≥ −b > 0, and it fires for (1, 1) too: no weights will do, no line separates the two classes.%n""");
}

int right(int[] said, int... labels) { return (int) IntStream.range(0, 4).filter(i -> said[i] == labels[i]).count(); }

/// Where it fires in the plane: # yes, · no; the four corners show what it says to the four inputs.
void picture(Perceptron perceptron) {
    for (int row = 5; row >= -1; row--) {
        var line = new StringBuilder(row == 4 ? "  x₂ = 1  " : row == 0 ? "  x₂ = 0  " : "          ");
        for (int column = -2; column <= 10; column++) {
            var point = Value.of(new float[][] {{column / 8f, row / 4f}});
            int fires = perceptron.predict(point)[0];
            line.append(row % 4 == 0 && column % 8 == 0 ? (char) ('0' + fires) : fires == 1 ? '#' : '·');
        }
        IO.println(line);
    }
    say("            0       1 = x₁%n%n");
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
