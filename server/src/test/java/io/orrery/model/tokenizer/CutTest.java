package io.orrery.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.Fixtures;
import io.orrery.model.tokenizer.Cut.By;
import io.orrery.model.tokenizer.Cut.How;
import io.orrery.model.tokenizer.Cut.Join;
import io.orrery.model.tokenizer.Cut.Word;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokens are the library's; merges are redone here by their texts, as the file lists them. */
class CutTest {
    private static final List<String> TEXTS = List.of(
            "The strawberry isn't  ripe, STRAWBERRY Strawberry strawberry 12345 x=3;\n\tif (a) { return 7.5e-3; }",
            "Größe Москва Αθήνα ירושלים القاهرة दिल्ली กรุงเทพ 東京とオレンジ 서울 თბილისი Երևան தமிழ் 🙂👩‍👩‍👧",
            "    \n\n\n   ",
            "a");

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "mistral-tiny"})
    void mergesMakeTheTokensOfTheLibrary(String model) throws IOException {
        var file = Fixtures.folder(model).resolve("tokenizer.json");
        check(TokenizerFile.read(file.toString(), Files.readAllBytes(file), 512), Fixtures.json(file));
    }

    @Test
    void mergesOfAFileWithItsTokenizerInsideMakeTheTokensOfTheLibrary() throws IOException {
        var tokenizer = Fixtures.open("gguf/spm-q4_k_m").tokenizer();
        for (var text : TEXTS) {
            var cut = cut(tokenizer, text);
            assertThat(cut.words()).extracting(Word::how).containsOnly(How.MERGED, How.MARK);
        }
    }

    private static void check(Tokenizer tokenizer, JsonNode json) {
        Map<String, Integer> ranks = new HashMap<>();
        for (var merge : json.at("/model/merges")) {
            var pair = merge.isArray()
                    ? merge.path(0).asText() + " " + merge.path(1).asText()
                    : merge.asText();
            ranks.put(pair, ranks.size());
        }
        Map<Integer, String> written = new HashMap<>();
        json.at("/model/vocab")
                .properties()
                .forEach(each -> written.put(each.getValue().asInt(), each.getKey()));
        for (var text : TEXTS) {
            var tokens = listed(tokenizer.encode(text));
            var cut = tokenizer.cut(tokens);
            assertThat(cut.by()).isEqualTo(By.MERGES);
            assertThat(cut.rules()).isEqualTo(ranks.size());
            assertThat(cut.retold()).as(text).isTrue();
            int at = 0;
            for (Word word : cut.words()) {
                assertThat(word.from()).isEqualTo(at);
                at = word.to();
                if (word.how() == How.MARK) {
                    continue;
                }
                assertThat(word.how()).as(text).isEqualTo(How.MERGED);
                var own = tokens.subList(word.from(), word.to());
                List<String> letters = own.stream()
                        .map(written::get)
                        .flatMap(piece -> piece.startsWith("<0x")
                                ? List.of(piece).stream()
                                : piece.codePoints().mapToObj(Character::toString))
                        .toList();
                assertThat(word.letters()).hasSameSizeAs(letters);
                assertThat(redone(letters, ranks, word.joins()))
                        .isEqualTo(own.stream().map(written::get).toList());
            }
            assertThat(at).isEqualTo(tokens.size());
        }
    }

    /** Merges by texts: what stands at a join's place is the pair of its rule, no other pair comes first, and at the end none is left. */
    private static List<String> redone(List<String> letters, Map<String, Integer> ranks, List<Join> joins) {
        var parts = new ArrayList<>(letters);
        var starts = new ArrayList<>(IntStream.range(0, letters.size()).boxed().toList());
        for (var join : joins) {
            assertThat(first(parts, ranks)).isEqualTo(join.rule() - 1);
            int i = starts.indexOf(join.at());
            assertThat(ranks.get(parts.get(i) + " " + parts.get(i + 1))).isEqualTo(join.rule() - 1);
            parts.set(i, parts.get(i) + parts.remove(i + 1));
            starts.remove(i + 1);
        }
        assertThat(first(parts, ranks)).isEqualTo(Integer.MAX_VALUE);
        return parts;
    }

    private static int first(List<String> parts, Map<String, Integer> ranks) {
        return IntStream.range(0, parts.size() - 1)
                .map(i -> ranks.getOrDefault(parts.get(i) + " " + parts.get(i + 1), Integer.MAX_VALUE))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** Rules 1 to 5 by hand; a pair that is listed twice has its last place, and the library agrees about the tokens. */
    @Test
    void wordIsMergedInTheOrderOfTheRules() throws IOException {
        var tokenizer = ofMerges(false);
        var word = cut(tokenizer, "berry").words().get(0);
        assertThat(word.letters()).containsExactly("b", "e", "r", "r", "y");
        // e+r is rule 1, err rule 3, erry rule 4; b+erry rule 5
        assertThat(word.joins()).containsExactly(new Join(1, 1), new Join(1, 3), new Join(1, 4), new Join(0, 5));
        assertThat(word.ends()).containsExactly(5);
        var cut = cut(tokenizer, "yberry");
        assertThat(cut.words()).hasSize(1);
        assertThat(cut.words().get(0).ends()).containsExactly(1, 6);
    }

    @Test
    void wordThatTheVocabularyHasIsNotCutWhereTheTokenizerSaysSo() throws IOException {
        var cut = cut(ofMerges(true), "yes");
        assertThat(cut.words()).extracting(Word::how).containsExactly(How.WHOLE);
        assertThat(cut.words().get(0).joins()).isEmpty();
        // without merges that make it, only a tokenizer that keeps wholes has this token
        assertThat(ofMerges(false).cut(List.of(11)).words())
                .extracting(Word::how)
                .containsExactly(How.OTHER);
    }

    @Test
    void tokensThatAModelChoseOneByOneAreToldFromThoseOfAText() throws IOException {
        var tokenizer = ofMerges(false);
        assertThat(tokenizer.cut(listed(tokenizer.encode("berry"))).retold()).isTrue();
        assertThat(tokenizer.cut(List.of(0, 6, 2, 3)).retold()).isFalse();
    }

    @Test
    void otherSpellingsHaveTheTokensOfTheLibrary() throws IOException {
        var tokenizer = Fixtures.open("gpt2-tiny").tokenizer();
        var word = cut(tokenizer, "Lily went").words().get(0);
        assertThat(word.forms().keySet()).containsExactly("space", "start", "capital", "capitals");
        assertThat(word.forms().get("capitals").tokens()).isEqualTo(listed(tokenizer.encode("LILY")));
        var spaced = listed(tokenizer.encode("a lily"));
        assertThat(word.forms().get("space").tokens()).isEqualTo(spaced.subList(1, spaced.size()));
    }

    @Test
    void modelsOfLettersAndOfWordsMergeNothing() throws IOException {
        var letters = cut(of("nano-sort", 3), "CBABBC");
        assertThat(letters.by()).isEqualTo(By.LETTERS);
        assertThat(letters.words().get(0).ends()).containsExactly(1, 2, 3, 4, 5, 6);
        var words = cut(of("tiny-tales", 4096), "Lily went.");
        assertThat(words.by()).isEqualTo(By.WORDS);
        assertThat(words.words()).extracting(Word::how).containsOnly(How.WHOLE);
        assertThat(String.join("", words.words().get(1).letters())).isEqualTo("went");
    }

    private static Cut cut(Tokenizer tokenizer, String text) {
        return tokenizer.cut(listed(tokenizer.encode(text)));
    }

    private static List<Integer> listed(int... tokens) {
        return Arrays.stream(tokens).boxed().toList();
    }

    private static Tokenizer of(String preset, int vocabulary) throws IOException {
        var file = Path.of("../presets", preset, "tokenizer.json");
        return TokenizerFile.read(file.toString(), Files.readAllBytes(file), vocabulary);
    }

    private static Tokenizer ofMerges(boolean keepsWholes) throws IOException {
        var json = """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
                 "pre_tokenizer": null, "post_processor": null, "decoder": {"type": "Fuse"},
                 "model": {"type": "BPE", "unk_token": null, "fuse_unk": false, "byte_fallback": false,
                  "ignore_merges": %s,
                  "vocab": {"b": 0, "e": 1, "r": 2, "y": 3, "s": 4, "a": 5, "er": 6, "err": 7, "erry": 8, "berry": 9,
                   "be": 10, "yes": 11},
                  "merges": [["e", "r"], ["b", "e"], ["er", "r"], ["err", "y"], ["b", "erry"]]}}
                """.formatted(keepsWholes);
        return TokenizerFile.read("tokenizer.json", json.getBytes(StandardCharsets.UTF_8), 12);
    }
}
