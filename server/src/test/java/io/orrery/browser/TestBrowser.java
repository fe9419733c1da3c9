package io.orrery.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import io.orrery.tools.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A headless Chromium: its headless shell, which takes two thirds of the processor time of a whole browser without a window
 * and is installed as root on Debian; otherwise a browser on the PATH, otherwise Playwright's own. Otherwise fails with the
 * command to run.
 */
public final class TestBrowser implements AutoCloseable {
    private static final String SHELL = "chromium-headless-shell";

    private static final List<String> WHOLE_BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            // A microphone that beeps, and may be heard without a question.
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            // As a browser without a graphics card does; SwiftShader takes ten times as long as Skia.
            "--disable-gpu-compositing",
            "--disable-gpu-rasterization");

    private final Playwright playwright;
    private final Browser browser;

    /** Launched by the first test that needs it; Playwright's driver stops it when this process ends. */
    private static final class Shared {
        static final TestBrowser BROWSER = launch();
    }

    private TestBrowser(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /**
     * The browser of all tests of this process. Each test opens pages in its own contexts, so that tests share no cookies
     * or storage.
     */
    static Browser shared() {
        return Shared.BROWSER.browser();
    }

    /** A Chromium without WebGL. */
    public static TestBrowser launchWithout3d() {
        return launch(List.of("--disable-3d-apis"));
    }

    /** @throws IllegalStateException with the command to run, if there is no browser and none could be installed */
    public static TestBrowser launch() {
        return launch(List.of());
    }

    private static TestBrowser launch(List<String> more) {
        var playwright = withoutDownload();
        try {
            var options = new BrowserType.LaunchOptions()
                    .setHeadless(true)
                    .setExecutablePath(program())
                    .setArgs(Stream.concat(FLAGS.stream(), more.stream()).toList());
            return new TestBrowser(playwright, playwright.chromium().launch(options));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /**
     * The browser's executable, found or installed by the first test of this process that needs it.
     *
     * @throws IllegalStateException with the command to run, if there is none and none could be installed
     */
    public static Path program() {
        return Program.FILE;
    }

    /** Tests of texts expect the widths of the first font of the pages' list that Debian has; DejaVu's letters are wider. */
    private static final Path FONT = Path.of("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf");

    private static final String FONTS = "fonts-liberation";

    private static final class Program {
        static final Path FILE = findOrInstall();
    }

    private static Path findOrInstall() {
        try {
            Programs.complete(FONT, FONTS);
            return Programs.require(SHELL, SHELL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException notInstalled) {
            return Programs.find(WHOLE_BROWSERS).or(TestBrowser::fetched).orElseThrow(() -> notInstalled);
        }
    }

    /** Playwright's own browser, downloaded if that is possible. */
    private static Optional<Path> fetched() {
        try (var playwright = Playwright.create()) {
            return Optional.of(Path.of(playwright.chromium().executablePath())).filter(Files::isExecutable);
        } catch (RuntimeException noDownload) {
            // Besides its own exceptions Playwright throws others when it cannot download a browser.
            return Optional.empty();
        }
    }

    /** Otherwise Playwright downloads three browsers. */
    private static Playwright withoutDownload() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    public Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
