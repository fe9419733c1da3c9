package io.orrery.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Empty pages on which tests import browser modules from their sources, without an Orrery server. */
final class ModulePages implements BeforeAllCallback, AfterAllCallback {
    private TestFiles files;
    private Optional<Page> shared = Optional.empty();

    /** The folder of the browser modules and their tests. */
    static Path webClient() {
        return Path.of(System.getProperty("basedir", "."))
                .resolve("../web-client")
                .normalize();
    }

    /** A new page that can import modules; the caller closes it. */
    Page newPage() {
        Page page = TestBrowser.shared().newPage();
        page.navigate(files.address().toString());
        return page;
    }

    /** One page for all tests of the class; for modules without state. */
    Page page() {
        Page page = shared.orElseGet(this::newPage);
        shared = Optional.of(page);
        return page;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        files = new TestFiles(webClient());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        shared.ifPresent(Page::close);
        files.close();
    }
}
