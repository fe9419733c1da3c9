package io.orrery.tour.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.tour.text.PositionRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "text | TEXT",
                "token last | TOKEN",
                "positions | COUNT",
                "next | TOKEN",
                "next 2 | TOKEN",
                "prob next | SHARE",
                "prob next 3 | SHARE",
                "prob \" Lily\" | SHARE",
                "prob A | SHARE",
                "logit next 2 | NUMBER",
                "logit A | NUMBER",
                "rank \"A\" | COUNT",
                "surprise 2 | NUMBER",
                "surprise next 2 | NUMBER",
                "surprise \"A\" | NUMBER",
                "generated | TOKEN",
                "generated 3 | TOKEN",
                "attention head 1.2 from last to 3 | NUMBER",
                "attention head 1.2 from last strongest | NUMBER",
                "strongest-key head 1.2 from last | TOKEN",
                "peak head 1.2 from last | FLAG",
                "score head 1.2 from last to answer | NUMBER",
                "product head 1.2 from last to first number 4 | NUMBER",
                "sign head 1.2 from last to first number 4 | SIGN",
                "cell stream layer 2 token last number 3 | NUMBER",
                "cell pattern layer 2 head 1 token last key 3 | NUMBER",
                "size parameters | COUNT",
                "update | COUNT",
                "updates | COUNT",
                "sorts | FLAG",
                "right | FLAG",
                "lens leads | COUNT",
                "lens guess 0 | TOKEN",
                "lens guess 1 for A against B | TOKEN",
                "prob next 2 at temperature 1.5 | SHARE",
                "prob \"A\" at temperature 0.5 | SHARE",
                "attention head voter from last strongest | NUMBER",
                "effect mlp 1 by zero | NUMBER",
                "effect head 2.1 by mean for A | NUMBER",
                "strongest-effect by zero | PART",
                "strongest-head-effect layer 1 by zero for A against B | PART",
                "lens prob 2 for \" Lily\" | SHARE",
                "attribution head 2.3 | NUMBER",
                "attribution mlp 2 for A against B | NUMBER",
                "attribution embedding | NUMBER",
                "attribution sum | NUMBER",
                "strongest-voter | PART",
                "strongest-head-voter for A | PART",
                "from-token head 2.3 strongest | TOKEN",
                "effect head answer | NUMBER",
                "effect mlp 1 | NUMBER",
                "strongest-effect | PART",
                "before next 2 | TOKEN",
                "before prob next | SHARE",
                "before prob A | SHARE",
                "nearest \" Lily\" 2 | TOKEN",
                "cosine A B | NUMBER",
                "saliency strongest | TOKEN",
                "saliency 2 | NUMBER"
            })
    void readsAFactAndItsKind(String text, FactKind kind) {
        assertThat(Fact.parse(text).kind()).isEqualTo(kind);
    }

    @Test
    void quotedTokensKeepTheirSpacesAndMarks() {
        assertThat(Fact.parse("prob \" \\\"Lily\\n\"").needs().tokens()).containsExactly(" \"Lily\n");
        assertThat(Fact.parse("prob \"answer\"").needs().tokens()).containsExactly("answer");
        var answered = Fact.parse("  prob   answer ").needs();
        assertThat(answered.tokens()).isEmpty();
        assertThat(answered.answers()).containsExactly(Needs.AnswerKind.TOKEN);
    }

    @Test
    void readsBothPlacesOfAProduct() {
        var product =
                Fact.parse("sign head 2.3 from last to 4 number 5").product().orElseThrow();
        assertThat(product.head()).isEqualTo(new Names.HeadAt(2, 3));
        assertThat(product.query().place()).contains(new PositionRef.Last());
        assertThat(product.key().place()).contains(new PositionRef.Number(4));
        assertThat(product.number()).isEqualTo(5);
    }

    @Test
    void tellsWhatItNeeds() {
        var needs = Fact.parse("product head 2.3 from 5 to answer number 1").needs();
        assertThat(needs.heads()).containsExactly(new Names.HeadAt(2, 3));
        assertThat(needs.position()).isEqualTo(5);
        assertThat(needs.answers()).containsExactly(Needs.AnswerKind.POSITION);
        var attribution = Fact.parse("attribution mlp 2 for A against answer");
        assertThat(attribution.needs().layer()).isEqualTo(2);
        assertThat(attribution.needs().heads()).isEmpty();
        assertThat(attribution.needs().tokens()).containsExactly("A");
        assertThat(attribution.needs().answers()).containsExactly(Needs.AnswerKind.TOKEN);
        var voter = Fact.parse("attention head voter from 1 strongest");
        assertThat(voter.needs().heads()).isEmpty();
        assertThat(voter.is(Fact.Trait.MEASURED)).isTrue();
        assertThat(Fact.parse("attention head 1.1 from 1 strongest").is(Fact.Trait.MEASURED))
                .isFalse();
        var cell = Fact.parse("cell scores layer 2 head 3 token last key 4").needs();
        assertThat(cell.blocks()).containsExactly("scores");
        assertThat(cell.layer()).isEqualTo(2);
        assertThat(cell.position()).isEqualTo(4);
        assertThat(Fact.parse("sorts").needs().abilities()).containsExactly(Needs.Ability.SORTING);
        assertThat(Fact.parse("cell stream layer 4 token 2 number 1").needs().blocks())
                .containsExactly("stream");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'' | There is no fact here; write one such as prob next 1.",
                "'   ' | There is no fact here; write one such as prob next 1.",
                "prob | \"prob\" should have a token at its end.",
                "prob \"A | In \"prob \"A\" a quotation mark has no partner.",
                "prob next 0 | \"prob next 0\" should have a whole number from 1, not \"0\".",
                "prob A at temperature 0 | \"prob A at temperature 0\" should have a temperature, a number of more"
                        + " than 0 and at most 100, not \"0\".",
                "prob A at temperature | \"prob A at temperature\" should have a temperature, a number of more than 0"
                        + " and at most 100 at its end.",
                "effect mlp 1 by half | \"effect mlp 1 by half\" lacks the word mean, or has it in another place.",
                "prob next 1 2 | \"prob next 1 2\" should end before \"2\".",
                "token 0 | \"token 0\" should have a whole number from 1, not \"0\".",
                "token | \"token\" should have a position: last, first, answer or a number from 1 at its end.",
                "attention head 2 from last to 1 | \"attention head 2 from last to 1\" should have a head such as 2.3,"
                        + " with layer and head from 1, not \"2\".",
                "attention head 0.1 from last to 1 | \"attention head 0.1 from last to 1\" should have a head such as"
                        + " 2.3, with layer and head from 1, not \"0.1\".",
                "attention 1.2 from last to 1 | \"attention 1.2 from last to 1\" lacks the word head, or has it in"
                        + " another place.",
                "score head 1.2 from last | \"score head 1.2 from last\" lacks the word to, or has it in another"
                        + " place.",
                "size of | \"size of\" should have layers, heads, stream, head, hidden, vocabulary, context or"
                        + " parameters, not \"of\".",
                "effect embedding | \"effect embedding\" should have head or mlp, not \"embedding\".",
                "before sorts | \"before sorts\" should have next, prob, logit or rank, not \"sorts\".",
                "cell Stream token 1 number 1 | \"cell Stream token 1 number 1\" should have the word of a block, such"
                        + " as stream, not \"Stream\".",
                "attribution head 2.3 against A | \"attribution head 2.3 against A\" should end before \"against\".",
                "generated 99999999999 | \"generated 99999999999\" should end before \"99999999999\"."
            })
    void saysWhatIsWrong(String text, String sentence) {
        assertThatThrownBy(() -> Fact.parse(text))
                .isInstanceOf(OrreryException.class)
                .hasMessage(sentence);
    }

    @Test
    void namesAllFactsIfThereIsNoSuchOne() {
        assertThatThrownBy(() -> Fact.parse("weather today"))
                .hasMessageStartingWith("There is no fact \"weather\". A fact begins with one of these: ")
                .hasMessageContaining("attribution, before, cell, cosine,");
        assertThatThrownBy(() -> Fact.parse("\"text\"")).hasMessageStartingWith("There is no fact \"text\".");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 1_000_000})
    void refusesALongFact(int length) {
        assertThatThrownBy(() -> Fact.parse("p".repeat(length)))
                .hasMessage("This fact is too long; a fact has at most 200 characters.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "\"\\", "\"\\\"", "\u0000", "<", "prob \"\"", "\ud800", "cell - token 1 number 1"})
    void refusesWhatIsHostileWithASentence(String text) {
        assertThatThrownBy(() -> Fact.parse(text)).isInstanceOf(OrreryException.class);
    }
}
