package gradus.experiments.reproduce;

import gradus.autograd.Recording;
import gradus.data.Dataset;
import gradus.data.Mnist;
import gradus.data.Normalization;
import gradus.nn.Module;
import java.nio.file.Path;
import java.util.stream.IntStream;

/// MNIST as most papers take it: pixels from 0 to 1, and the last of the 60,000 training pictures set apart.
///
/// @param train       what a network learns from
/// @param validation  what was set apart; the test pictures where nothing was
/// @param test        the 10,000 test pictures
record Digits(Dataset train, Dataset validation, Dataset test) {
    /// The pictures of a folder, of which the last `apart` training pictures are set apart.
    static Digits read(Path folder, int apart) {
        var pixels = Normalization.of(0, 255);
        var all = Mnist.train(folder).normalized(pixels);
        var test = Mnist.test(folder, all.classNames()).normalized(pixels);
        int kept = all.size() - apart;
        return new Digits(all.limit(kept), apart == 0 ? test : all.select(IntStream.range(kept, all.size()).toArray()), test);
    }

    /// The first pictures of each part.
    Digits limit(int learned, int judged) { return new Digits(train.limit(learned), validation.limit(judged), test.limit(judged)); }

    /// The share of pictures, in percent, whose class is the greatest output of a network.
    static double accuracy(Module net, Dataset pictures) {
        int right = 0;
        for (var batch : pictures.batches(1000)) {
            int[] said = Recording.off(() -> net.apply(batch.inputs())).data().argmax(-1);
            for (int i = 0; i < said.length; i++) if (said[i] == batch.labels()[i]) right++;
        }
        return 100.0 * right / pictures.size();
    }
}
