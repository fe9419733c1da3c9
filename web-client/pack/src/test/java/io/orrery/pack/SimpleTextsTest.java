package io.orrery.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The English texts of the level "simple" can be read by a ten-year-old: in few and short words, without formulas. */
class SimpleTextsTest {
    private static final double MOST_GRADE = 5;
    private static final int MOST_WORDS = 35;
    private static final int MOST_WORDS_OF_A_CAPTION = 20;

    private static final Path FOLDER = Path.of("../src/main/web/strings/en/simple");

    /** What a value, such as a number or a token, is replaced by. */
    private static final String FIGURE = "7";

    private static final Pattern MARKUP = Pattern.compile("\\[(.+?)]\\(\\w+\\)|\\*\\*(.+?)\\*\\*");
    private static final Pattern SYMBOL = Pattern.compile("[^\\p{L}\\d\\s.,!?:;’“”()…-]");

    /** Words that a ten-year-old need not know. */
    private static final Pattern HARD = Pattern.compile(
            "\\b(?:vector|matrix|tensor|parameter|softmax|logit|query|queries|key|value|stream|norm|MLP|token|dimension)s?\\b",
            Pattern.CASE_INSENSITIVE);

    /** The chapter of each step, by the beginning of its name. */
    private static final Map<String, String> CHAPTERS = Map.ofEntries(
            Map.entry("start", "start"),
            Map.entry("embed", "embedding"),
            Map.entry("pos_embed", "embedding"),
            Map.entry("resid", "embedding"),
            Map.entry("ln1", "norm"),
            Map.entry("ln2", "norm"),
            Map.entry("ln_final", "output"),
            Map.entry("attn", "attention"),
            Map.entry("resid_mid", "mixing"),
            Map.entry("mlp", "MLP"),
            Map.entry("resid_post", "MLP"),
            Map.entry("layer", "layer"),
            Map.entry("logits", "output"),
            Map.entry("probs", "output"));

    /** A card of a step or of one of its variants, in one choice of all selections. */
    private record Card(String step, String title, String text, String caption) {}

    private static List<Card> cards;

    @BeforeAll
    static void readCards() throws IOException {
        cards = new ArrayList<>();
        read("step").path("step").properties().forEach(step -> {
            addCards(step.getKey(), step.getValue(), step.getValue());
            step.getValue().properties().forEach(member -> {
                if (member.getValue().isObject()) {
                    addCards(step.getKey(), member.getValue(), step.getValue());
                }
            });
        });
    }

    @Test
    void cardsHaveAtMost35WordsWithTheirTitles() {
        assertThat(cards).hasSizeGreaterThan(25);
        for (Card card : cards) {
            assertThat(count(card.title + " " + card.text)).as(card.toString()).isLessThanOrEqualTo(MOST_WORDS);
            assertThat(count(card.caption)).as(card.toString()).isLessThanOrEqualTo(MOST_WORDS_OF_A_CAPTION);
        }
    }

    @Test
    void cardsHaveNeitherSymbolsNorTheFieldsTerms() {
        for (Card card : cards) {
            String all = String.join(" ", card.title, card.text, card.caption);
            assertThat(SYMBOL.matcher(all).find()).as(all).isFalse();
            assertThat(HARD.matcher(all).find()).as(all).isFalse();
        }
    }

    @Test
    void everyChapterIsForAFifthGraderAtMost() {
        var chapters = new LinkedHashMap<String, Set<String>>();
        for (Card card : cards) {
            String name = card.step.split("\\.", -1)[0];
            assertThat(CHAPTERS).containsKey(name);
            Set<String> texts = chapters.computeIfAbsent(CHAPTERS.get(name), chapter -> new LinkedHashSet<>());
            texts.add(card.text);
            texts.add(card.caption);
        }
        chapters.forEach((chapter, texts) -> assertThat(ReadingGrade.of(String.join(" ", texts)))
                .as("grade of the chapter %s: %s", chapter, texts)
                .isLessThanOrEqualTo(MOST_GRADE));
    }

    @ParameterizedTest
    @CsvSource({"answer", "cell", "glossary", "step"})
    void otherTextsAreForAFifthGraderAtMost(String file) throws IOException {
        var texts = new ArrayList<String>();
        read(file).properties().forEach(group -> {
            if (!group.getKey().equals("step")) {
                collect(group.getValue(), texts);
            }
        });

        assertThat(texts)
                .hasSizeGreaterThan(5)
                .allMatch(text -> !SYMBOL.matcher(text).find());
        assertThat(ReadingGrade.of(String.join(" ", texts))).as("%s", texts).isLessThanOrEqualTo(MOST_GRADE);
    }

    /** Words whose syllables a dictionary tells. */
    @ParameterizedTest
    @CsvSource({
        "machine, 2",
        "numbers, 2",
        "question, 2",
        "attention, 3",
        "table, 2",
        "quiet, 2",
        "piece, 1",
        "message, 2",
        "volume, 2",
        "a, 1"
    })
    void syllablesAreCounted(String word, int syllables) {
        assertThat(ReadingGrade.syllables(word)).isEqualTo(syllables);
    }

    @Test
    void gradeIsThatOfTheFormula() {
        // 6 words, 1 sentence, 6 syllables: 0.39 · 6 + 11.8 − 15.59; then 12 words, 2 sentences, the same means.
        assertThat(ReadingGrade.of("The cat sat on the mat.")).isCloseTo(-1.45, within(1e-9));
        assertThat(ReadingGrade.of("The 48 cats sat on the mat. The dog ran to the cat!"))
                .isCloseTo(-1.45, within(1e-9));
    }

    private static JsonNode read(String file) throws IOException {
        return new JsonMapper().readTree(Files.readString(FOLDER.resolve(file + ".json")));
    }

    private static void addCards(String step, JsonNode texts, JsonNode base) {
        JsonNode title = either(texts, base, "title");
        JsonNode caption = either(texts, base, "caption");
        var messages = new Messages("en");
        var compiled = new ArrayList<JsonNode>();
        compiled.add(messages.compile(title.textValue()));
        compiled.add(messages.compile(caption.textValue()));
        either(texts, base, "text").forEach(each -> compiled.add(messages.compile(each.textValue())));
        for (Map<String, String> choice : choices(compiled)) {
            List<String> filled =
                    compiled.stream().map(each -> plain(fill(each, choice))).toList();
            cards.add(new Card(step, filled.get(0), String.join(" ", filled.subList(2, filled.size())), filled.get(1)));
        }
    }

    private static JsonNode either(JsonNode texts, JsonNode base, String member) {
        return texts.has(member) ? texts.path(member) : base.path(member);
    }

    /** The sentences of a table, in their first choice; not the names of terms, which are lists. */
    private static void collect(JsonNode node, List<String> texts) {
        if (node.isTextual()) {
            JsonNode compiled = new Messages("en").compile(node.textValue());
            choices(List.of(compiled)).forEach(choice -> texts.add(plain(fill(compiled, choice))));
        } else if (node.isObject()) {
            node.forEach(each -> collect(each, texts));
        }
    }

    private static String plain(String text) {
        return MARKUP.matcher(text).replaceAll(found -> found.group(1) != null ? "$1" : "$2");
    }

    private static int count(String text) {
        return text.strip().split("\\s+").length;
    }

    /** All combinations of choices of the arguments that messages select by. */
    private static List<Map<String, String>> choices(List<JsonNode> messages) {
        var keywords = new LinkedHashMap<String, Set<String>>();
        messages.forEach(each -> collectChoices(each, keywords));
        List<Map<String, String>> all = List.of(Map.of());
        for (var argument : keywords.entrySet()) {
            var more = new ArrayList<Map<String, String>>();
            for (Map<String, String> some : all) {
                for (String keyword : argument.getValue()) {
                    var one = new HashMap<>(some);
                    one.put(argument.getKey(), keyword);
                    more.add(one);
                }
            }
            all = more;
        }
        return all;
    }

    private static void collectChoices(JsonNode message, Map<String, Set<String>> keywords) {
        for (int i = 2; message.isArray() && i < message.size(); i += 2) {
            JsonNode argument = message.get(i);
            if (argument.isArray()) {
                Set<String> own = keywords.computeIfAbsent(argument.get(0).textValue(), name -> new LinkedHashSet<>());
                argument.get(1).properties().forEach(choice -> {
                    own.add(choice.getKey());
                    collectChoices(choice.getValue(), keywords);
                });
            }
        }
    }

    private static String fill(JsonNode message, Map<String, String> choice) {
        if (message.isTextual()) {
            return message.textValue();
        }
        var filled = new StringBuilder();
        for (int i = 1; i < message.size(); i++) {
            JsonNode part = message.get(i);
            if (i % 2 == 1) {
                filled.append(part.textValue());
            } else if (part.isArray()) {
                JsonNode texts = part.get(1);
                String keyword = choice.get(part.get(0).textValue());
                filled.append(fill(texts.has(keyword) ? texts.get(keyword) : texts.get("other"), choice));
            } else {
                filled.append(FIGURE);
            }
        }
        return filled.toString();
    }
}
