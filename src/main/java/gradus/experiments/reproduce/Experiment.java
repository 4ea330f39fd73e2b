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
    ACTIVATIONS("a ReLU that no example reaches never learns again, a leaky one does; sigmoids far from 0 hardly learn",
        "Maas, Hannun & Ng, Rectifier nonlinearities improve neural network acoustic models, 2013; Glorot & "
        + "Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010",
        Activations.USUAL),
    /// Where weights begin.
    INITIALIZATION("30 layers of ReLU learn from He's weights, and stall from Glorot's",
        "Glorot & Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010; He, "
        + "Zhang, Ren & Sun, Delving deep into rectifiers, 2015",
        Initializations.USUAL),
    /// What is left of a gradient after many layers.
    VANISHING_GRADIENT("each layer of sigmoids takes three quarters of the gradient; ReLU, residual connections and batch norm keep it",
        "Hochreiter, Untersuchungen zu dynamischen neuronalen Netzen, 1991; He, Zhang, Ren & Sun, Delving deep "
        + "into rectifiers, 2015, and Identity mappings in deep residual networks, 2016; Ioffe & Szegedy, Batch "
        + "normalization, 2015",
        VanishingGradient.USUAL),
    /// Width, and depth.
    UNIVERSAL_APPROXIMATION("one hidden layer comes as near to a function as one likes, and depth does it with less",
        "Cybenko, Approximation by superpositions of a sigmoidal function, 1989; Telgarsky, Benefits of depth in "
        + "neural networks, 2016",
        UniversalApproximation.USUAL),
    /// Too small, right, too large.
    LEARNING_RATE("descent diverges from a rate of 2 / λ on, λ being the largest curvature",
        "LeCun, Bottou, Orr & Müller, Efficient BackProp, 1998, section 5",
        LearningRates.USUAL),
    /// All, some, or one.
    BATCH_SIZE("the gradient's noise falls with the root of the batch, and after equal epochs small batches are ahead",
        "McCandlish and others, An empirical model of large-batch training, 2018; Goyal and others, Accurate, "
        + "large minibatch SGD, 2017",
        BatchSizes.USUAL),
    /// The first network of a book.
    NIELSEN_1("30 sigmoid units read 95.42 % of the digits",
        "Nielsen, Neural Networks and Deep Learning, 2015, chapter 1",
        NielsenChapter1.PUBLISHED),
    /// The same, improved.
    NIELSEN_3("cross-entropy, L2 regularisation and 100 units read 98.04 %",
        "Nielsen, Neural Networks and Deep Learning, 2015, chapter 3",
        NielsenChapter3.PUBLISHED),
    /// Units left out at random.
    DROPOUT("units left out at random while a network learns make it err less",
        "Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov, Dropout: a simple way to prevent neural "
        + "networks from overfitting, 2014, section 6.1.1",
        DropoutDigits.PUBLISHED, DropoutDigits.REDUCED),
    /// Few weights that do.
    LOTTERY_TICKET("13 % of the weights, found by pruning and set back to where they began, learn a little better than all",
        "Frankle & Carbin, The lottery ticket hypothesis, 2019, section 2",
        LotteryTicket.PUBLISHED, LotteryTicket.REDUCED),
    /// Four kinds of readers.
    MNIST_TABLE("guessing reads 10 % of the digits, a linear network 92 %, two layers 97 %, the best convolutions 99.8 %",
        "what courses on neural networks say in round numbers",
        MnistTable.PUBLISHED, MnistTable.REDUCED);

    private final String claim;
    private final String source;
    private final Study study;
    private final @Nullable Study reduced;

    Experiment(String claim, String source, Study study) { this(claim, source, study, null); }

    Experiment(String claim, String source, Study study, @Nullable Study reduced) {
        this.claim = claim;
        this.source = source;
        this.study = study;
        this.reduced = reduced;
    }

    /// Whether it takes so long that there is a reduction of it.
    public boolean hasQuick() { return reduced != null; }

    /// What is claimed, in a line.
    public String claim() { return claim; }

    /// Who said it, and where.
    public String source() { return source; }

    /// Runs it, or its reduction, where it has one and that is asked for.
    public Findings run(Conditions conditions) { return (conditions.quick() && reduced != null ? reduced : study).run(conditions); }

    /// As it is called on the command line: `vanishing-gradient`.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
}
