package gradus.experiments.reproduce;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The experiments that can be reproduced.
public enum Experiment {
    /// What a line can part.
    PERCEPTRON("AND and OR are learned by a single unit, XOR by none",
        "Rosenblatt, The perceptron, 1958; Novikoff, On convergence proofs on perceptrons, 1962; Minsky & Papert, "
        + "Perceptrons, 1969",
        LinearThreshold.USUAL),
    /// Units that no longer learn.
    ACTIVATIONS("a ReLU that is inactive on every example never learns again, a leaky one does; saturated sigmoids hardly learn",
        "Maas, Hannun & Ng, Rectifier nonlinearities improve neural network acoustic models, 2013; Glorot & "
        + "Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010",
        Activations.USUAL),
    /// Where weights begin.
    INITIALIZATION("30 ReLU layers learn with He's initial weights and stall with Glorot's",
        "Glorot & Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010; He, "
        + "Zhang, Ren & Sun, Delving deep into rectifiers, 2015",
        Initializations.USUAL),
    /// What is left of a gradient after many layers.
    VANISHING_GRADIENT("each sigmoid layer takes three quarters of the gradient; ReLU, residual connections and batch norm keep it",
        "Hochreiter, Untersuchungen zu dynamischen neuronalen Netzen, 1991; He, Zhang, Ren & Sun, Delving deep "
        + "into rectifiers, 2015, and Identity mappings in deep residual networks, 2016; Ioffe & Szegedy, Batch "
        + "normalization, 2015",
        VanishingGradient.USUAL),
    /// Width, and depth.
    UNIVERSAL_APPROXIMATION("one hidden layer, wide enough, approximates any continuous function; depth can do it with fewer parameters",
        "Cybenko, Approximation by superpositions of a sigmoidal function, 1989; Telgarsky, Benefits of depth in "
        + "neural networks, 2016; Eldan & Shamir, The power of depth for feedforward neural networks, 2016",
        UniversalApproximation.USUAL),
    /// Too small, right, too large.
    LEARNING_RATE("gradient descent diverges above a learning rate of 2 / λ, where λ is the largest curvature",
        "LeCun, Bottou, Orr & Müller, Efficient BackProp, 1998, section 5",
        LearningRates.USUAL),
    /// All, some, or one.
    BATCH_SIZE("the noise of the gradient falls with the square root of the batch size, and after equal epochs small batches are ahead",
        "McCandlish and others, An empirical model of large-batch training, 2018; Goyal and others, Accurate, "
        + "large minibatch SGD, 2017",
        BatchSizes.USUAL),
    /// The first network of a book.
    NIELSEN_1("a network of 30 hidden sigmoid units classifies 95.42 % of the digits correctly",
        "Nielsen, Neural Networks and Deep Learning, 2015, chapter 1",
        NielsenChapter1.PUBLISHED),
    /// The same, improved.
    NIELSEN_3("with cross-entropy, L2 regularisation and 100 hidden units a network classifies 98.04 % correctly",
        "Nielsen, Neural Networks and Deep Learning, 2015, chapter 3",
        NielsenChapter3.PUBLISHED),
    /// Units left out at random.
    DROPOUT("leaving units out at random during training lowers the test error",
        "Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov, Dropout: a simple way to prevent neural "
        + "networks from overfitting, 2014, section 6.1.1",
        DropoutDigits.PUBLISHED, DropoutDigits.REDUCED, Form.QUICK, "a week"),
    /// Few weights that do.
    LOTTERY_TICKET("13 % of the weights, found by pruning and reset to their first values, train to a slightly higher accuracy than all",
        "Frankle & Carbin, The lottery ticket hypothesis, 2019, section 2",
        LotteryTicket.PUBLISHED, LotteryTicket.REDUCED, Form.FULL, "nine hours"),
    /// Four kinds of readers.
    MNIST_TABLE("guessing gets 10 % of the digits right, a linear network 92 %, two layers 97 %, the best convolutional networks 99.8 %",
        "what courses on neural networks say in round numbers",
        MnistTable.PUBLISHED, MnistTable.REDUCED, Form.FULL, "two hours");

    /// On what the times in full were extrapolated.
    public static final String MACHINE = "2 cores of an Intel Xeon at 2.1 GHz, shared";

    private final String claim;
    private final String source;
    private final Study study;
    private final @Nullable Study reduced;
    private final Form usual;
    private final String inFull;

    Experiment(String claim, String source, Study study) { this(claim, source, study, null, Form.FULL, ""); }

    /// @param usual   which of the two is run where nothing is said
    /// @param inFull  about how long the published setting takes, with three seeds
    Experiment(String claim, String source, Study study, @Nullable Study reduced, Form usual, String inFull) {
        this.claim = claim;
        this.source = source;
        this.study = study;
        this.reduced = reduced;
        this.usual = usual;
        this.inFull = inFull;
    }

    /// Whether it takes so long that there is a reduction of it.
    public boolean isReducible() { return reduced != null; }

    /// About how long its published setting takes with three seeds, extrapolated on [#MACHINE] from a part; empty where nothing is reduced.
    public String inFull() { return inFull; }

    /// Which form it takes where nothing is said: [Form#QUICK] or [Form#FULL].
    public Form usual() { return usual; }

    /// What is claimed, in a line.
    public String claim() { return claim; }

    /// Who said it, and where.
    public String source() { return source; }

    /// Runs it in a form, or in the only one that it has.
    public Findings run(Form form, Conditions conditions) {
        boolean quick = (form == Form.USUAL ? usual : form) == Form.QUICK;
        return (quick && reduced != null ? reduced : study).run(conditions);
    }

    /// As it is called on the command line: `vanishing-gradient`.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
}
