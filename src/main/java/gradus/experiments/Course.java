package gradus.experiments;

import gradus.io.Checkpoint;
import gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// How a run goes, by gradients or by corrections, and where it is. After each step all that the next one depends on is here and
/// in the model: so it can be left there, and taken up again.
abstract sealed class Course permits Descent, Correction {
    final Run run;
    int epoch;                                                     // counted from 0: which one is under way
    int batch;                                                     // how many of its batches are done
    int steps;
    boolean over;                                                  // before the last epoch

    Course(Run run) { this.run = run; }

    /// Goes on to the end.
    abstract void train(Progress progress);

    boolean isOver() { return over || epoch >= run.settings().learning().epochs(); }

    /// How many batches an epoch has.
    abstract int batches();

    /// How many steps it takes, at most.
    abstract long most();

    /// The rate of the step under way.
    double rate() { return run.settings().learning().rate(); }

    /// Where it is, in numbers.
    SequencedMap<String, @Nullable Object> place() {
        var place = new LinkedHashMap<String, @Nullable Object>();
        place.put("epoch", epoch);
        place.put("batch", batch);
        place.put("step", steps);
        place.put("over", over);
        return place;
    }

    /// What is remembered besides the model, by name.
    abstract SequencedMap<String, Tensor> tensors();

    /// Goes to the place of a checkpoint.
    void restore(Checkpoint checkpoint) {
        epoch = whole(checkpoint.place(), "epoch", run.settings().learning().epochs());
        batch = whole(checkpoint.place(), "batch", batches());
        steps = whole(checkpoint.place(), "step", most());
        over = Boolean.TRUE.equals(checkpoint.place().get("over"));
    }

    /// From 0 to the most that is possible.
    static int whole(Map<String, ?> place, String name, long most) {
        double number = number(place, name);
        if (number >= 0 && number <= Math.min(most, Integer.MAX_VALUE) && number == (int) number) return (int) number;
        throw new IllegalArgumentException("its place has " + place.get(name) + " as '" + name + "', where a whole number from 0 to " + most
            + " is expected");
    }

    static double number(Map<String, ?> place, String name) {
        if (place.get(name) instanceof Number number) return number.doubleValue();
        throw new IllegalArgumentException("its place has no number '" + name + "'");
    }
}
