package io.orrery.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.util.Utils;
import io.orrery.error.OrreryException;
import io.orrery.model.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
    private static final Path NANO_SORT = Path.of("../presets/nano-sort/tokenizer.json");

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "mistral-tiny"})
    void textsAreTokenizedLikeTheReference(String model) throws IOException {
        var tokenizer = of(model);
        for (var text : Fixtures.json(Fixtures.reference(model, "tokenizer.json"))) {
            var tokens = Fixtures.numbers(text.get("with_special"));
            assertThat(tokenizer.encode(text.get("text").textValue()))
                    .as(text.get("text").textValue())
                    .containsExactly(tokens);
            assertThat(tokenizer.decode(tokens)).isEqualTo(text.get("decoded").textValue());
        }
    }

    @Test
    void textOfEachTokenMatchesTheReference() throws IOException {
        var tokenizer = tiny();
        for (var one : Fixtures.json(Fixtures.reference("gpt2-tiny", "cases.json"))) {
            var tokens = Fixtures.numbers(one.get("tokens"));
            for (int i = 0; i < tokens.length; i++) {
                String text = one.get("text_of_tokens").get(i).textValue();
                // The decoder outputs U+FFFD for an incomplete character; those are tested separately.
                if (!text.contains("\ufffd")) {
                    assertThat(tokenizer.piece(tokens[i])).isEqualTo(text);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"gpt2-tiny, ⟨F0⟩⟨9F⟩ ⟨99⟩ ⟨82⟩", "mistral-tiny, ⟨F0⟩ ⟨9F⟩ ⟨99⟩ ⟨82⟩"})
    void incompleteCharactersAreShownAsBytes(String model, String bytes) throws IOException {
        var tokenizer = of(model);
        int[] tokens = tokenizer.encode("🙂");
        var pieces = Arrays.stream(tokens).mapToObj(tokenizer::piece).toList();
        assertThat(String.join(" ", pieces)).endsWith(bytes);
    }

    @Test
    void leadingSpaceIsPartOfATokensText() throws IOException {
        var tokenizer = of("mistral-tiny");
        int[] tokens = tokenizer.encode("Lily and");
        assertThat(tokenizer.piece(tokens[tokens.length - 1])).endsWith("d");
        assertThat(Arrays.stream(tokens).skip(1).mapToObj(tokenizer::piece).collect(Collectors.joining()))
                .isEqualTo(" Lily and");
    }

    @Test
    void longTextIsNotTruncated() throws IOException {
        var tokenizer = tiny();
        var text = "the ".repeat(3000);
        assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }

    @Test
    void endOfTextTokenHasANameButIsNotDecoded() throws IOException {
        var tokenizer = tiny();
        assertThat(tokenizer.piece(0)).isEqualTo("<|endoftext|>");
        assertThat(tokenizer.decode(52, 263, 0)).isEqualTo("The");
    }

    @Test
    void tokenOutsideTheVocabularyIsShownAsItsNumber() throws IOException {
        assertThat(tiny().piece(512)).isEqualTo("[512]");
        assertThat(letters().piece(3)).isEqualTo("[3]");
    }

    @Test
    void unpairedSurrogateAndNullCharacterAreHarmless() throws IOException {
        var tokenizer = tiny();
        assertThat(tokenizer.encode("a\ud83db")).isEqualTo(tokenizer.encode("a?b"));
        assertThat(tokenizer.decode(tokenizer.encode("a\0b"))).isEqualTo("a\0b");
    }

    @Test
    void libraryIsInOfflineMode() throws IOException {
        tiny().encode("a");
        assertThat(Utils.isOfflineMode()).isTrue();
    }

    @Test
    void sortingModelReadsLettersWithoutSpaces() throws IOException {
        var tokenizer = letters();
        assertThat(tokenizer.encode("CBABBC")).containsExactly(2, 1, 0, 1, 1, 2);
        assertThat(tokenizer.decode(0, 1, 1, 1, 2, 2)).isEqualTo("ABBBCC");
        assertThat(tokenizer.piece(2)).isEqualTo("C");
        assertThat(tokenizer.encode("")).isEmpty();
    }

    @Test
    void letterTokenizerAgreesWithTheTokenizersLibrary() throws IOException {
        var library = new NativeTokenizer(
                "tokenizer.json",
                "",
                Files.readAllBytes(NANO_SORT),
                new Pieces(new String[] {"A", "B", "C"}, false),
                Optional::empty,
                "");
        assertThat(letters()).isInstanceOf(LetterTokenizer.class);
        for (int number = 0; number < 729; number++) {
            var text = new StringBuilder();
            for (int rest = number, i = 0; i < 6; i++, rest /= 3) {
                text.append("ABC".charAt(rest % 3));
            }
            var tokens = letters().encode(text.toString());
            assertThat(library.encode(text.toString())).containsExactly(tokens);
            assertThat(library.decode(tokens)).isEqualTo(text.toString());
        }
        assertThat(library.piece(1)).isEqualTo("B");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            CBD|reads only A, B and C, and character 3 of the text is "D".
            cba|reads only A, B and C, and character 1 of the text is "c"; write "C", a capital letter.
            C B|reads only A, B and C, and character 2 of the text is a space.
            AÄ|character 2 of the text is "Ä"
            A🙂|character 2 of the text is "🙂" (U+1F642)
            """)
    void unknownLetterIsAnErrorThatNamesItAndThePermittedOnes(String text, String words) {
        assertThatThrownBy(() -> letters().encode(text))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining(words);
    }

    @Test
    void unprintableCharacterIsNamedByItsCodePoint() {
        assertThatThrownBy(() -> letters().encode("A\n"))
                .hasMessageContaining("character 2 of the text is a line break");
        assertThatThrownBy(() -> letters().encode("\u0007")).hasMessageContaining("is the character U+0007");
        assertThatThrownBy(() -> letters().encode("\ud83d")).hasMessageContaining("is the character U+D83D");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{}",
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {}}}",
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": \"x\"}}}",
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 3}}}"
            })
    void invalidFileIsRefusedByName(String json) {
        assertThatThrownBy(() -> TokenizerFile.read("tokenizer.json", json.getBytes(StandardCharsets.UTF_8), 3))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("tokenizer.json");
    }

    @Test
    void fileThatOnlyTheLibraryRejectsIsRefusedAtTheFirstText() throws IOException {
        var json = "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}}}";
        var tokenizer = TokenizerFile.read("tokenizer.json", json.getBytes(StandardCharsets.UTF_8), 3);
        assertThatThrownBy(() -> tokenizer.encode("a"))
                .isInstanceOf(OrreryException.class)
                .hasMessageContaining("tokenizer.json is not a tokenizer");
    }

    private static Tokenizer tiny() throws IOException {
        return of("gpt2-tiny");
    }

    private static Tokenizer of(String model) throws IOException {
        var file = Fixtures.folder(model).resolve("tokenizer.json");
        return TokenizerFile.read(file.toString(), Files.readAllBytes(file), 512);
    }

    private static Tokenizer letters() throws IOException {
        return TokenizerFile.read(NANO_SORT.toString(), Files.readAllBytes(NANO_SORT), 3);
    }
}
