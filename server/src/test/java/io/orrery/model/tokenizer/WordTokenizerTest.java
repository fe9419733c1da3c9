package io.orrery.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordTokenizerTest {
    private static final Path TINY_TALES = Path.of("../presets/tiny-tales/tokenizer.json");
    private static final String STORY =
            "When Lily and Tom went to the park, Tom gave a ball to Lily. Then Tom ran home.";

    @Test
    void wordsAndMarksAreTokensWithTheSpacesBeforeThem() throws IOException {
        var tokenizer = words();
        assertThat(tokenizer).isInstanceOf(WordTokenizer.class);
        int[] tokens = tokenizer.encode(STORY);
        assertThat(Arrays.stream(tokens).mapToObj(tokenizer::piece).limit(11))
                .containsExactly(
                        " When", " Lily", " and", " Tom", " went", " to", " the", " park", ",", " Tom", " gave");
        assertThat(tokenizer.pieces(Arrays.stream(tokens).boxed().toList())).startsWith("When", " Lily", " and");
        assertThat(String.join(
                        "", tokenizer.pieces(Arrays.stream(tokens).boxed().toList())))
                .isEqualTo(STORY);
        assertThat(tokenizer.decode(tokens)).isEqualTo(STORY);
        assertThat(tokenizer.encode("")).isEmpty();
        assertThat(tokenizer.encode(" \n\t\u00a0")).isEmpty();
    }

    @Test
    void tokensAreThoseOfTheTokenizersLibrary() throws IOException {
        var tokenizer = words();
        var library = new NativeTokenizer(
                "tokenizer.json",
                "",
                Files.readAllBytes(TINY_TALES),
                new Pieces(new String[0], false),
                Optional::empty,
                "");
        assertThat(library.encode(STORY)).containsExactly(tokenizer.encode(STORY));
        assertThat(library.encode(STORY + "<end>")).containsExactly(tokenizer.encode(STORY + "<end>"));
        assertThat(library.decode(tokenizer.encode(STORY + "<end>"))).isEqualTo(STORY);
        var random = new Random(1);
        for (int i = 0; i < 200; i++) {
            int[] tokens = random.ints(20, 0, 140).toArray();
            // Words in any order: only those forms are typed that their place asks for.
            var text = tokenizer.decode(tokenizer.encode(tokenizer.decode(tokens)));
            assertThat(library.encode(text)).containsExactly(tokenizer.encode(text));
            assertThat(library.decode(tokens)).isEqualTo(tokenizer.decode(tokens));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        lily and TOM went to The park                  | Lily and Tom went to the park
        the cat is under the bed. where is the cat?    | The cat is under the bed. Where is the cat?
        one day,lily ran                               | One day, Lily ran
        Lily counted One, two                          | Lily counted one, two
        """)
    void capitalsNeedNotBeTyped(String typed, String meant) throws IOException {
        assertThat(words().encode(typed)).containsExactly(words().encode(meant));
        assertThat(words().decode(words().encode(typed))).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        Lily and Tim          | does not know the word "Tim"; the nearest that it knows are Tom, big and
        The cot is red        | the word "cot"; the nearest that it knows are cat,
        The cat is red!       | does not know the mark "!"; the marks that it knows are ., , and ?.
        A\u0007b              | the word "A⟨U+0007⟩b"
        """)
    void unknownWordIsRefusedByNameWithTheNearestKnownOnes(String text, String words) {
        assertThatThrownBy(() -> words().encode(text.translateEscapes().replace("\\u0007", "\u0007")))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining(words);
    }

    @Test
    void allUnknownWordsAreNamedAtOnceEachOnce() {
        assertThatThrownBy(() -> words().encode("Tim hugs the big cat, hugs Bob; TIM laughs"))
                .hasMessageStartingWith(
                        "This model does not know the word \"Tim\"; the nearest that it knows are Tom, ")
                .hasMessageContaining("; it does not know hugs, Bob, ; and laughs either.");
    }

    @Test
    void ofManyUnknownWordsTheFirstAreNamed() {
        var many = IntStream.range(0, 5000).mapToObj(i -> "zz" + i).collect(Collectors.joining(" "));
        assertThatThrownBy(() -> words().encode(many))
                .hasMessageContaining("it does not know zz1, zz2, zz3, zz4, zz5, zz6 and … either.");
    }

    @Test
    void longWordIsShownByItsBeginning() {
        assertThatThrownBy(() -> words().encode("x".repeat(60_000)))
                .hasMessageContaining("\"" + "x".repeat(40) + "…\"")
                .message()
                .hasSizeLessThan(200);
    }

    @Test
    void unpairedSurrogateIsNamedByItsNumber() {
        assertThatThrownBy(() -> words().encode("\ud83d")).hasMessageContaining("⟨U+D83D⟩");
    }

    @Test
    void endOfAStoryHasANameButIsNotDecoded() throws IOException {
        assertThat(words().piece(0)).isEqualTo("<end>");
        assertThat(words().decode(words().encode("Tom ran<end>"))).isEqualTo("Tom ran");
        assertThat(words().piece(9999)).isEqualTo("[9999]");
    }

    @Test
    void wordsOfPagesAreThePiecesThatBeginWithASpace() throws IOException {
        var tokenizer = words();
        var typed = java.util.stream.IntStream.range(0, 149)
                .mapToObj(tokenizer::piece)
                .filter(piece -> piece.startsWith(" "))
                .map(String::strip)
                .collect(Collectors.toSet());
        assertThat(typed).contains("Lily", "the", "The", "woof").doesNotContain("<end>", ".", ",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"normalizer", "post_processor", "decoder", "pre_tokenizer"})
    void fileWithAnotherPartIsReadByTheLibrary(String part) throws IOException {
        var root = (ObjectNode) new ObjectMapper().readTree(TINY_TALES.toFile());
        root.set(
                part,
                new ObjectMapper()
                        .readTree(List.of("normalizer").contains(part) ? "{\"type\":\"Lowercase\"}" : "null"));
        if (part.equals("post_processor")) {
            root.set(part, new ObjectMapper().readTree("{\"type\":\"ByteLevel\",\"trim_offsets\":true}"));
        }
        var tokenizer = TokenizerFile.read("tokenizer.json", new ObjectMapper().writeValueAsBytes(root), 1000);
        assertThat(tokenizer).isInstanceOf(NativeTokenizer.class);
    }

    private static Tokenizer words() throws IOException {
        return TokenizerFile.read(TINY_TALES.toString(), Files.readAllBytes(TINY_TALES), 1000);
    }
}
