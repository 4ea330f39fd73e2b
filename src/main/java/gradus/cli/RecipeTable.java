package gradus.cli;

import gradus.experiments.Learning;
import gradus.experiments.Network;
import gradus.experiments.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the help of `gradus train` ends with: the recipes, the settings that suit them, and examples.
final class RecipeTable {
    private RecipeTable() {}

    private static final int WIDEST = 60;                      // of a list of layers, beside a name
    private static final long ANY_SEED = 1;                    // no setting depends on it

    static String[] footer() {
        var lines = new ArrayList<String>(List.of("", "Recipes:"));
        for (var recipe : Recipe.values()) lines.add(named(recipe.toString(), recipe.description()));
        lines.addAll(List.of("", "Their settings, where options say nothing else:",
            row("recipe", "activation", "init", "optimizer", "lr", "batch", "epochs", "schedule")));
        for (var form : forms()) {
            var net = form.network;
            var how = form.learning;
            lines.add(row(form.name, net.activation(), net.init(), how.rule(), how.rate(), how.batchSize(), how.epochs(), how.schedule()));
        }
        lines.addAll(List.of("", "Their hidden layers, weight decay, and how pictures are distorted:"));
        for (var form : forms()) {
            lines.addAll(folded(form.name, form.network.widths()));
            var options = form.regularization();
            if (!options.isEmpty()) lines.add(named("", options));
        }
        lines.addAll(List.of("", "Settings for pictures were chosen on a sixth of the training pictures;",
            "the test pictures are for the last number only.", "", "Examples:",
            "  gradus train lenet --hidden conv5-6,max2,conv5-16-valid,max2,120,84",
            "  gradus train mnist --epochs 3 --hidden 32",
            "  gradus train mnist --data fashion --out out/fashion.json",
            "  gradus train moons --report out/moons --watch 500",
            "  gradus train xor --seed 7 --json",
            "  gradus train --config out/mnist.run.json --out out/again.json",
            "  gradus train csv --data iris.csv --target species",
            "  gradus train csv --data houses.csv --loss mse",
            "  gradus train mnist --schedule linear --validation 0.1 --patience 3",
            "  gradus train mnist --checkpoint out/mnist.checkpoint --checkpoint-every 500",
            "  gradus train --resume out/mnist.checkpoint"));
        return lines.toArray(String[]::new);
    }

    private record Form(String name, Network network, Learning learning) {
        String regularization() {
            var how = learning.regularization();
            var options = new ArrayList<String>();
            if (how.decay() != null) options.add("--decay " + how.decay());
            if (!how.augmentation().isNone()) options.add("--augment " + how.augmentation());
            return String.join(" ", options);
        }
    }

    /// Each recipe, and below those that have one their shorter form.
    private static List<Form> forms() {
        var forms = new ArrayList<Form>();
        for (var recipe : Recipe.values()) {
            forms.add(new Form(recipe.toString(), recipe.network(), recipe.learning()));
            if (!recipe.hasQuick()) continue;
            var quick = recipe.quick(ANY_SEED);
            forms.add(new Form("  --quick", quick.network(), quick.learning()));
        }
        return forms;
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "  %-13s %-10s %-13s %-9s %-5s %-5s %-6s %s", cells);
    }

    private static String named(String name, Object words) { return String.format(Locale.ROOT, "  %-13s %s", name, words); }

    /// A name, and a list in as many lines as it takes.
    private static List<String> folded(String name, String list) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : list.split("(?<=,)", 0)) {
            if (line.length() + word.length() > WIDEST) {
                lines.add(named(lines.isEmpty() ? name : "", line));
                line.setLength(0);
            }
            line.append(word);
        }
        lines.add(named(lines.isEmpty() ? name : "", line));
        return lines;
    }
}
