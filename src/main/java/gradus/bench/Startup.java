package gradus.bench;

import gradus.tensor.Threads;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a user waits for: from the command, launcher and all, until MNIST is loaded and the first training step is done, and
/// until 97 % and 98 % of the test pictures are recognised. Every run is a fresh process, the command
/// `./gradus bench startup --milestones`, which trains and says each milestone when it is reached; the clock is here.
public final class Startup {
    private Startup() {}

    static Measurement measure(Plan plan) {
        var processes = new ArrayList<Map<Milestone, Double>>();
        for (int i = 0; i < plan.runs(); i++) processes.add(process(plan));
        double[] to97 = times(processes, Milestone.ACCURACY_97), to98 = times(processes, Milestone.ACCURACY_98);
        @Nullable Double median97 = median(to97), median98 = median(to98);
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("seconds_to_97", median97);
        fields.put("seconds_to_98", median98);
        return new Measurement(times(processes, Milestone.FIRST_STEP), "s",
            new Check(to98.length == plan.runs(), to98.length + " of " + plan.runs() + " processes came to 98 % of the test pictures"),
            List.of(MnistMlp.reached(median97, median98)), fields);
    }

    /// One process: when it came to each milestone, in seconds.
    private static Map<Milestone, Double> process(Plan plan) {
        var reached = new EnumMap<Milestone, Double>(Milestone.class);
        long begun = System.nanoTime();
        var launch = Launch.gradus(List.of("bench", "startup", "--milestones",
            "--threads", Integer.toString(Threads.count()), "--data", plan.mnist().toString()), line -> {
                double seconds = (System.nanoTime() - begun) / 1e9;
                for (var milestone : Milestone.values()) if (milestone.name().equals(line)) reached.put(milestone, seconds);
            });
        if (launch.status() != 0 || !reached.containsKey(Milestone.FIRST_STEP)) throw new IllegalArgumentException(launch.problem());
        return reached;
    }

    private static double[] times(List<Map<Milestone, Double>> processes, Milestone milestone) {
        return processes.stream().filter(times -> times.containsKey(milestone))
            .mapToDouble(times -> times.getOrDefault(milestone, 0.0)).toArray();
    }

    private static @Nullable Double median(double... seconds) { return seconds.length == 0 ? null : Timing.median(seconds); }

    /// What the process does: it trains, and says each milestone.
    public static void train(Plan plan, Consumer<Milestone> reached) {
        new MnistTraining(plan.mnist(), plan.batch()).train(reached);
    }
}
