package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Runs the unit tests of the browser modules that need a browser ({@code web-client/src/test/js/**}{@code
 * /*.browser.test.js}), each file in its own page. {@link NodeTest} runs the others.
 */
class JavaScriptTest {
    static final String NEEDS_A_BROWSER = ".browser.test.js";

    @RegisterExtension
    static final ModulePages workbench = new ModulePages();

    @TestFactory
    Stream<DynamicNode> browserModules() throws IOException {
        List<String> names =
                files().filter(file -> file.endsWith(NEEDS_A_BROWSER)).toList();
        assertThat(names).isNotEmpty();
        return names.stream().map(JavaScriptTest::testsOf);
    }

    /** All test files in order, relative to the folder of the tests. */
    static Stream<String> files() throws IOException {
        Path root = ModulePages.webClient().resolve("src/test/js");
        try (Stream<Path> tree = Files.walk(root)) {
            return tree
                    .filter(file -> file.toString().endsWith(".test.js"))
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @SuppressWarnings("unchecked")
    private static DynamicNode testsOf(String file) {
        Page page = workbench.newPage();
        List<String> tests = (List<String>) page.evaluate("""
                async (file) => {
                  window.harness = await import('/test/harness.js');
                  await import('/test/' + file);
                  return window.harness.names();
                }""", file);
        Stream<DynamicNode> each = IntStream.range(0, tests.size())
                .mapToObj(n -> DynamicTest.dynamicTest(tests.get(n), () -> {
                    Object failure = page.evaluate("(n) => window.harness.run(n)", n);
                    assertThat(failure).as(file).isNull();
                }));
        // A last test closes the page, so that few pages are open at once.
        Stream<DynamicNode> end = Stream.of(DynamicTest.dynamicTest("declares tests", () -> {
            page.close();
            assertThat(tests).as(file).isNotEmpty();
        }));
        return DynamicContainer.dynamicContainer(file, Stream.concat(each, end));
    }
}
