package io.orrery.tour.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.tour.Problems;
import io.orrery.tour.text.Inline.Code;
import io.orrery.tour.text.Inline.Em;
import io.orrery.tour.text.Inline.Form;
import io.orrery.tour.text.Inline.Formula;
import io.orrery.tour.text.Inline.Link;
import io.orrery.tour.text.Inline.Strong;
import io.orrery.tour.text.Inline.Value;
import io.orrery.tour.text.Inline.Words;
import io.orrery.tour.yaml.YamlNode.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownReaderTest {
    @Test
    void paragraphsListsAndFormulasAreBlocks() {
        assertThat(read("One\ntwo.\n\n- a\n- *b*\n\n1. c\n\n$$a_b * c_d$$\n").blocks())
                .containsExactly(
                        new Block.Paragraph(List.of(new Words("One two."))),
                        new Block.Items(
                                List.of(List.of(new Words("a")), List.of(new Em(List.of(new Words("b"))))), false),
                        new Block.Items(List.of(List.of(new Words("c"))), true),
                        new Block.Formula("a_b * c_d"));
    }

    @Test
    void formulaInAParagraphDividesIt() {
        assertThat(read("Here\n$$x$$\nthere.").blocks())
                .containsExactly(
                        new Block.Paragraph(List.of(new Words("Here"))),
                        new Block.Formula("x"),
                        new Block.Paragraph(List.of(new Words("there."))));
    }

    @Test
    void wordsCanBeEmphasizedLinkedAndFilledIn() {
        assertThat(inlines("**A** `{b}` $x_1*y$ [q](block:queries) {prob \"}\" } {{c} \\$5"))
                .containsExactly(
                        new Strong(List.of(new Words("A"))),
                        new Words(" "),
                        new Code("{b}"),
                        new Words(" "),
                        new Formula("x_1*y"),
                        new Words(" "),
                        new Link(new LinkTarget.Block("queries"), List.of(new Words("q")), 1),
                        new Words(" "),
                        new Value("prob \"}\"", 1),
                        new Words(" {c} $5"));
    }

    @Test
    void linksLeadToWordsOfTheModel() {
        assertThat(inlines("[a](token:last)[b](head:2.3)[c](layer:4)[d](term:token)[e](alone:any-model)"))
                .extracting(inline -> ((Link) inline).target())
                .containsExactly(
                        new LinkTarget.Token(new PositionRef.Last()),
                        new LinkTarget.Head(new HeadName(2, 3)),
                        new LinkTarget.Layer(4),
                        new LinkTarget.Term("token"),
                        new LinkTarget.Alone("any-model"));
    }

    @Test
    void formsNest() {
        assertThat(inlines("{if right}yes {if prob \"A\" < 0.5}but{end}{else}*no*{end}."))
                .containsExactly(
                        new Form(
                                "right",
                                List.of(
                                        new Words("yes "),
                                        new Form("prob \"A\" < 0.5", List.of(new Words("but")), List.of(), 1)),
                                List.of(new Em(List.of(new Words("no")))),
                                1),
                        new Words("."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'ok\n\n# Title' | 12 | Texts of tours have no headings",
                "'<b>x</b>' | 10 | Texts of tours have no HTML.",
                "'ok\n\n<div>x</div>' | 12 | Texts of tours have no HTML.",
                "'![x](y)' | 10 | Texts of tours have no images.",
                "'> x' | 10 | Texts of tours have no quotations",
                "'```\nx\n```' | 10 | Texts of tours have no blocks of code",
                "'ok\n\n    x' | 12 | Texts of tours have no blocks of code",
                "'a\n\n***' | 12 | Texts of tours have no rules",
                "'- a\n  - b' | 11 | Texts of tours have no lists within lists.",
                "'a\nb $x' | 11 | A formula begins with $ and does not end",
                "'a {prob' | 10 | A brace is opened and not closed",
                "'a\n{if right} b' | 11 | {if …} has no {end} in the same paragraph.",
                "'a {end}' | 10 | {end} stands without an {if …}",
                "'a {else} b' | 10 | {else} stands without an {if …}",
                "'{if right} *a {end}*' | 10 | {end} stands without an {if …}",
                "'[x](https://example.org)' | 10 | A link to \"https://example.org\" leads nowhere",
                "'[x](head:2)' | 10 | A link to \"head:2\" leads nowhere",
                "'[x](token:0)' | 10 | A link to \"token:0\" leads nowhere",
                "'[x](javascript:alert)' | 10 | A link to \"javascript:alert\" leads nowhere",
            })
    void whatTextsDoNotHaveIsAProblemOfItsLine(String text, int line, String reason) {
        var problems = new Problems("en.yaml");

        MarkdownReader.read(new Scalar(9, text, false, true), problems);

        assertThat(problems.all()).isNotEmpty();
        assertThat(problems.all().get(0).line()).isEqualTo(line);
        assertThat(problems.all().get(0).reason()).startsWith(reason);
    }

    @Test
    void wordsAreCountedInTheLongerForm() {
        assertThat(PlainText.words(read("One {if right}two three{else}two{end} **four**, {prob \"A\"} $x$.")))
                .isEqualTo(6);
        assertThat(PlainText.of(read("- one\n- two {next}\n\nThree."), true)).isEqualTo("one. two 7. Three.");
    }

    private static List<Inline> inlines(String text) {
        return ((Block.Paragraph) read(text).blocks().get(0)).inside();
    }

    private static Rich.Words read(String text) {
        var problems = new Problems("en.yaml");
        var read = MarkdownReader.read(new Scalar(1, text, false, false), problems);
        assertThat(problems.all()).isEmpty();
        return read;
    }
}
