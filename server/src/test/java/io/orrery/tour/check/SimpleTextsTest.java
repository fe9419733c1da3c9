package io.orrery.tour.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.pack.Messages;
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
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of the level "simple" can be read by a ten-year-old: in few and short words, without formulas. */
class SimpleTextsTest {
    private static final int MOST_WORDS = 35;
    private static final int MOST_WORDS_OF_A_CAPTION = 20;
    private static final int MOST_WORDS_OF_A_QUESTION = 10;

    /** A language whose simple texts are measured. A new one needs a formula for its reading grade. */
    private enum Language {
        ENGLISH(
                "en",
                "(?:vector|matrix|tensor|parameter|softmax|logit|query|queries|key|value|stream|norm|MLP|token|dimension)s?"),
        GERMAN(
                "de",
                "(?:\\p{L}*vektor|matrix|matrizen|tensor|parameter|softmax|logit|quer(?:y|ies)|key|value|\\p{L}*strom|norm|normierung"
                        + "|normiert|MLP|token|dimension|gewicht|aktivierung)(?:e|en|er|es|n|s)?");

        /** Words that a ten-year-old need not know. */
        private final Pattern hard;

        private final String folder;
        private final Readability readability;

        Language(String folder, String hard) {
            this.folder = folder;
            this.readability = Readability.of(folder).orElseThrow();
            this.hard = Pattern.compile(
                    "(?<!\\p{L})" + hard + "(?!\\p{L})", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        }

        JsonNode read(String file) throws IOException {
            return new JsonMapper()
                    .readTree(Files.readString(Path.of("../web-client/src/main/web/strings", folder, "simple")
                            .resolve(file + ".json")));
        }

        Messages messages() {
            return new Messages(folder);
        }
    }

    /** What a value, such as a number or a token, is replaced by. */
    private static final String FIGURE = "7";

    private static final Pattern MARKUP = Pattern.compile("\\[(.+?)]\\(\\w+\\)|\\*\\*(.+?)\\*\\*");
    private static final Pattern SYMBOL = Pattern.compile("[^\\p{L}\\d\\s.,!?:;’„“”()…-]");

    private static final List<String> FILES = List.of(
            "answer", "cell", "glossary", "step", "ablation", "why", "why-embedding", "why-looks", "why-saliency");

    /** The chapter of each step, by the beginning of its name. */
    private static final Map<String, String> CHAPTERS = Map.ofEntries(
            Map.entry("start", "start"),
            Map.entry("cut", "start"),
            Map.entry("embed", "embedding"),
            Map.entry("pos_embed", "embedding"),
            Map.entry("resid", "embedding"),
            Map.entry("ln1", "norm"),
            Map.entry("ln2", "norm"),
            Map.entry("ln1_post", "norm"),
            Map.entry("ln2_post", "norm"),
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

    private static List<Card> cards(Language language) throws IOException {
        var cards = new ArrayList<Card>();
        language.read("step").path("step").properties().forEach(step -> {
            addCards(language, step.getKey(), step.getValue(), step.getValue(), cards);
            step.getValue().properties().forEach(member -> {
                if (member.getValue().isObject()) {
                    addCards(language, step.getKey(), member.getValue(), step.getValue(), cards);
                }
            });
        });
        return cards;
    }

    @ParameterizedTest
    @EnumSource
    void cardsHaveAtMost35WordsWithTheirTitles(Language language) throws IOException {
        List<Card> cards = cards(language);
        assertThat(cards).hasSizeGreaterThan(25);
        for (Card card : cards) {
            assertThat(count(card.title + " " + card.text)).as(card.toString()).isLessThanOrEqualTo(MOST_WORDS);
            assertThat(count(card.caption)).as(card.toString()).isLessThanOrEqualTo(MOST_WORDS_OF_A_CAPTION);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cardsHaveNeitherSymbolsNorTheFieldsTerms(Language language) throws IOException {
        for (Card card : cards(language)) {
            String all = String.join(" ", card.title, card.text, card.caption);
            assertThat(SYMBOL.matcher(all).find()).as(all).isFalse();
            assertThat(language.hard.matcher(all).find()).as(all).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyChapterIsForAFifthGraderAtMost(Language language) throws IOException {
        var chapters = new LinkedHashMap<String, Set<String>>();
        for (Card card : cards(language)) {
            String name = card.step.split("\\.", -1)[0];
            assertThat(CHAPTERS).containsKey(name);
            Set<String> texts = chapters.computeIfAbsent(CHAPTERS.get(name), chapter -> new LinkedHashSet<>());
            texts.add(card.text);
            texts.add(card.caption);
        }
        chapters.forEach((chapter, texts) -> assertThat(language.readability.grade(String.join(" ", texts)))
                .as("grade of the chapter %s: %s", chapter, texts)
                .isLessThanOrEqualTo(Readability.MOST));
    }

    /** Keys of the keyboard are called so, too. */
    private static final Pattern IN_HELP = Pattern.compile(
            "\\b(?:tokens?|parameters?|parametern|mlps?|prompts?|logits?|cells?|zellen?|neurons?|neuronen|weights?|gewichte?|bias|softmax)\\b",
            Pattern.CASE_INSENSITIVE);

    /** As a simple page has them: its level's texts, and the developer's where it has none. */
    @ParameterizedTest
    @EnumSource
    void keysFiguresNewTextsAndLargeModelsAreNamedWithoutTheFieldsTerms(Language language) throws IOException {
        for (String file : List.of("help", "gallery", "figure", "vectors", "prompt")) {
            var mapper = new JsonMapper();
            JsonNode developers = mapper.readTree(
                    Files.readString(Path.of("../web-client/src/main/web/strings", language.folder, file + ".json")));
            JsonNode shown = mapper.readerForUpdating(developers)
                    .readValue(language.read(file).toString());
            var texts = new ArrayList<String>();
            shown.forEach(group -> collect(language, group, texts));

            assertThat(texts)
                    .hasSizeGreaterThan(15)
                    .allSatisfy(text -> assertThat(text).doesNotContainPattern(IN_HELP));
        }
    }

    /** The card of a cell heads one number with it, and the figure of a step all of them. */
    @ParameterizedTest
    @EnumSource
    void namesOfTensorsSpeakOfNoSingleNumber(Language language) throws IOException {
        var texts = new ArrayList<String>();
        collect(language, language.read("tensor"), texts);

        assertThat(texts)
                .hasSizeGreaterThan(15)
                .noneMatch(text -> text.startsWith(language == Language.ENGLISH ? "A " : "Eine "));
    }

    @ParameterizedTest
    @MethodSource("files")
    void otherTextsAreForAFifthGraderAtMost(Language language, String file) throws IOException {
        var texts = new ArrayList<String>();
        language.read(file).properties().forEach(group -> {
            if (!group.getKey().equals("step")) {
                collect(language, group.getValue(), texts);
            }
        });

        assertThat(texts)
                .hasSizeGreaterThan(5)
                .allMatch(text -> !SYMBOL.matcher(text).find());
        assertThat(language.readability.grade(String.join(" ", texts)))
                .as("%s", texts)
                .isLessThanOrEqualTo(Readability.MOST);
    }

    /** The lab's tools: what each answers, how, and what it cannot tell. */
    @ParameterizedTest
    @EnumSource
    void toolsAreExplainedInAtMost35WordsWithoutTheFieldsTerms(Language language) throws IOException {
        Set<String> tools = new LinkedHashSet<>();
        language.read("why").path("why").path("tool").properties().forEach(tool -> {
            tools.add(tool.getKey());
            tool.getValue().properties().forEach(text -> {
                String said = text.getValue().textValue();
                boolean isQuestion = text.getKey().equals("question");
                assertThat(count(said))
                        .as(said)
                        .isLessThanOrEqualTo(isQuestion ? MOST_WORDS_OF_A_QUESTION : MOST_WORDS);
                assertThat(language.hard.matcher(said).find()).as(said).isFalse();
            });
            assertThat(tool.getValue().fieldNames())
                    .toIterable()
                    .as(tool.getKey())
                    .contains("title", "question", "how", "limits");
            // Titles are no sentences; the rest is read at one go.
            String card = String.join(
                    " ",
                    List.of("question", "how", "limits").stream()
                            .map(each -> tool.getValue().path(each).textValue())
                            .toList());
            assertThat(language.readability.grade(card)).as(card).isLessThanOrEqualTo(Readability.MOST);
        });
        assertThat(tools).hasSizeGreaterThanOrEqualTo(9);
    }

    private static Stream<Arguments> files() {
        return Stream.of(Language.values())
                .flatMap(language -> FILES.stream().map(file -> Arguments.of(language, file)));
    }

    private static void addCards(Language language, String step, JsonNode texts, JsonNode base, List<Card> cards) {
        JsonNode title = either(texts, base, "title");
        JsonNode caption = either(texts, base, "caption");
        Messages messages = language.messages();
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
    private static void collect(Language language, JsonNode node, List<String> texts) {
        if (node.isTextual()) {
            JsonNode compiled = language.messages().compile(node.textValue());
            choices(List.of(compiled)).forEach(choice -> texts.add(plain(fill(compiled, choice))));
        } else if (node.isObject()) {
            node.forEach(each -> collect(language, each, texts));
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
