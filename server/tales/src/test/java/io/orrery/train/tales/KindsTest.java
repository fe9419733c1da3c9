package io.orrery.train.tales;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Presets;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds of words in the presets are those of the stories. */
class KindsTest {
    private static final Map<String, String> CLASSES = Map.of(
            "Names", "name",
            "Animals", "animal",
            "Things", "thing",
            "Places", "place",
            "Colours", "colour",
            "Numbers", "number",
            "Days", "day");

    /** The marks that stories are written with. */
    private static final List<String> MARKS = List.of(".", ",", "?", Grammar.END);

    @ParameterizedTest
    @ValueSource(strings = "tiny-tales")
    void kindsAreThoseOfTheStories(String id) throws IOException {
        var model = Presets.open(id);
        var words = (id.equals("tiny-tales") ? Grammar.ENGLISH : Grammar.GERMAN).words();
        var kinds = model.preset().kinds();
        assertThat(kinds).hasSize(CLASSES.size() + 1);
        for (var kind : kinds) {
            var expected = kind.name().equals("Marks") ? MARKS : words.of(CLASSES.get(kind.name()));
            assertThat(kind.words()).isEqualTo(expected);
            assertThat(kind.words())
                    .allSatisfy(
                            word -> assertThat(model.tokenizer().encode(word)).hasSize(1));
        }
    }
}
