package gradus.viz;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// Chromium without a window, with a page open.
final class Browser implements AutoCloseable {
    private final ChromeDriver driver;

    Browser() {
        var options = new ChromeOptions().addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--disable-background-networking", "--force-color-profile=srgb", "--hide-scrollbars=false");
        options.setBinary(program("chromium", "google-chrome", "chrome"));
        var logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logging);
        var service = new ChromeDriverService.Builder().usingDriverExecutable(program("chromedriver")).withSilent(true).build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(20));
    }

    /// A program on the PATH. Selenium would go and download one.
    private static File program(String... names) {
        for (var name : names) for (var folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            var file = new File(folder, name);
            if (file.canExecute()) return file;
        }
        throw new IllegalStateException("the browser tests need " + List.of(names) + " on the PATH: on Debian, apt-get install chromium chromium-driver");
    }

    void open(Path page, int width, int height) {
        size(width, height);
        driver.get(page.toUri().toString());
    }

    void size(int width, int height) {
        cdp("Emulation.setDeviceMetricsOverride", "width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600);
    }

    void prefers(String scheme) {
        cdp("Emulation.setEmulatedMedia", "features", List.of(new LinkedHashMap<>(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void offline() { cdp("Network.emulateNetworkConditions", "offline", true, "latency", 0, "downloadThroughput", 0, "uploadThroughput", 0); }

    private void cdp(String command, Object... namesAndValues) {
        var settings = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) settings.put((String) namesAndValues[i], namesAndValues[i + 1]);
        driver.executeCdpCommand(command, settings);
    }

    /// What a JavaScript expression gives.
    @Nullable Object js(String expression, Object... arguments) { return driver.executeScript("return " + expression, arguments); }

    String text(String expression) { return String.valueOf(js(expression)); }
    boolean is(String expression) { return Boolean.TRUE.equals(js(expression)); }
    long count(String expression) { return js(expression) instanceof Number n ? n.longValue() : -1; }

    void press(CharSequence keys) { driver.switchTo().activeElement().sendKeys(keys); }
    void click(String selector) { driver.findElement(org.openqa.selenium.By.cssSelector(selector)).click(); }

    /// Writes into a field in place of what stands there.
    void type(String selector, CharSequence... words) {
        var field = driver.findElement(org.openqa.selenium.By.cssSelector(selector));
        js("arguments[0].value = ''", field);
        field.sendKeys(words);
    }

    /// What the console says of errors and of requests that failed.
    List<String> complaints() {
        return Stream.of(driver.manage().logs().get(LogType.BROWSER).getAll().toArray()).map(String::valueOf).toList();
    }

    /// Keeps a picture of the screen where the property `shots` names a folder.
    void shot(String name) {
        var folder = System.getProperty("shots", "");
        if (folder.isEmpty()) return;
        try {
            Files.createDirectories(Path.of(folder));
            Files.write(Path.of(folder, name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public void close() { driver.quit(); }
}
