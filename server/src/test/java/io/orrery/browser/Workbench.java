package io.orrery.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Empty pages on which the tests of a class try modules of the browser, from their sources and without a server. */
final class Workbench implements BeforeAllCallback, AfterAllCallback {
    private TestFiles files;
    private TestBrowser browser;

    /** Where the browser's sources and their tests are. */
    static Path webClient() {
        return Path.of(System.getProperty("basedir", "."))
                .resolve("../web-client")
                .normalize();
    }

    /** A page that can import modules; whoever asked for it closes it. */
    Page page() {
        Page page = browser.browser().newPage();
        page.navigate(files.address().toString());
        return page;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        browser = TestBrowser.launch();
        files = new TestFiles(webClient());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        files.close();
        browser.close();
    }
}
