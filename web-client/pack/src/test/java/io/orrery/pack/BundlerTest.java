package io.orrery.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlerTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void putsSharedCodeIntoOneFile() throws Exception {
        var bundle = bundler().bundle(sources(Map.of()));

        var page = bundle.needed().get("start/attendee.js");
        assertThat(page).hasSize(2).startsWith("made/attendee.js");
        String shared = page.get(1);
        assertThat(text(bundle, shared)).contains("shared by all").contains("of a room");
        var later = bundle.needed().get("page/rest.js");
        assertThat(later).contains(shared);
        assertThat(later.get(0)).startsWith("made/rest-");
        assertThat(text(bundle, later.get(0))).contains("what comes later").doesNotContain("shared by all");
    }

    @Test
    void putsWhatTheDeferredPageSharesWithItsPartsIntoOneFile() throws Exception {
        var bundle = bundler()
                .bundle(sources(Map.of(
                        "page/rest.js",
                        """
                        import './one.js'; import './two.js';
                        export const parts = [() => import('./part.js'), () => import('./other.js')];
                        """,
                        "page/one.js",
                        "console.log('first shared');",
                        "page/two.js",
                        "console.log('second shared');",
                        "page/part.js",
                        "import './one.js';",
                        "page/other.js",
                        "import './two.js';",
                        Bundler.ANSWERS,
                        "export const early = () => import('./early.js');",
                        "page/early.js",
                        "console.log('before the rest');")));

        var shared = bundle.needed().get("page/rest.js").stream()
                .filter(file -> text(bundle, file).contains("shared"))
                .filter(file -> !text(bundle, file).contains("shared by all"))
                .toList();
        assertThat(shared).hasSize(1);
        assertThat(text(bundle, shared.get(0))).contains("first shared").contains("second shared");
        assertThat(bundle.needed().get("page/other.js")).containsAll(shared);
        assertThat(bundle.needed().get("page/early.js")).doesNotContainAnyElementsOf(shared);
    }

    @Test
    void minifiesStylesAlsoInModulesAndKeepsSpacesInHtml() throws Exception {
        var bundle = bundler()
                .bundle(sources(Map.of(
                        "page/app.js",
                        """
                        import { css, html } from 'lit';
                        export const styles = css`
                          /* a note */
                          :host([form='sheet']) .a {
                            margin: 0 auto;
                          }
                        `;
                        export const view = html`<b>one</b>
                          <i>two, three</i>`;
                        """,
                        "start/attendee.js",
                        "import { styles, view } from '../page/app.js'; console.log(styles, view);")));

        assertThat(text(bundle, "made/page.css")).isEqualTo("b{color:red}i{margin:0 auto}\n");
        assertThat(text(bundle, "made/attendee.js"))
                .contains(":host([form='sheet']) .a{margin:0 auto;}")
                .containsPattern("<b>one</b>\\s<i>two, three</i>")
                .doesNotContain("a note");
    }

    @Test
    void leavesOutUnusedPartsOfALibrary() throws Exception {
        var bundle = bundler()
                .bundle(sources(Map.of(
                        "page/rest.js", "import { Vector3 } from 'three'; export const at = new Vector3(1, 2, 3);")));

        String later = text(bundle, bundle.needed().get("page/rest.js").get(0));
        assertThat(later).contains("isVector3").doesNotContain("isWebGLRenderer");
    }

    @Test
    void printsAWarningOnceAndDoesNotFail() throws Exception {
        bundler().bundle(sources(Map.of("page/room.js", "export const twice = { a: 1, a: 2 };")));

        assertThat(printed.toString(StandardCharsets.UTF_8)).containsOnlyOnce("Duplicate key \"a\"");
    }

    @Test
    void printsNothingWithoutWarnings() throws Exception {
        bundler().bundle(sources(Map.of()));

        assertThat(printed.size()).isZero();
    }

    @Test
    void failsOnAMissingModuleAndNamesIt() {
        assertThatThrownBy(() -> bundler().bundle(sources(Map.of("page/app.js", "import './gone.js';"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("./gone.js");
    }

    private Bundler bundler() {
        return new Bundler(folder, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    /** The smallest set of sources that can be bundled, with some of them replaced or added. */
    private static Map<String, byte[]> sources(Map<String, String> changed) {
        var sources = new TreeMap<String, byte[]>();
        Bundler.FIRST.forEach(name -> sources.put(name, bytes("")));
        Bundler.COMMON.forEach(name -> sources.put(name, bytes("")));
        sources.put(Bundler.ANSWERS, bytes(""));
        sources.put(
                "page/app.js", bytes("console.log('shared by all'); export const later = () => import('./rest.js');"));
        sources.put("page/room.js", bytes("console.log('of a room');"));
        sources.put("page/rest.js", bytes("import './app.js'; console.log('what comes later');"));
        sources.put("start/attendee.js", bytes("import { later } from '../page/app.js'; later();"));
        sources.put("page.css", bytes("@import './tokens.css';\n/* a note */\ni {\n  margin: 0 auto;\n}\n"));
        sources.put("tokens.css", bytes("b {\n  color: red;\n}\n"));
        changed.forEach((name, text) -> sources.put(name, bytes(text)));
        return sources;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Bundler.Bundle bundle, String file) {
        return new String(bundle.files().get(file), StandardCharsets.UTF_8);
    }
}
