package gradus.cli;

import gradus.bench.Workload;
import gradus.data.Augmentation;
import gradus.data.Dataset;
import gradus.experiments.LearningRule;
import gradus.experiments.Names;
import gradus.experiments.Network;
import gradus.experiments.Recipe;
import gradus.experiments.Stage;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.optim.Schedule;
import gradus.training.Objective;
import gradus.viz.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/// What the words behind options mean.
final class Words {
    private Words() {}

    /// Hidden stages: `128,64`, `conv5-32,max2,128`, or `none`.
    record Hidden(List<Stage> stages) {}

    /// What to measure: one workload, or `all`.
    record Workloads(List<Workload> chosen) {}

    /// A number of examples: `64`, or `full`.
    record BatchSize(int examples) {}

    /// What a shell offers for workloads.
    static final class WorkloadNames extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        WorkloadNames() {
            for (var workload : Workload.values()) add(workload.toString());
            add("all");
        }
    }

    /// What a shell offers for the beginnings of weights.
    static final class InitializerNames extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        InitializerNames() {
            super(List.of("he-normal", "he-uniform", "glorot-normal", "glorot-uniform", "lecun-normal", "lecun-uniform",
                "normal:", "zeros"));
        }
    }

    static void register(CommandLine line) {
        register(line, Recipe.class, word -> Names.find("recipe", word, Recipe.values()));
        register(line, Network.Kind.class, word -> Names.find("model", word, Network.Kind.values()));
        register(line, Activation.class, word -> Names.find("activation", word, Activation.values()));
        register(line, Objective.class, word -> Names.find("loss", word, Objective.values()));
        register(line, LearningRule.class, word -> Names.find("optimizer", word, LearningRule.values()));
        register(line, Completion.Shell.class, word -> Names.find("shell", word, Completion.Shell.values()));
        register(line, Level.class, word -> Names.find("level", word, Level.values()));
        register(line, Initializer.class, Initializer::named);
        register(line, Schedule.class, Words::schedule);
        register(line, Augmentation.class, Augmentation::named);
        register(line, Workloads.class, Words::workloads);
        register(line, Hidden.class, word -> new Hidden(Stage.list(word)));
        register(line, BatchSize.class, word -> new BatchSize(isWord(word, "full") ? Dataset.FULL : whole(word)));
        for (var type : List.of(Integer.class, int.class)) register(line, type, Words::whole);           // options may be either
        for (var type : List.of(Long.class, long.class)) register(line, type, Words::wholeLong);
        for (var type : List.of(Double.class, double.class)) register(line, type, word -> number(word, "number", "", Double::valueOf));
    }

    /// Our own exceptions, in picocli's wrapping.
    private static <T> void register(CommandLine line, Class<T> type, Function<String, T> meaning) {
        line.registerConverter(type, word -> {
            try {
                return meaning.apply(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        });
    }

    private static Schedule schedule(String word) {
        Names.find("schedule", word.split(":", 2)[0], Schedule.KINDS.toArray());
        return Schedule.named(word.strip().toLowerCase(Locale.ROOT));
    }

    private static Workloads workloads(String word) {
        var choices = new ArrayList<Object>(List.of(Workload.values()));
        choices.add("all");
        var found = Names.find("workload", word, choices.toArray());
        return new Workloads(found instanceof Workload one ? List.of(one) : List.of(Workload.values()));
    }

    private static boolean isWord(String typed, String word) { return typed.toLowerCase(Locale.ROOT).equals(word); }

    private static Integer whole(String word) {
        return number(word, "whole number", Integer.MIN_VALUE + " to " + Integer.MAX_VALUE, Integer::valueOf);
    }

    private static Long wholeLong(String word) {
        return number(word, "whole number", Long.MIN_VALUE + " to " + Long.MAX_VALUE, Long::valueOf);
    }

    private static <T> T number(String word, String kind, String range, Function<String, T> reading) {
        try {
            return reading.apply(word.strip());
        } catch (NumberFormatException e) {
            if (!range.isEmpty() && word.strip().matches("[+-]?\\d+"))
                throw new IllegalArgumentException(word.strip() + " is beyond what is possible, " + range, e);
            throw new IllegalArgumentException("'" + word + "' is no " + kind, e);
        }
    }
}
