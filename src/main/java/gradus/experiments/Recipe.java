package gradus.experiments;

import gradus.data.Csv;
import gradus.data.Dataset;
import gradus.data.Gate;
import gradus.data.Mnist;
import gradus.data.Split;
import gradus.data.Toy;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.tensor.Random;
import gradus.training.Objective;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something to learn: where its examples come from, and settings that suit them.
public enum Recipe {
    /// A gate that a line separates.
    AND("1 where both inputs are", gate()),
    /// A gate that a line separates.
    OR("1 where at least one input is", gate()),
    /// The gate that no line separates.
    XOR("1 where one input is and the other is not: needs a hidden layer", gate()),
    /// Two half circles that interlock.
    MOONS("two half circles that interlock", toy(100, 16, 16)),
    /// A circle in a circle.
    CIRCLES("a circle in a circle", toy(100, 16, 16)),
    /// Two arms of a spiral.
    SPIRALS("two spiral arms, for which depth pays", toy(300, 32, 32)),
    /// Handwritten digits, or any four files in their format.
    MNIST("handwritten digits (or the pictures in another folder: --data)", new Suit(
        Network.mlp(Activation.RELU, Initializer.HE_NORMAL, 128, 64),
        new Learning(Objective.CROSS_ENTROPY, LearningRule.SGD, 0.1, 64, 16))),
    /// A table of numbers.
    CSV("a table of numbers: --data FILE", new Suit(
        Network.mlp(Activation.RELU, Initializer.HE_NORMAL, 32, 32),
        new Learning(Objective.CROSS_ENTROPY, LearningRule.ADAM, 0.01, 32, 100)));

    private record Suit(Network network, Learning learning) {}

    private static Suit gate() {
        return new Suit(Network.mlp(Activation.TANH, Initializer.GLOROT_NORMAL, 4),
            new Learning(Objective.BINARY_CROSS_ENTROPY, LearningRule.MOMENTUM, 0.5, Dataset.FULL, 1000));
    }

    private static Suit toy(int epochs, Integer... hidden) {
        return new Suit(Network.mlp(Activation.TANH, Initializer.GLOROT_NORMAL, hidden),
            new Learning(Objective.BINARY_CROSS_ENTROPY, LearningRule.ADAM, 0.01, 32, epochs));
    }

    private static final int POINTS = 1000;
    private static final double TEST_PART = 0.2;

    private final String description;
    private final Suit usual;

    Recipe(String description, Suit usual) {
        this.description = description;
        this.usual = usual;
    }

    /// What is learned, in a few words.
    public String description() { return description; }

    /// The network that suits it.
    public Network network() { return usual.network; }

    /// How that is trained.
    public Learning learning() { return usual.learning; }

    /// How a perceptron is trained on it: until it makes no mistake, at most for a hundred epochs.
    public Learning perceptronLearning() { return new Learning(Objective.PERCEPTRON, LearningRule.ROSENBLATT, 1, 1, 100); }

    /// How a perceptron is trained on it by gradients: as logistic regression.
    public Learning unitLearning() {
        var usual = learning();
        return new Learning(Objective.BINARY_CROSS_ENTROPY, usual.rule(), usual.rate(), usual.batch(), usual.epochs());
    }

    /// The settings that suit it.
    public Settings settings(long seed) { return new Settings(this, seed, Source.USUAL, network(), learning()); }

    /// Whether its examples come from files.
    public boolean readsFiles() { return this == MNIST || this == CSV; }

    /// Whether it is one of the gates, whose four rows are both training and test set.
    public boolean isGate() { return this == AND || this == OR || this == XOR; }

    /// The examples to learn from and those to be judged by, normalised.
    ///
    /// @param numbers  whether a table's target column holds numbers, rather than classes
    /// @throws gradus.data.DataException for files that are missing or damaged
    Split data(Source source, boolean numbers, Random random) {
        return limited(all(source, numbers, random), source.limit(), random);
    }

    private Split all(Source source, boolean numbers, Random random) {
        return switch (this) {
            case AND -> gate(Gate.AND);
            case OR -> gate(Gate.OR);
            case XOR -> gate(Gate.XOR);
            case MOONS -> parted(Toy.moons(POINTS, 0.1, random.at("data")), random);
            case CIRCLES -> parted(Toy.circles(POINTS, 0.1, random.at("data")), random);
            case SPIRALS -> parted(Toy.spirals(POINTS, 0.02, random.at("data")), random);
            case MNIST -> Mnist.read(folder(source.path()));
            case CSV -> parted(table(source, numbers), random);
        };
    }

    /// With so many examples to learn from, drawn by the seed; 0 for all.
    static Split limited(Split split, int limit, Random random) {
        return limit == 0 || limit >= split.train().size() ? split
            : new Split(drawn(limit, split.train(), random.at("limit")), split.test());
    }

    private static Split gate(Gate gate) { return new Split(gate.dataset(), gate.dataset()); }

    private static Split parted(Dataset all, Random random) { return all.split(TEST_PART, random.at("split")).normalized(); }

    private static Dataset table(Source source, boolean numbers) {
        var table = Csv.read(Objects.requireNonNull(source.path()));
        return numbers ? table.numbers(source.target()) : table.classes(source.target());
    }

    /// The folder of pictures: the given one, or that which comes with Gradus, wherever it is called from.
    static Path folder(@Nullable Path given) {
        return given != null ? given : Path.of(System.getProperty("gradus.home", "."), "data", "mnist");
    }

    /// Not the first ones: tables are often sorted by class.
    private static Dataset drawn(int limit, Dataset all, Random random) {
        int[] chosen = Arrays.copyOf(random.permutation(all.size()), limit);
        Arrays.sort(chosen);
        return all.select(chosen);
    }

    /// As it is called on the command line: `mnist`.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
}
