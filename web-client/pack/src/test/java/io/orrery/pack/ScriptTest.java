package io.orrery.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
    @Test
    void commentsIndentationAndSpacesAroundSignsAreLeftOut() {
        String script = """
                /** Adds.
                 * @param {number} a */
                export function add(a, b) { // both

                  return a + b; /* done */
                }
                """;

        assertThat(Script.squeezed(script)).isEqualTo("export function add(a,b){\nreturn a+b;\n}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a='// no /* comment */ `';",
                "a=\"it's // \\\" /*\";",
                "a=/[/\"'`]\\/\\/*/g.test(b);",
                "a=b.replace(/'/g,'\"');",
                "if(a)/\"/.test(b);",
                "return /`/;",
                "a=(b) / c / d;",
                "a=b[0] / c;'/'",
                "a=b++ / c;'/'",
                "a=b.return / c;'/'",
                "a=`// no ${b} /* comment */  two\n    lines`;",
                "a=`${b?`${{c:'}'}.c}  // in`:'`'}  // out`;",
                "a=`\\`  \\${  // `;",
                "a=html`<p>  // ${b(()=>{return 1})}\n  </p>`;",
                "a=`${/[}`]/.test(b)}  c`;",
                "a=b+ +c- -d;",
                "a=1 .toFixed();",
                "a=#b in c;",
                "return\na;",
            })
    void whatIsAsShortAsItCanBeStaysAsItIs(String script) {
        assertThat(Script.squeezed(script)).isEqualTo(script + "\n");
    }

    @Test
    void aCommentOverLinesEndsAStatementAsALineDoes() {
        assertThat(Script.squeezed("return /* over\nlines */ a;")).isEqualTo("return\na;\n");
    }

    @Test
    void wordsThatACommentPartsStayApart() {
        assertThat(Script.squeezed("typeof/**/a;")).isEqualTo("typeof a;\n");
    }

    @Test
    void stylesInTemplatesLoseCommentsAndIndentationButNoSpaceInALine() {
        String style =
                "static styles = css`\n    /* wide */\n    a b {\n      width: calc(1px + ${c} * 2);\n    }\n  `;";

        assertThat(Script.squeezed(style))
                .isEqualTo("static styles=css`\na b {\nwidth: calc(1px + ${c} * 2);\n}\n`;\n");
    }

    @Test
    void shadersLoseCommentsAndIndentationButKeepTheirLines() {
        String shader = "a = `\n  #define B\n  // why\n  void main() {\n    c = ${d} / 2.;\n  }`;";

        assertThat(Script.squeezed(shader)).isEqualTo("a=`\n#define B\nvoid main() {\nc = ${d} / 2.;\n}`;\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = 'b\n", "a = `b", "a = `${b`", "/* a", "a = /b\n/", "a = `${`"})
    void whatDoesNotEndIsRefused(String script) {
        assertThatThrownBy(() -> Script.squeezed(script))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not end");
    }
}
