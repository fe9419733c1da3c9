package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.model.ModelReference;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each shipped tour. Alone it is walked from its first beat to its last on the longest route, with language and level changing
 * from beat to beat: its texts are there, their figures are the server's, their words lead to parts of the model, and
 * nothing looks changed on arrival. The tour's file has what its page asks the tools of why. Each beat changes more than the camera, and a jump
 * to the last beat of each chapter shows what the walk has shown of it. In a room every page shows the presenter's beat and scene.
 */
class ToursWalkTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> TOURS = List.of("how-it-sorts", "why-lily", "any-model");

    /** About the German story model. */
    private static final String GERMAN = "warum-lily";

    /** The evening in each language. It borrows most of its beats from the others, whose changes are compared there. */
    private static final List<String> EVENINGS = List.of("evening", "abend");

    /** A beat of the evening at which the layer's name has two sides, and a panel is on one of them. */
    private static final String TWO_SIDES = "limits/mistakes";

    private static final List<String> LEVELS = List.of("simple", "developer", "expert");
    private static final List<String> LANGUAGES = List.of("en", "de");

    /** Half of the last decimal that a page shows of a number, with room for the rounding of a tie. */
    private static final double ROUNDING = 0.00501;

    /** Whether a beat is shown whole, in a language and a level. */
    private static final String IS_SHOWN = """
        ([key, language, level]) => {
          const tour = orrery.tour(), { beat } = tour ?? {};
          const card = document.querySelector('orrery-tour-card');
          if (!card?.renderRoot || !tour?.isShown || tour.moving || !tour.hasFacts || beat.key !== key) return false;
          if (tour.language !== language || !document.documentElement.lang.startsWith(language)) return false;
          const root = card.renderRoot, flat = (text) => text.replace(/\\s+/g, ' ').trim();
          const said = flat(root.querySelector('.text')?.textContent ?? '');
          const blocks = beat.texts[level];
          // whatever its text is, the title is the one of the hall and the timeline
          if (flat(root.querySelector('h1')?.textContent ?? '') !== flat(beat.title)) return false;
          // a beat without a text of its own takes the step's
          if (!blocks) return said !== '' && orrery.walk().step === beat.scene.steps[tour.at];
          const plain = blocks.flatMap((block) => block.p ?? (block.list ?? []).flat()).filter((part) => typeof part === 'string');
          return said !== '' && plain.every((part) => said.includes(flat(part)));
        }
        """;

    /** What is shown of a beat, and what the server says about it. */
    private static final String SEEN = """
        async () => {
          const { sizes, run } = orrery.walk();
          const roots = [...document.querySelectorAll('orrery-tour-card, orrery-tour-act')].map(({ renderRoot }) => renderRoot);
          const [card] = roots;
          const figures = [...card.querySelectorAll('.text [data-fact]')].map((each) => ({ fact: each.dataset.fact, shown: each.textContent }));
          const query = new URLSearchParams([...figures.map(({ fact }) => ['fact', fact]), ['prompt', run.promptLength]]);
          const said = figures.length === 0 ? [] : (await (await fetch(`/api/traces/${run.id}/facts?${query}`)).json()).facts;
          const { n_layers: layers, n_heads: heads } = sizes, isTensor = (name) => orrery.tensor(name) !== null;
          const isIn = ({ kind, node, layer = 0, head = 0 }) => (kind !== 'block' || isTensor(node)) && layer < layers && (head ?? 0) < heads;
          const faultOf = ({ tensors = [], on, token, term }) => {
            if (tensors.length === 0 && on === undefined && token === undefined && term === undefined) return 'leads nowhere';
            const unknown = tensors.find((name) => !isTensor(name));
            if (unknown) return `the model has no ${unknown}`;
            if (on && !isIn(on)) return `the model has no ${JSON.stringify(on)}`;
            return token !== undefined && token !== 'last' && !(token < run.tokens.length) ? `the text has no token ${token}` : '';
          };
          const links = roots.flatMap((root) => [...root.querySelectorAll('.link')]);
          return JSON.stringify({
            figures: figures.map((each, i) => ({ ...each, said: said[i] })),
            faults: links.map((link) => [link.textContent, faultOf(link.orreryTarget)]).filter(([, fault]) => fault !== '').map((pair) => pair.join(': ')),
            terms: links.map(({ orreryTarget: { term } }) => term).filter((term) => term !== undefined),
            waiting: card.querySelectorAll('.waits').length,
            changed: orrery.tour().changed,
          });
        }
        """;

    /** Whether the hall shows a beat in a language: by its title, but for what tells more of a held cell, a draw or an exhibition. */
    private static final String IN_HALL = """
        ([key, language]) => {
          const { isShown, beat, language: shown } = orrery.tour() ?? {};
          if (!isShown || beat.key !== key || shown !== language) return false;
          // an exhibition has no caption of the walk
          if (beat.scene.gallery) return document.querySelector('orrery-gallery') !== null;
          const footer = document.querySelector('orrery-projector')?.renderRoot.querySelector('footer');
          if (!footer) return false;
          const own = orrery.walk().sampling.temperature > 0 ? 'orrery-hall-answer-caption, .caption' : 'orrery-hall-cell';
          return footer.querySelector('.caption')?.textContent.trim() === beat.title || footer.querySelector(own) !== null;
        }
        """;

    /** Whether the gallery shows what the beat wants; none, if it wants none. */
    private static final String EXHIBITS_ITS_MODEL = """
        () => {
          const exhibition = orrery.gallery(), { isShown, beat } = orrery.tour();
          const exhibited = exhibition?.isFlight ? 'flight' : (exhibition?.subject ?? '');
          return exhibited === ((isShown && beat.scene.gallery) || '');
        }
        """;

    /** What a page of a room shows of the model, and with which tool. */
    private static final String SCENE = """
        () => {
          const { model, run, step, focus, sampling, why } = orrery.walk(), { beat, at } = orrery.tour();
          return JSON.stringify([beat.key, at, model.id, run.tokens, run.changes ?? [], step, focus, sampling, why,
            orrery.room().state.parts.marks ?? []]);
        }
        """;

    @RegisterExtension
    static final Venue venue = Venue.forAllTests(Venue.offering(
            ModelReference.of("tiny-tales"), ModelReference.of("tiny-tales-de"), ModelReference.of("nano-sort")));

    private static Stream<String> walked() {
        return Stream.of(TOURS, List.of(GERMAN), EVENINGS).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("walked")
    void everyBeatShowsItsTextAndTheServersFiguresAndAJumpShowsTheSame(String tour) throws Exception {
        Set<String> terms = glossary();
        var faults = new ArrayList<String>();
        var pictures = new BeatPictures();
        try (var screen = pictures.open(venue, tour)) {
            var asked = AskedOfTools.by(screen);
            List<String> beats = beats(screen);
            assertThat(beats).hasSizeGreaterThan(10);
            int figures = 0;
            for (int i = 0; i < beats.size(); i++) {
                var words = new BeatPictures.Words(LANGUAGES.get(i % 2), LEVELS.get(i % 3));
                JsonNode seen = walkTo(screen, beats.get(i), i == 0, words);
                String beat = beats.get(i) + " (" + words.language() + ", " + words.level() + "): ";
                seen.get("faults").forEach(fault -> faults.add(beat + fault.textValue()));
                seen.get("terms").forEach(term -> {
                    if (!terms.contains(term.textValue())) {
                        faults.add(beat + "no term " + term);
                    }
                });
                for (JsonNode figure : seen.get("figures")) {
                    figures++;
                    if (!isTrue(figure, words.language())) {
                        faults.add(beat + figure);
                    }
                }
                if (seen.get("waiting").intValue() > 0) {
                    faults.add(beat + "a figure has not arrived");
                }
                if (seen.get("changed").booleanValue()) {
                    faults.add(beat + "the view looks changed on arrival");
                }
                if (isLastOfChapter(beats, i) || beats.get(i).equals(TWO_SIDES)) {
                    pictures.walk(screen, beats.get(i), words);
                } else if (!EVENINGS.contains(tour)) {
                    pictures.pass(screen, beats.get(i));
                }
            }
            assertThat(figures).isPositive();
            assertThat(screen.errors()).isEmpty();
            assertThat(asked.tools()).isNotEmpty();
            faults.addAll(asked.missingInFile(venue, tour));
        }
        faults.addAll(pictures.withoutChange());
        try (var screen = pictures.open(venue, tour)) {
            faults.addAll(pictures.jump(screen));
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"tour=evening&route=20, abend, tiny-tales-de", "tour=evening&beat=why/giver, evening, tiny-tales"})
    void aLinkOpensTheTourInTheStoryOfThePagesLanguageUnlessItSaysAnother(String link, String tour, String model) {
        try (var screen = venue.screen(1600, 900)) {
            screen.open(venue.links().solo() + "#" + link + "&lang=de");
            // The page begins with its language's model, which stays until the beat's run is there.
            screen.waitUntil("orrery.tour()?.isShown && !orrery.tour().moving && orrery.tour().language === 'de'");
            assertThat(screen.scene().read("orrery.tour().id + ' ' + orrery.walk().model.preset"))
                    .isEqualTo(tour + " " + model);
        }
    }

    /** On the route of 20 minutes, which has a beat of each kind. */
    @Test
    void aRoomSeesThePresentersBeatsInItsOwnWords() {
        try (var screens = new RoomScreens(venue.screen(1600, 900), venue.screen(1024, 768), venue.screen(390, 844))) {
            screens.presenter().open(venue.links().presenter() + "&lang=en&level=expert");
            screens.hall().open(venue.links().screen() + "#lang=de");
            screens.phone().open(venue.links().audience() + "#lang=de&level=simple");
            screens.presenter().begin();
            for (String tour : TOURS) {
                screens.presenter().ask("tourStart", Map.of("tour", tour, "route", 20));
                screens.presenter().waitUntil("orrery.tour()?.id === '" + tour + "'");
                List<String> beats = beats(screens.presenter());
                for (String beat : beats) {
                    if (!beat.equals(beats.get(0))) {
                        TourVenue.next(screens.presenter());
                    }
                    screens.presenter().waitFor(IS_SHOWN, List.of(beat, "en", "expert"));
                    screens.phone().waitFor(IS_SHOWN, List.of(beat, "de", "simple"));
                    screens.hall().waitFor(IN_HALL, List.of(beat, "de"));
                    // The gallery's models are loaded meanwhile.
                    screens.all().forEach(each -> each.waitFor(EXHIBITS_ITS_MODEL, null));
                    assertThat(screens.all())
                            .as(tour + " " + beat)
                            .extracting(each -> each.page().evaluate(SCENE))
                            .containsOnly(screens.presenter().page().evaluate(SCENE));
                }
            }
            assertThat(screens.all())
                    .allSatisfy(each -> assertThat(each.errors()).isEmpty());
        }
    }

    private static boolean isLastOfChapter(List<String> beats, int at) {
        return at == beats.size() - 1 || !chapter(beats.get(at)).equals(chapter(beats.get(at + 1)));
    }

    private static String chapter(String beat) {
        return beat.substring(0, beat.indexOf('/'));
    }

    private static List<String> beats(Screen screen) {
        return screen.scene().strings("orrery.tour().beats.map(({ key }) => key)");
    }

    /** Goes on to a beat as → does, past the questions at the end of a chapter. */
    private static JsonNode walkTo(Screen screen, String beat, boolean isFirst, BeatPictures.Words words)
            throws IOException {
        if (!isFirst) {
            TourVenue.next(screen);
            if ((boolean) screen.scene().read("orrery.tour().checking")) {
                screen.press("ArrowRight");
            }
        }
        words.use(screen);
        screen.waitFor(IS_SHOWN, List.of(beat, words.language(), words.level()));
        return JSON.readTree((String) screen.page().evaluate(SEEN));
    }

    /** Whether a page shows what the server says; a figure that is not there is none. */
    private static boolean isTrue(JsonNode figure, String language) {
        JsonNode said = figure.get("said");
        String shown = figure.get("shown").textValue().strip();
        if (said.has("error") || shown.equals("–")) {
            return false;
        }
        return switch (said.get("kind").textValue()) {
            case "share" ->
                shown.replace(',', '.').equals(WrittenShare.of(said.get("value").doubleValue()));
            case "number" ->
                said.has("after")
                        ? isChange(shown, said, language)
                        : Math.abs(number(shown, language) - said.get("value").doubleValue()) <= ROUNDING;
            case "count" -> number(shown, language) == said.get("value").doubleValue();
            case "token", "text" ->
                squeezed(shown).equals(squeezed(said.get("text").textValue()));
            case "part" -> isPart(shown, said.get("part"));
            default -> !shown.isEmpty();
        };
    }

    /** The difference of two figures with two decimals. */
    private static boolean isChange(String shown, JsonNode said, String language) {
        long hundredths = Math.round(said.get("after").doubleValue() * 100)
                - Math.round(said.get("before").doubleValue() * 100);
        return Math.abs(number(shown, language) - hundredths / 100.0) < 1e-9;
    }

    private static boolean isPart(String shown, JsonNode part) {
        return (!part.has("layer") || shown.contains(part.get("layer").asText()))
                && (!part.has("head") || shown.contains(part.get("head").asText()));
    }

    private static double number(String shown, String language) {
        String plain = shown.replace('\u2212', '-').replaceAll("[^0-9.,-]", "");
        return Double.parseDouble(
                language.equals("de") ? plain.replace(".", "").replace(',', '.') : plain.replace(",", ""));
    }

    /** Without white space and its signs, which pages show in their own way. */
    private static String squeezed(String text) {
        return text.replaceAll("[\\s␣]", "").toLowerCase(Locale.ROOT);
    }

    private static Set<String> glossary() throws IOException {
        JsonNode terms = JSON.readTree(
                        Files.readString(ModulePages.webClient().resolve("src/main/web/strings/en/glossary.json")))
                .at("/glossary/term");
        var keys = new HashSet<String>();
        terms.fieldNames().forEachRemaining(keys::add);
        assertThat(keys).isNotEmpty();
        return keys;
    }
}
