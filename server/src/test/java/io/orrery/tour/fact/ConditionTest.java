package io.orrery.tour.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    @Test
    void readsFlagsAndComparisons() {
        assertThat(Condition.parse("sorts").json()).isEqualTo(Map.of("fact", "sorts"));
        assertThat(Condition.parse("not  right").json()).isEqualTo(Map.of("not", "right"));
        assertThat(Condition.parse("prob \"A\" < 0.5").json())
                .isEqualTo(Map.of("fact", "prob \"A\"", "op", "<", "value", 0.5));
        assertThat(Condition.parse("prob \"A\"<0.5").json())
                .isEqualTo(Map.of("fact", "prob \"A\"", "op", "<", "value", 0.5));
        assertThat(Condition.parse("logit A >= −1.5").json())
                .isEqualTo(Map.of("fact", "logit A", "op", ">=", "value", -1.5));
        assertThat(Condition.parse("next != \" Lily\"").json())
                .isEqualTo(Map.of("fact", "next", "op", "!=", "value", " Lily"));
        assertThat(Condition.parse("next = before next").json())
                .isEqualTo(Map.of("fact", "next", "op", "=", "value", Map.of("fact", "before next")));
        assertThat(Condition.parse("strongest-voter = strongest-head-voter").facts())
                .extracting(Condition.Named::text)
                .containsExactly("strongest-voter", "strongest-head-voter");
    }

    @Test
    void writesTokensSoThatTheyAreReadAgain() {
        var comparison = (Condition.Comparison) Condition.parse("prob \" \\\"a\\\\\\n\" > 0");
        assertThat(Fact.parse(comparison.left().text()).needs().tokens())
                .isEqualTo(comparison.left().fact().needs().tokens())
                .containsExactly(" \"a\\\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'' | There is no fact here; write one such as prob next 1.",
                "not | \"not\" should have a fact at its end.",
                "next | \"next\" is neither true nor false; compare it with something, as in \"next > 1\", or ask for"
                        + " sorts or right.",
                "sorts = right | \"sorts\" is true or false already; write it without \"=\", or with not before it.",
                "next < \"A\" | \"next\" is a token; compare it by = or != with a token in quotation marks or with"
                        + " another token, not by \"<\" with this.",
                "next = 3 | \"next\" is a token; compare it by = or != with a token in quotation marks or with another"
                        + " token, not by \"=\" with this.",
                "prob A = \"A\" | \"prob A\" is a number; compare it with a number, not by \"=\" with this.",
                "prob A == 1 | \"prob A == 1\" should have one of <, >, <=, >=, = and !=, not \"==\".",
                "prob A < | \"prob A <\" should have a number, a token in quotation marks or another fact at its end.",
                "prob A < 0.5 and sorts | \"prob A < 0.5 and sorts\" should end before \"and\".",
                "not prob A < 1 | \"not prob A < 1\" should end before \"<\"."
            })
    void saysWhatIsWrong(String text, String sentence) {
        assertThatThrownBy(() -> Condition.parse(text)).hasMessage(sentence);
    }

    @Test
    void refusesALongCondition() {
        assertThatThrownBy(() -> Condition.parse("sorts".repeat(1000)))
                .hasMessage("This fact is too long; a fact has at most 200 characters.");
        assertThatThrownBy(() -> Condition.parse("prob \"" + "a".repeat(201) + "\" > 1"))
                .hasMessage("This fact is too long; a fact has at most 200 characters.");
    }
}
