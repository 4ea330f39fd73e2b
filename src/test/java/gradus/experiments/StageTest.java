package gradus.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.data.Augmentation;
import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The language of hidden layers, and the networks that come of it.
class StageTest {
    private static final Shape PICTURE = Shape.of(28, 28);

    private static String built(String hidden, Shape input) {
        return Network.relu(hidden).build(input, 10, Random.seeded(1)).toString().replaceAll(" · .*", "");
    }

    @ParameterizedTest @ValueSource(strings = {"none", "128", "128,64", "drop0.2,1024,drop0.5", "conv5-6,max2,conv5-16-valid,mean3,120",
        "conv3-8,norm,global", "conv2-8-valid,32,norm,drop0,16", "drop1.0E-5"})
    void printsAsItIsRead(String words) { assertThat(Stage.written(Stage.list(words))).isEqualTo(words); }

    @Test void readsWhateverCaseAndSpaces() { assertThat(Stage.written(Stage.list("Drop.5, CONV3-8-Valid ,NORM"))).isEqualTo("drop0.5,conv3-8-valid,norm"); }

    @ParameterizedTest @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "0 | a hidden layer has at least one unit, not 0, as in --hidden 128,64",
        "conv4-8 | conv5-8, or without padding conv4-8-valid",
        "conv3-0 | a convolution has a window and channels of at least 1, not 3 and 0",
        "max1 | a pool's window has at least 2 rows and columns, not 1, as in --hidden max2",
        "drop1 | a dropout rate is a probability from 0 up to, not including, 1, not 1.0",
        "99999999999 | 99999999999 is beyond what is possible",
        "conv5 | 'conv5' is no hidden layer: write 128 (units)",
        "128, | '' is no hidden layer"})
    void whatIsNoStageIsSaid(String words, String message) {
        assertThatThrownBy(() -> Stage.list(words)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "norm,128 | not at the beginning", "128,drop0.5,norm | not behind drop0.5", "conv3-4,max2,norm | not behind max2"})
    void aNormStandsBehindItsLayer(String words, String message) {
        assertThatThrownBy(() -> Network.relu(words)).hasMessageContaining("norm stands behind the layer that it normalises")
            .hasMessageContaining(message);
    }

    @Test void layersAreWhatTheWordsSay() {
        assertThat(built("drop0.2,conv5-6,norm,max2,conv5-16-valid,mean2,120,norm,84", PICTURE)).isEqualTo("Sequential(Dropout(0.2),"
            + " Unflatten(1, 28, 28), Conv2d(1 → 6, 5 × 5, padding 2, no bias), BatchNorm(6), relu, MaxPool2d(2 × 2, stride 2),"
            + " Conv2d(6 → 16, 5 × 5), relu, AvgPool2d(2 × 2, stride 2), Flatten, Linear(400 → 120, no bias), BatchNorm(120), relu,"
            + " Linear(120 → 84), relu, Linear(84 → 10))");
        assertThat(built("conv3-8,global", PICTURE)).endsWith("relu, GlobalPool(average), Linear(8 → 10))");
        assertThat(built("none", PICTURE)).isEqualTo("Sequential(Linear(784 → 10))");
        assertThat(built("128,64", Shape.of(4))).isEqualTo("Sequential(Linear(4 → 128), relu, Linear(128 → 64), relu, Linear(64 → 10))");
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "conv3-99999999 | conv3-99999999 is too large: it takes 78,399,999,216 numbers, and 2,147,483,647 are possible",
        "conv3-60000,max28,conv1-60000 | conv1-60000 is too large: it takes 3,600,000,000 numbers, and 2,147,483,647 are possible",
        "conv3-1000000 | a layer from 784000000 numbers to 10 is too large: it takes 7,840,000,000 numbers",
        "max2,max2,max2,conv5-4-valid | conv5-4-valid does not fit: its window is 5 × 5, and pictures are 3 × 3 by then",
        "128,conv3-4 | conv3-4 takes pictures, and 128 has made rows of them: write it before 128",
        "global,global | global takes pictures, and has made rows of them before: once is enough",
        "conv3-4,global,max2 | max2 takes pictures, and global has made rows of them"})
    void whatDoesNotFitAnyMoreIsSaid(String words, String message) {
        assertThatThrownBy(() -> built(words, PICTURE)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test void aTableHasNoPictures() {
        assertThatThrownBy(() -> built("conv3-4", Shape.of(2)))
            .hasMessage("conv3-4 takes pictures, and the examples are rows of 2 numbers: --hidden 128,64 takes them");
    }

    @ParameterizedTest @EnumSource(names = {"LENET", "MNIST_CNN", "MNIST_WIDE", "MNIST_LINEAR", "FASHION_CNN", "FASHION_MNIST", "MNIST"})
    void everyRecipesNetworkGivesTenNumbers(Recipe recipe) {
        var net = recipe.network().build(PICTURE, 10, Random.seeded(1));
        assertThat(net.apply(Value.of(Tensor.zeros(Shape.of(1, 784), Precision.FLOAT))).shape()).isEqualTo(Shape.of(1, 10));
    }

    /// The first weights hang on how many layers have some before, not on dropout between them.
    @Test void dropoutDoesNotChangeTheFirstWeights() {
        var plain = Network.relu("16,8").build(PICTURE, 10, Random.seeded(3)).parameters().values().stream().map(Value::data).toList();
        var dropping = Network.relu("drop0.5,16,drop0.5,8").build(PICTURE, 10, Random.seeded(3)).parameters().values().stream().map(Value::data).toList();
        for (int i = 0; i < plain.size(); i++) assertThat(dropping.get(i).toDoubles()).isEqualTo(plain.get(i).toDoubles());
    }

    @Test void regularisationIsReadBackAndGoesWithItsRules() {
        var usual = Recipe.MNIST_WIDE.settings(2);
        assertThat(Settings.of(usual.forRunFile())).isEqualTo(usual);
        assertThat(usual.forModelFile()).containsEntry("decay", 0.05).doesNotContainKey("max-norm").containsEntry("hidden", "drop0.2,1024,drop0.5");
        var written = new java.util.LinkedHashMap<>(usual.forRunFile());
        written.put("max-norm", 3.5);
        written.put("augment", "shift:2,flip");
        assertThat(Settings.of(written).learning().regularization()).isEqualTo(new Regularization(0.05, 3.5,
            Augmentation.named("shift:2,flip")));
        written.put("optimizer", "adam");
        assertThatThrownBy(() -> Settings.of(written)).hasMessage("--decay goes with sgd, momentum, nesterov and adamw, not with adam;"
            + " adamw is adam with weight decay");
        assertThatThrownBy(() -> new Regularization(-1.0, 1, Augmentation.NONE)).hasMessageContaining("--decay 0.01");
        assertThatThrownBy(() -> new Regularization(null, 0, Augmentation.NONE)).hasMessageContaining("--max-norm 3");
    }

    /// What the recipe does by itself has to be called off by a run file, too.
    @Test void noScheduleAndNoAugmentationAreWrittenWhereTheRecipeHasThem() {
        var usual = Recipe.MNIST_CNN.settings(1);
        var written = new java.util.LinkedHashMap<>(usual.forRunFile());
        written.remove("schedule");
        written.remove("augment");
        var without = Settings.of(written);
        assertThat(without.learning().isConstant()).isTrue();
        assertThat(without.forRunFile()).containsEntry("schedule", "constant").containsEntry("augment", "none");
        assertThat(Settings.of(without.forRunFile())).isEqualTo(without);
        assertThat(Recipe.MOONS.settings(1).forRunFile()).doesNotContainKeys("schedule", "augment");
    }

    @Test void aSweepKnowsARunByAllThatARunFileHolds() {
        var written = new java.util.LinkedHashMap<>(Recipe.MNIST_CNN.settings(1).forRunFile());
        written.putAll(java.util.Map.of("clip", 1, "clip-value", 1, "validation", 0.1, "patience", 2, "max-norm", 3, "limit", 10, "data",
            "digits"));
        var names = new java.util.ArrayList<>(Settings.of(written).forRunFile().sequencedKeySet());
        names.remove("model");
        assertThat(names).hasSize(20).isSubsetOf(SweepFile.SETTINGS);
    }

    @Test void aBoundHoldsAfterEveryStep() {
        var written = new java.util.LinkedHashMap<>(Recipe.MOONS.settings(1).forRunFile());
        written.put("max-norm", 0.5);
        written.put("epochs", 1);
        var run = new Run(Settings.of(written));
        run.train(Progress.SILENT);
        var squares = java.util.Objects.requireNonNull(run.net().parameters().get("0.weight")).data().square().sum(gradus.tensor.Axes.of(0));
        for (int unit = 0; unit < squares.size(); unit++) assertThat(squares.at(unit)).isLessThan(0.2501);
    }

    @Test void onlySomeRecipesHaveAShorterForm() {
        assertThat(Recipe.MNIST_CNN.quick(1).learning().epochs()).isLessThan(Recipe.MNIST_CNN.learning().epochs());
        assertThatThrownBy(() -> Recipe.LENET.quick(1)).hasMessage("lenet has no shorter form: --quick goes with mnist-cnn");
    }

    @Test void oldSettingsFilesStillMeanTheSame() {
        assertThat(Network.mlp(Activation.RELU, Initializer.HE_NORMAL, 128, 64)).isEqualTo(Network.relu("128,64"));
    }
}
