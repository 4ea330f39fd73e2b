package gradus.experiments.reproduce;

import java.util.Locale;

/// The experiments that can be reproduced.
public enum Experiment {
    /// Rosenblatt 1958; Minsky & Papert 1969.
    PERCEPTRON("AND and OR are learned by a single unit, XOR by none", LinearThreshold.USUAL),
    /// Cybenko 1989; Telgarsky 2016.
    UNIVERSAL_APPROXIMATION("one hidden layer comes as near to a function as one likes, and depth does it with less",
        UniversalApproximation.USUAL),
    /// LeCun, Bottou, Orr & Müller 1998.
    LEARNING_RATE("descent diverges from a rate of 2 / λ on, λ being the largest curvature", LearningRates.USUAL),
    /// McCandlish et al. 2018; Goyal et al. 2017.
    BATCH_SIZE("the gradient's noise falls with the root of the batch, and after equal epochs small batches are ahead", BatchSizes.USUAL),
    /// Nielsen 2015, chapter 1.
    NIELSEN_1("30 sigmoid units read 95.42 % of the digits", NielsenChapter1.PUBLISHED),
    /// Nielsen 2015, chapter 3.
    NIELSEN_3("cross-entropy, L2 regularisation and 100 units read 98.04 %", NielsenChapter3.PUBLISHED),
    /// Frankle & Carbin 2019.
    LOTTERY_TICKET("a fifth of the weights, found by pruning and set back to where they began, learns as well as all of them",
        conditions -> (conditions.quick() ? LotteryTicket.REDUCED : LotteryTicket.PUBLISHED).run(conditions)),
    /// Srivastava et al. 2014.
    DROPOUT("units left out at random while a network learns make it err less",
        conditions -> (conditions.quick() ? DropoutDigits.REDUCED : DropoutDigits.PUBLISHED).run(conditions)),
    /// The course's table.
    MNIST_TABLE("guessing reads 10 % of the digits, a linear network 92 %, two layers 97 %, convolutions 99.8 %",
        conditions -> (conditions.quick() ? MnistTable.REDUCED : MnistTable.PUBLISHED).run(conditions));

    private final String claim;
    private final Study study;

    Experiment(String claim, Study study) {
        this.claim = claim;
        this.study = study;
    }

    /// What is claimed, in a line.
    public String claim() { return claim; }

    /// Runs it.
    public Findings run(Conditions conditions) { return study.run(conditions); }

    /// As it is called on the command line: `vanishing-gradient`.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
}
