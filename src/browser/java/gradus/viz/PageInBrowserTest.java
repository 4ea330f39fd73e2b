package gradus.viz;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// The page as a reader has it: keys are pressed, numbers read from the screen.
@SuppressWarnings("NullAway.Init")
class PageInBrowserTest {
    private static Browser browser;
    @TempDir Path folder;

    @BeforeAll static void start() { browser = new Browser(); }
    @AfterAll static void stop() { browser.close(); }

    /// Every test ends without a word on the console.
    @AfterEach void silent() {
        assertThat(browser.complaints()).isEmpty();
        browser.prefers("light");
    }

    /// The graph of XOR with 2-2-1 units, number by number, and what it starts from.
    private record Xor(List<Value> leaves, Value loss) {
        static Xor of(double... numbers) {
            var names = List.of("x1", "x2", "target", "w11", "w12", "w21", "w22", "b1", "b2", "v1", "v2", "c");
            var leaves = new ArrayList<Value>();
            for (int i = 0; i < numbers.length; i++)
                leaves.add((i < 3 ? Value.of(numbers[i]) : Value.parameter(numbers[i])).named(names.get(i)));
            var h1 = at(leaves, 0).mul(at(leaves, 3)).add(at(leaves, 1).mul(at(leaves, 5))).add(at(leaves, 7)).tanh().named("h1");
            var h2 = at(leaves, 0).mul(at(leaves, 4)).add(at(leaves, 1).mul(at(leaves, 6))).add(at(leaves, 8)).tanh().named("h2");
            var y = h1.mul(at(leaves, 9)).add(h2.mul(at(leaves, 10))).add(at(leaves, 11)).sigmoid().named("y");
            return new Xor(leaves, y.sub(at(leaves, 2)).square().named("loss"));
        }

        private static Value at(List<Value> leaves, int i) { return leaves.get(i); }
    }

    private static final double[] NUMBERS = {0, 1, 1, 1.7, -2.3, 1.4, -1.9, 0.4, 0.8, 1.25, -0.75, 0.1};

    private Path written(Value root, String title) {
        var file = folder.resolve("page.html");
        Picture.of(root).gradients(root.backwardKeepingAll()).titled(title).write(file);
        return file;
    }

    private Path network(int rows, int in, int hidden, int out, String title) {
        var random = Random.seeded(1);
        var net = Sequential.of(Linear.of(in, hidden, Initializer.HE_NORMAL, random.at("a"), Precision.FLOAT), Activation.RELU,
            Linear.of(hidden, out, Initializer.HE_NORMAL, random.at("b"), Precision.FLOAT));
        var x = Value.of(random.at("x").uniform(Shape.of(rows, in), 0, 1, Precision.FLOAT)).named("inputs");
        var trace = new Trace();
        Supplier<Value> forward = () -> Loss.crossEntropy(net.apply(x), new int[rows]);
        var loss = trace.run(forward).named("loss");
        var file = folder.resolve("page.html");
        Picture.of(loss).gradients(loss.backwardKeepingAll()).modules(trace).titled(title).write(file);
        return file;
    }

    private static String drawn(int i, String kind) {
        return browser.text("[...document.querySelectorAll('#v%s text.%s:not(.unknown)')].map(t => t.textContent).join('')".formatted(i, kind))
            .replace('\u00a0', ' ').strip();
    }

    /// All numbers that stand in the picture are those of Java.
    private static void agrees(Value root) {
        var gradients = root.backwardKeepingAll();
        var graph = Graph.of(root);
        for (var v : graph.values()) {
            int i = graph.index(v);
            assertThat(drawn(i, "number")).as("value %s", v).isEqualTo(Digits.number(v.item()));
            if (!v.isConstant())
                assertThat(drawn(i, "gradient")).as("gradient %s", v).isEqualTo("∇ " + Digits.number(gradients.of(v).item()));
        }
    }

    private static void fitsThePage() {
        assertThat(browser.count("document.documentElement.scrollWidth - document.documentElement.clientWidth")).isZero();
        assertThat(browser.text("[...document.querySelectorAll('header, main, header *, #controls *, article, article > *')]"
            + ".filter(e => !e.closest('.hidden') && !e.closest('.table')).filter(e => { const b = e.getBoundingClientRect();"
            + " return b.width > 0 && (b.left < -1 || b.right > innerWidth + 1); }).map(e => e.outerHTML.slice(0, 80)).join()")).isEmpty();
    }

    @Test void stepsForwardToTheResultAndBackwardToTheParametersAndBack() {
        var xor = Xor.of(NUMBERS).loss();
        browser.open(written(xor, "XOR, number by number"), 1280, 800);
        int last = Graph.of(xor).values().size() - 1;
        assertThat(drawn(last, "number")).isEmpty();
        browser.shot("xor-start");
        long end = browser.count("end");
        assertThat(end).isEqualTo(2 * 17 + 1);
        for (int i = 1; i <= end; i++) {
            browser.press(Keys.ARROW_RIGHT);
            assertThat(browser.count("place")).isEqualTo(i);
            if (i == 17) {
                assertThat(drawn(last, "number")).isEqualTo(Digits.number(xor.item()));
                assertThat(drawn(last, "gradient")).isEmpty();
            }
            if (i == 5) browser.shot("xor-forward");
            if (i == 23) browser.shot("xor-backward");
        }
        agrees(xor);
        browser.shot("xor-end");
        assertThat(browser.is("document.getElementById('next').disabled")).isTrue();
        for (long i = end; i > 0; i--) browser.press(Keys.ARROW_LEFT);
        assertThat(drawn(last, "number") + drawn(last, "gradient")).isEmpty();
        browser.press(Keys.END);
        agrees(xor);
        browser.press(Keys.HOME);
        assertThat(browser.count("place")).isZero();
    }

    @Test void aStepShowsItsRuleInWordsAndNumbers() {
        var w = Value.parameter(0.5).named("w");
        var y = w.mul(Value.of(3).named("x")).add(Value.parameter(-1).named("b")).tanh().named("y");
        browser.open(written(y, "a neuron"), 1280, 800);
        browser.press(Keys.ARROW_RIGHT);
        assertThat(browser.text("document.getElementById('step').innerText")).contains("w × x = 0.5 × 3 = 1.5");
        browser.shot("neuron");
        for (int i = 0; i < 4; i++) browser.press(Keys.ARROW_RIGHT);
        var slope = 1 - y.item() * y.item();
        assertThat(browser.text("document.getElementById('step').innerText"))
            .contains("The slope of tanh is 1 − y²", "dL/dL · (1 − y²) = 1 · (1 − " + Digits.number(y.item()) + "²) = " + Digits.number(slope).substring(0, 5));
        browser.press(Keys.END);
        assertThat(browser.text("document.getElementById('step').innerText")).contains("dL/dw = ", " · x = ");
        browser.shot("neuron-end");
    }

    @Test void aChangedNumberIsComputedAgainAsJavaDoes() {
        browser.open(written(Xor.of(NUMBERS).loss(), "XOR"), 1280, 800);
        browser.press(Keys.END);
        var xor = Xor.of(NUMBERS);
        int w11 = Graph.of(xor.loss()).index(xor.leaves().get(3)), x1 = Graph.of(xor.loss()).index(xor.leaves().getFirst());
        browser.type("#leaf" + w11, "-0.37", Keys.ENTER);
        browser.type("#leaf" + x1, "0.9", Keys.ENTER);
        var numbers = NUMBERS.clone();
        numbers[3] = -0.37;
        numbers[0] = 0.9;
        agrees(Xor.of(numbers).loss());
        browser.shot("xor-changed");
        browser.type("#leaf" + x1, "nonsense", Keys.ENTER);
        assertThat(browser.is("document.getElementById('leaf%s').checkValidity()".formatted(x1))).isFalse();
        agrees(Xor.of(numbers).loss());
        browser.click("#reset");
        agrees(xor.loss());
    }

    @Test void resetPutsBackWhatJavaComputedToTheLastBit() {
        var w = Value.parameter(0.3).named("w");
        browser.open(written(w.erf().mul(w.tanh()).add(w.sigmoid()), "bits"), 1280, 800);
        browser.press(Keys.END);
        var all = "JSON.stringify([values, steps, document.getElementById('details').innerText])";
        var before = browser.text(all);
        browser.type("#leaf0", "0.7", Keys.ENTER);
        assertThat(browser.text(all)).isNotEqualTo(before);
        browser.click("#reset");
        assertThat(browser.text(all)).isEqualTo(before);
        assertThat(browser.is("document.getElementById('reset').disabled")).isTrue();
        browser.type("#leaf0", "0.7", Keys.ENTER);
        browser.click("#reset");
        assertThat(browser.text(all)).isEqualTo(before);
    }

    @Test void gradientsThatWereNotKeptAreNotShownAsNumbers() {
        var x = Value.parameter(0.5).named("x");
        var h = x.mul(3);
        var y = h.mul(h).add(h.mul(x)).tanh();
        var file = folder.resolve("page.html");
        Picture.of(y).gradients(y.backward()).write(file);
        browser.open(file, 1280, 800);
        for (int round = 0; round < 2; round++) {
            for (long i = 0, end = browser.count("end"); i < end; i++) {
                browser.press(Keys.ARROW_RIGHT);
                assertThat(browser.text("document.body.innerText")).doesNotContain("∞", "NaN", "undefined");
            }
            assertThat(drawn(Graph.of(y).index(x), "gradient")).startsWith("∇ ");
            browser.type("#leaf" + Graph.of(y).index(x), "0.25", Keys.ENTER);
            browser.press(Keys.ESCAPE);
            browser.js("document.activeElement.blur()");
            browser.press(Keys.HOME);
        }
    }

    @Test void constantsThatCameFromOtherNumbersAreNotPromisedToFollow() {
        var x = Value.parameter(-0.5).named("x");
        browser.open(written(x.mul(x.sign()), "a sign"), 1280, 800);
        assertThat(browser.text("document.getElementById('leaves').innerText")).contains("stay as they are");
    }

    /// Each operation on plain numbers, at values on both sides of its kinks, in double.
    @Test void everyOperationOfPlainNumbersIsComputedAsJavaDoes() {
        for (double at : new double[] {0.8, -1.3, 0, 2.5}) {
            for (var root : List.of(many(0.3), many(at))) assertThat(Rerun.hindrance(Graph.of(root))).isNull();
            browser.open(written(many(0.3), "everything"), 1280, 800);
            browser.press(Keys.END);
            var graph = Graph.of(many(0.3));
            var a = graph.values().stream().filter(v -> "a".equals(v.name())).findFirst().orElseThrow();
            browser.type("#leaf" + graph.index(a), Double.toString(at), Keys.ENTER);
            agrees(many(at));
        }
    }

    private static Value many(double number) {
        var a = Value.parameter(number).named("a");
        var b = Value.parameter(0.8).named("b");
        return List.of(a.neg(), a.exp(), a.expm1(), a.square().add(1).log(), a.square().log1p(), a.square().add(0.5).sqrt(), a.sin(), a.cos(), a.tanh(),
            a.sigmoid(), a.softplus(), a.erf(), a.relu(), a.abs(), a.pow(3), a.exp().pow(b), a.leakyRelu(0.1), a.elu(0.7), a.clamp(-1, 1),
            a.maximum(b), b.minimum(a), a.div(b), b.div(a.exp()), a.sub(b), a.mul(b), a.sum(), a.norm(), a.max(), a.min(), a.logSumExp(Axes.all())).stream().reduce(Value::add).orElseThrow();
    }

    @Test void whatCannotBeComputedAgainOffersNoInputAndSaysWhy() {
        var a = Value.parameter(2).named("a");
        browser.open(written(a.gt(0).where(a, a.mul(3)).named("chosen"), "a choice"), 1280, 800);
        assertThat(browser.count("document.querySelectorAll('#leaves input').length")).isZero();
        assertThat(browser.text("document.getElementById('leaves').innerText")).contains("cannot compute where again");
    }

    @Test void matricesShowWhichProductAndWhichTranspose() {
        browser.open(network(5, 3, 4, 2, "a small network"), 1280, 800);
        browser.press(Keys.END);
        assertThat(browser.text("document.getElementById('step').innerText"))
            .contains("In a matrix product", "dL/d(0.weight) = inputsᵀ @ dL/dv", "(5, 3)ᵀ @ (5, 4) → (3, 4)");
        assertThat(browser.text("document.getElementById('details').innerText")).contains("Gradient");
        assertThat(browser.count("document.querySelectorAll('#details td').length")).isGreaterThanOrEqualTo(20);
        browser.shot("mlp-end");
        fitsThePage();
    }

    @Test void aLargeNetworkShowsMapsAndFitsThePage() throws Exception {
        var file = network(64, 784, 128, 10, "MNIST");
        assertThat(Files.size(file)).isLessThan(2_000_000);
        browser.open(file, 1280, 800);
        browser.press(Keys.END);
        assertThat(browser.text("document.getElementById('step').innerText")).contains("(64, 784)ᵀ @ (64, 128) → (784, 128)");
        browser.type("#search", "0.weight", Keys.ENTER);
        assertThat(browser.text("document.getElementById('details').innerText")).contains("100,352 numbers", "784 × 128, averaged to 32 × 32");
        assertThat(browser.count("document.querySelectorAll('#details canvas').length")).isEqualTo(2);
        browser.shot("mnist");
        fitsThePage();
    }

    @Test void modulesFoldAndUnfold() {
        browser.open(network(5, 3, 4, 2, "modules"), 1280, 800);
        browser.press(Keys.END);
        int shown = (int) browser.count("document.querySelectorAll('.node:not(.folded)').length");
        int first = (int) browser.count("data.modules.findIndex(m => m.path === '0')");
        browser.js("boxes[%s].focus()".formatted(first));
        browser.press(Keys.ENTER);
        assertThat(browser.count("document.querySelectorAll('.node:not(.folded)').length")).isEqualTo(shown - 4);
        assertThat(browser.text("document.querySelector('.cover').textContent")).contains("0 Linear(3 → 4)");
        browser.shot("folded");
        browser.press(Keys.ENTER);
        assertThat(browser.count("document.querySelectorAll('.folded, .cover').length")).isZero();
        browser.js("boxes[%s].querySelector('text').dispatchEvent(new MouseEvent('click', {bubbles: true}))".formatted(first));
        browser.click(".cover");
        assertThat(browser.count("document.querySelectorAll('.folded, .cover').length")).isZero();
    }

    @Test void searchFindsByNameAndOperation() {
        browser.open(written(Xor.of(NUMBERS).loss(), "XOR"), 1280, 800);
        browser.press("/");
        browser.press("tanh");
        assertThat(browser.text("document.getElementById('found').textContent")).isEqualTo("2 found");
        browser.shot("search");
        browser.press(Keys.ENTER);
        assertThat(browser.text("document.querySelector('#details h2').textContent")).isEqualTo("h1 = tanh");
        browser.type("#search", "w2");
        assertThat(browser.text("document.getElementById('found').textContent")).isEqualTo("2 found");
        browser.type("#search", "elephant");
        assertThat(browser.text("document.getElementById('found').textContent")).isEqualTo("not found");
        browser.press(Keys.ESCAPE);
        assertThat(browser.count("document.querySelectorAll('.searching').length")).isZero();
    }

    @Test void lightAndDarkFollowTheReaderAndTheButton() {
        var file = written(Xor.of(NUMBERS).loss(), "XOR");
        browser.prefers("dark");
        browser.open(file, 1280, 800);
        browser.press(Keys.END);
        assertThat(browser.text("getComputedStyle(document.body).backgroundColor")).isEqualTo("rgb(20, 24, 30)");
        var box = "getComputedStyle(document.querySelector('.node.parameter :is(polygon, path)')).fill";
        assertThat(browser.text(box)).isEqualTo("rgb(22, 55, 78)");
        browser.shot("xor-dark");
        browser.click("#theme");
        assertThat(browser.text("getComputedStyle(document.body).backgroundColor")).isEqualTo("rgb(255, 255, 255)");
        assertThat(browser.text(box)).isEqualTo("rgb(207, 228, 243)");
    }

    @Test void everythingFitsOnAPhoneAndOnASmallScreen() {
        browser.open(written(Xor.of(NUMBERS).loss(), "A title that is rather long for a phone, and goes on for a while"), 390, 844);
        browser.press(Keys.END);
        fitsThePage();
        browser.shot("phone-xor");
        browser.js("window.scrollTo(0, 500)");
        browser.shot("phone-xor-below");
        browser.size(1280, 800);
        fitsThePage();
        browser.open(network(64, 784, 128, 10, "MNIST"), 390, 844);
        fitsThePage();
        browser.press(Keys.END);
        browser.shot("phone-mnist");
    }

    @Test void zoomAndPanByKeysButtonsAndWheel() {
        browser.open(written(Xor.of(NUMBERS).loss(), "XOR"), 1280, 800);
        var width = "Math.round(view.box.w * 1000)";
        long before = browser.count(width);
        browser.press("+");
        assertThat(browser.count(width)).isLessThan(before);
        browser.press("-");
        assertThat(browser.count(width)).isEqualTo(before);
        browser.js("svg.dispatchEvent(new WheelEvent('wheel', {deltaY: -200, clientX: 400, clientY: 200, bubbles: true, cancelable: true}))");
        assertThat(browser.count(width)).isLessThan(before);
        browser.click("#fit");
        long x = browser.count("Math.round(view.box.x)");
        browser.js("['pointerdown', 'pointermove', 'pointerup'].forEach((type, k) => svg.dispatchEvent(new PointerEvent(type, {pointerId: 1,"
            + " buttons: 1, clientX: 300 + 50 * k, clientY: 200, bubbles: true})))");
        assertThat(browser.count("Math.round(view.box.x)")).isLessThan(x);
    }

    @Test void spacePlaysAndHoverShowsAValue() throws InterruptedException {
        var y = Value.parameter(2).named("x").square().named("y");
        browser.open(written(y, "short"), 1280, 800);
        browser.press(" ");
        for (int i = 0; i < 100 && browser.count("place") < 3; i++) Thread.sleep(100);
        assertThat(browser.count("place")).isEqualTo(3);
        browser.js("groups[0].dispatchEvent(new PointerEvent('pointerenter'))");
        assertThat(browser.text("document.getElementById('details').innerText")).contains("x", "parameter", "Value", "2", "Gradient", "4");
    }

    @Test void hostileNamesAreTexts() {
        var names = List.of("</script><script>document.title='broken'</script>", "\"quoted\" 'twice' \\ back\\nslash", "<!--", "two\nlines",
            "\u202eright to left \u05d0\u05d1\u05d2", "x".repeat(10_000), "${1+1} {{2}}", "<img src=x onerror=alert(1)>", "\ud800 alone");
        Value sum = Value.parameter(1);
        for (var name : names) sum = sum.mul(Value.parameter(2).named(name)).named(name);
        browser.offline();
        browser.open(written(sum, "</title><script>alert(1)</script>"), 1280, 800);
        browser.press(Keys.END);
        agrees(sum);
        assertThat(browser.text("document.title")).isEqualTo("</title><script>alert(1)</script>");
        assertThat(browser.text("data.values.map(v => v.name).join('|')"))
            .contains("</script><script>document.title='broken'</script>|", "\"quoted\" 'twice' \\ back\\nslash", "<!--|", "two↵lines|");
        assertThat(browser.count("document.querySelectorAll('img').length")).isZero();
        fitsThePage();
    }
}
