package io.orrery.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import io.orrery.tools.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A headless Chromium: one on the PATH, otherwise Playwright's own, otherwise (as root on Debian) the system's package.
 * Otherwise fails with the command to run.
 */
public final class TestBrowser implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
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
        Optional<Path> installed = Programs.find(NAMES);
        if (installed.isPresent()) {
            return launch(installed, more);
        }
        try {
            return Programs.alone(() -> {
                Optional<Path> fetched = Programs.find(NAMES);
                return fetched.isPresent() ? launch(fetched, more) : launchFetched(more);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestBrowser launchFetched(List<String> more) throws IOException {
        try {
            return launch(Optional.empty(), more);
        } catch (RuntimeException noDownload) {
            // Besides its own exceptions Playwright throws others when it cannot download a browser.
            try {
                return launch(Optional.of(Programs.install(NAMES, "chromium")), more);
            } catch (IllegalStateException e) {
                e.addSuppressed(noDownload);
                throw e;
            }
        }
    }

    private static TestBrowser launch(Optional<Path> executable, List<String> more) {
        // Otherwise Playwright downloads three browsers.
        Map<String, String> env = executable.isPresent() ? Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1") : Map.of();
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(env));
        try {
            BrowserType.LaunchOptions options = new BrowserType.LaunchOptions()
                    .setHeadless(true)
                    .setArgs(Stream.concat(FLAGS.stream(), more.stream()).toList());
            executable.ifPresent(options::setExecutablePath);
            return new TestBrowser(playwright, playwright.chromium().launch(options));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
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
