package gradus.bench;

import gradus.tensor.Threads;
import gradus.tensor.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Matrix products against the most that the core can do, which is measured first, and again in every run: the eight of an
/// MNIST step with a batch of 64, and squares. The square of 1024 stands for all in the figure at the top. Within a run the
/// best of many repetitions counts, for the products as for the peak; over the runs, the median.
final class Gemm {
    private static final int[] SQUARES = {128, 256, 512, 1024, 2048};
    private static final int USUAL = 1024;
    private static final double WARM_UP = 0.05, RUN = 0.1;

    private Gemm() {}

    static Measurement measure(Plan plan) {
        var products = new ArrayList<>(Product.ofStep(plan.batch(), 784, 128, 64, 10));
        for (int size : SQUARES) products.add(new Product(size, size, size, false, false));
        EveryOperation.rehearse();
        for (var product : products) Timing.warmUp(WARM_UP, product::compute);
        var peaks = new double[plan.runs()];
        var rates = new double[products.size()][plan.runs()];
        for (int run = 0; run < plan.runs(); run++) {
            peaks[run] = Vectors.peak();
            for (int i = 0; i < rates.length; i++)
                rates[i][run] = products.get(i).operations() / 1e9 / Timing.least(RUN, products.get(i)::compute);
        }
        double peak = Timing.median(peaks);
        var details = new ArrayList<String>(List.of(String.format(Locale.ROOT, "a core's peak %.1f GFLOP/s", peak),
            String.format(Locale.ROOT, "%-32s %8s %8s", "m × k × n", "GFLOP/s", "of peak")));
        var listed = new ArrayList<LinkedHashMap<String, Object>>();
        var usual = rates[0];
        var check = new Check(true, products.size() + " products are what double arithmetic says, within rounding");
        for (int i = 0; i < rates.length; i++) {
            var product = products.get(i);
            double rate = Timing.median(rates[i]), share = rate / (peak * Threads.count());
            if (product.m == USUAL) usual = rates[i];
            details.add(String.format(Locale.ROOT, "%-32s %8.1f %6.0f %%", product, rate, 100 * share));
            var fields = new LinkedHashMap<String, Object>();
            fields.put("m", product.m);
            fields.put("n", product.n);
            fields.put("k", product.k);
            fields.put("transpose_a", product.transposeA);
            fields.put("transpose_b", product.transposeB);
            fields.put("gflops", rate);
            fields.put("share_of_peak", share);
            listed.add(fields);
            var checked = product.check(product.compute());
            if (!checked.holds()) check = checked;
        }
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("peak_gflops", peak);
        fields.put("products", listed);
        return new Measurement(usual, "GFLOP/s", check, details, fields);
    }
}
