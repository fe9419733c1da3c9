package io.orrery.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReachedTest {
    @Test
    void whatNobodyImportsOrNamesIsLeftOut() {
        assertThat(reached("""
                        function used() {
                          return helped( ONE );
                        }
                        function helped( a ) {
                          return a;
                        }
                        function unused() {
                          return used();
                        }
                        const ONE = 1;
                        const TWO = 2;
                        class Unused extends Used {}
                        class Used {}
                        export { used, unused, Used, Unused };
                        """, "used")).isEqualTo("""
                        function used(){
                        return helped(ONE);
                        }
                        function helped(a){
                        return a;
                        }
                        const ONE=1;
                        export{used};
                        """);
    }

    @Test
    void whatIsAddedToAClassStaysWithIt() {
        String script = """
                class A {}
                A.UP = new B();
                class B {}
                class C {}
                C.UP = new D();
                class D {}
                export { A, C };
                """;

        assertThat(reached(script, "A")).contains("class A", "A.UP", "class B").doesNotContain("C.UP", "class D");
    }

    @Test
    void whatDoesSomethingWhenItIsLoadedStays() {
        String script = """
                const made = make();
                const promised = /*@__PURE__*/ make();
                const a = 1, b = 2;
                if ( typeof window !== 'undefined' ) window.seen = true;
                function make() {
                  return 1;
                }
                """;

        assertThat(reached(script))
                .contains("made=", "a=1,b=2", "window.seen", "function make")
                .doesNotContain("promised");
    }

    @Test
    void namesInTemplatesAndShortFormsOfMembersCount() {
        String script = """
                function used() {
                  return [ `${ text( `${ deep }` ) }`, { short } ];
                }
                function text() {}
                const deep = 1;
                const short = 2;
                const member = 3;
                used.member = 4;
                export { used };
                """;

        assertThat(reached(script, "used"))
                .contains("function text", "deep=1", "short=2")
                .doesNotContain("member=3");
    }

    @Test
    void onlyWhatIsNeededIsImportedAndPassedOn() {
        String script = """
                import { a, b as c, d } from './core.js';
                export { e, f } from './core.js';
                function used() {
                  return c;
                }
                export { used as shown, a };
                """;

        var kept = reached(script, "shown", "e");

        assertThat(kept).isEqualTo("""
                        import{b as c}from'./core.js';
                        export{e}from'./core.js';
                        function used(){
                        return c;
                        }
                        export{used as shown};
                        """);
        assertThat(Reached.imported(Script.statements(kept))).isEqualTo(Map.of("./core.js", Set.of("b", "e")));
    }

    @Test
    void aWholeModuleIsAskedForTheNamesThatAreUsedOfIt() {
        String script = """
                import * as THREE from 'three';
                const scene = new THREE.Scene(), other = own.THREE.Mesh;
                """;

        assertThat(Reached.imported(Script.statements(script))).isEqualTo(Map.of("three", Set.of("Scene")));
    }

    private static String reached(String script, String... wanted) {
        return Reached.of(Script.statements(script), Set.of(wanted));
    }
}
