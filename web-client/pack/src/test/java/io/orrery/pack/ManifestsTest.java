package io.orrery.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestsTest {
    private static final String CELL = "features/cell/feature.js";

    @Test
    void aListNamesTheFeaturesThatHaveCodeForItsMomentByTheirFolders() {
        Map<String, String> made = Manifests.of(Map.of(
                CELL,
                "export const withText = {};\n",
                "features/tour/act/feature.js",
                "export const withMachine = {};\n",
                "features/tour/feature.js",
                "export const withText = {};\nexport const withMachine = {};\n",
                "features/cell/card.js",
                "export const card = 1;\n"));

        assertThat(made.get("node_modules/manifests/withText.js"))
                .contains("import {withText as cell} from '../../features/cell/feature.withText.js';")
                .contains("{name: 'cell', ...cell},", "{name: 'tour', ...tour},")
                .doesNotContain("tourAct");
        assertThat(made.get("node_modules/manifests/withMachine.js"))
                .contains("{name: 'tourAct', ...tourAct},")
                .doesNotContain("cell");
        assertThat(made.get("node_modules/manifests/onRooms.js"))
                .contains("...withText,")
                .doesNotContain("cell");
    }

    @Test
    void aMomentGetsOnlyWhatItUses() {
        Map<String, String> made = Manifests.of(Map.of(CELL, """
            /** A card. */
            import { html } from 'lit';
            import { first, second as other } from './both.js';
            import { Late } from './late.js';

            /** Said of {@link Late}. */
            const title = (view) => first(view);
            // a comment about Late
            const unused = { title: other };

            export const withText = {
              panels: [{ render: (view) => html`<b>${title(view)}</b>`, late: view.Late }],
            };

            function helper() {
              return other(Late);
            }

            export const afterText = {
              act: () => helper(),
            };
            """));

        assertThat(made.get("features/cell/feature.withText.js"))
                .contains("import { html } from 'lit';", "import { first } from './both.js';", "const title = ")
                .doesNotContain("{ Late }", "other", "helper", "afterText", "unused");
        assertThat(made.get("features/cell/feature.afterText.js"))
                .contains("import { second as other } from './both.js';", "import { Late }", "function helper()")
                .doesNotContain("lit", "title", "withText");
    }

    @Test
    void aManifestWithOneExportStaysWhole() {
        String script = """
            import './element.js';
            export const withMachine = {};
            customElements.define('a-b', class extends HTMLElement {});
            """;

        assertThat(Manifests.of(Map.of(CELL, script)).get("features/cell/feature.withMachine.js"))
                .isEqualTo(script);
    }

    @Test
    void anExportThatIsNoMomentIsRefused() {
        assertThatThrownBy(() -> Manifests.of(Map.of(CELL, "export const withTxt = {};\n")))
                .hasMessageContaining(CELL)
                .hasMessageContaining("withTxt");
        assertThatThrownBy(() -> Manifests.of(Map.of(CELL, "export function withText() {}\nexport class Card {}\n")))
                .hasMessageContaining("Card");
    }

    @Test
    void aStatementThatCannotBeCutIsRefused() {
        assertThatThrownBy(() -> Manifests.of(Map.of(
                        CELL, "import './element.js';\nexport const withText = {};\nexport const afterText = {};\n")))
                .hasMessageContaining(CELL)
                .hasMessageContaining("import './element.js'");
    }
}
