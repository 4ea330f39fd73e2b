package gradus.experiments;

import gradus.data.Augmentation;
import gradus.data.Csv;
import gradus.data.DataException;
import gradus.data.Dataset;
import gradus.data.FashionMnist;
import gradus.data.Gate;
import gradus.data.Mnist;
import gradus.data.Split;
import gradus.data.Toy;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.optim.Clipping;
import gradus.optim.Schedule;
import gradus.tensor.Random;
import gradus.training.Objective;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
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
    /// Softmax regression of handwritten digits: no hidden layer.
    MNIST_LINEAR("handwritten digits by a linear model, softmax regression", pictures("none", 0.003, 0.05, 128, 16, "linear", "none")),
    /// Handwritten digits, or any four files in their format.
    MNIST("handwritten digits (or the pictures in another folder: --data)",
        pictures("drop0.1,128,64", 0.003, 0.2, 128, 16, "linear", "none")),
    /// Handwritten digits by one wide hidden layer.
    MNIST_WIDE("handwritten digits by one wide hidden layer",
        pictures("drop0.2,1024,drop0.5", 0.001, 0.05, 128, 20, "linear", "none")),
    /// Handwritten digits by convolutions (LeCun, Bottou, Bengio & Haffner 1998, with relu and largest instead of mean pixels).
    LENET("handwritten digits by a small convolutional network",
        pictures("conv5-6,max2,conv5-16-valid,max2,120,84", 0.003, 0.05, 64, 12, "one-cycle", "none")),
    /// Handwritten digits by more convolutions.
    MNIST_CNN("handwritten digits by a convolutional network (or --quick)",
        pictures("conv3-32-valid,norm,conv3-32-valid,norm,max2,drop0.2,"
            + "conv3-64-valid,norm,conv3-64-valid,norm,max2,drop0.3,128,norm,drop0.3", 0.003, 0.02, 128, 24, "one-cycle",
            "shift:2,rotate:10,zoom:0.1,shear:5"),
        pictures("conv5-16-valid,max2,conv5-32-valid,max2,drop0.2,128,drop0.2", 0.003, 0.02, 128, 7, "one-cycle",
            "shift:2,rotate:10,zoom:0.1")),
    /// Pictures of clothes.
    FASHION_MNIST("clothes (Debian's dataset-fashion-mnist, or --data)",
        pictures("drop0.1,512,drop0.3,256,drop0.3", 0.001, 0.05, 128, 30, "linear", "none")),
    /// Pictures of clothes by convolutions.
    FASHION_CNN("clothes by a convolutional network",
        pictures("conv5-32-valid,norm,max2,conv3-64,norm,conv3-64,norm,max2,drop0.1,"
            + "conv3-128,norm,max2,drop0.3,256,norm,drop0.3", 0.003, 0.05, 128, 36, "one-cycle", "shift:1,flip,erase:8")),
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

    /// Of layers behind `--hidden`, trained by adamw. The numbers are chosen on a sixth of the training pictures, set apart; the test
    /// pictures are for the last number only.
    private static Suit pictures(String hidden, double rate, double decay, int batch, int epochs, String schedule, String augmentation) {
        return new Suit(Network.relu(hidden), new Learning(Objective.CROSS_ENTROPY, LearningRule.ADAMW, rate, batch, epochs,
            Schedule.named(schedule), Clipping.NONE, Stopping.NEVER,
            new Regularization(decay, Double.POSITIVE_INFINITY, Augmentation.named(augmentation))));
    }

    private static final int POINTS = 1000;
    private static final double TEST_PART = 0.2;

    private final String description;
    private final Suit usual;
    private final @Nullable Suit quick;

    Recipe(String description, Suit usual) { this(description, usual, null); }

    Recipe(String description, Suit usual, @Nullable Suit quick) {
        this.description = description;
        this.usual = usual;
        this.quick = quick;
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

    /// Whether it has a shorter form.
    public boolean hasQuick() { return quick != null; }

    /// The settings of its shorter form.
    ///
    /// @throws IllegalArgumentException if it has none; the message says which recipes have one
    public Settings quick(long seed) {
        if (quick == null)
            throw new IllegalArgumentException(this + " has no shorter form: --quick goes with " + Arrays.stream(values())
                .filter(Recipe::hasQuick).map(Recipe::toString).collect(Collectors.joining(", ")));
        return new Settings(this, seed, Source.USUAL, quick.network, quick.learning);
    }

    /// Whether its examples come from files.
    public boolean readsFiles() { return readsPictures() || this == CSV; }

    /// Whether its examples are pictures in four files.
    public boolean readsPictures() {
        return switch (this) {
            case MNIST_LINEAR, MNIST, MNIST_WIDE, LENET, MNIST_CNN, FASHION_MNIST, FASHION_CNN -> true;
            case AND, OR, XOR, MOONS, CIRCLES, SPIRALS, CSV -> false;
        };
    }

    private boolean isFashion() { return this == FASHION_MNIST || this == FASHION_CNN; }

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
            case MNIST_LINEAR, MNIST, MNIST_WIDE, LENET, MNIST_CNN -> Mnist.read(folder(source.path()));
            // what another folder shows need not be clothes
            case FASHION_MNIST, FASHION_CNN -> source.path() == null ? FashionMnist.read(folder(null)) : Mnist.read(folder(source.path()));
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

    /// The folder of pictures: the given one, or the recipe's own, wherever it is called from.
    ///
    /// @throws DataException if Fashion-MNIST is not there
    Path folder(@Nullable Path given) {
        return given != null ? given : isFashion() ? FashionMnist.folder()
            : Path.of(System.getProperty("gradus.home", "."), "data", "mnist");
    }

    /// Not the first ones: tables are often sorted by class.
    private static Dataset drawn(int limit, Dataset all, Random random) {
        int[] chosen = Arrays.copyOf(random.permutation(all.size()), limit);
        Arrays.sort(chosen);
        return all.select(chosen);
    }

    /// As it is called on the command line: `mnist-wide`.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
}
