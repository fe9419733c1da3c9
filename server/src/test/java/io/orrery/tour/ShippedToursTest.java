package io.orrery.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.model.Fixtures;
import io.orrery.tour.check.ChapterGrades;
import io.orrery.tour.check.Demands;
import io.orrery.tour.check.Readability;
import io.orrery.tour.check.TourCheck;
import io.orrery.tour.file.Act;
import io.orrery.tour.file.ShippedTours;
import io.orrery.tour.file.Tour;
import io.orrery.tour.file.TourFolder;
import io.orrery.tour.file.TourReader;
import io.orrery.tour.file.TourWords;
import io.orrery.tour.scene.PresetModels;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.scene.TourModel;
import io.orrery.tour.scene.TourModels;
import io.orrery.tour.scene.TourResolver;
import io.orrery.tour.served.TourJson;
import io.orrery.tour.text.PlainText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped tours are right in every language and level, and Simple is easy to read. */
class ShippedToursTest {
    /** The shipped models, and one with rotary positions, shared keys and a gated MLP, for the tour that is made for any. */
    private static final class WithLlama implements TourModels {
        private static final String LLAMA = "llama-tiny";

        private final TourModels presets = new PresetModels(reference -> reference, List.of());

        @Override
        public Optional<TourModel> named(String id) {
            if (!id.equals(LLAMA)) {
                return presets.named(id);
            }
            try {
                return Optional.of(TourModel.of(Fixtures.open(LLAMA)));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public List<String> names() {
            return Stream.concat(presets.names().stream(), Stream.of(LLAMA)).toList();
        }

        @Override
        public List<String> exhibits() {
            return presets.exhibits();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedTourHasNoProblems(TourFolder folder) {
        var report = TourCheck.check(folder, new WithLlama(), Demands.SHIPPED);

        assertThat(report.problems()).isEmpty();
        Tour tour = report.tour().orElseThrow();
        for (String language : List.of("en", "de")) {
            var grades = ChapterGrades.of(language, tour.words().get(language));
            assertThat(grades.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            tour.chapters().stream().map(Tour.Chapter::id).toList());
            assertThat(grades)
                    .as(language)
                    .allSatisfy((chapter, grade) -> assertThat(grade).isLessThanOrEqualTo(Readability.MOST));
        }
    }

    /** A part in focus takes the figure of a step away, in which alone the numbers of a large model can be read. */
    @Test
    void theTourOfAnyModelKeepsTheFigureOfEachStep() throws IOException {
        TourModel llama = TourModel.of(Fixtures.open(WithLlama.LLAMA));
        TourFolder folder = shipped().stream()
                .filter(each -> each.id().equals("any-model"))
                .findFirst()
                .orElseThrow();
        var tour = TourReader.read(folder, llama.layers()).tour().orElseThrow();
        var beats = TourResolver.resolve(tour, llama, new WithLlama(), new Problems(Tour.FILE))
                .beats(60);

        assertThat(beats).hasSizeGreaterThan(20);
        assertThat(beats)
                .filteredOn(beat -> beat.scene().on().isPresent())
                .extracting(ResolvedTour.Beat::path)
                .containsExactly("question/numbers");
        assertThat(tour.isForAnyModel()).isTrue();
    }

    /** The files name the right option first, as a person writes them. */
    @Test
    void rightAnswersStandAtEveryPlaceAndAtTheSameInEveryLanguage() {
        var places = new int[3];
        int questions = 0;
        for (TourFolder folder : shipped()) {
            var english = ownQuestions(folder, "en");
            assertThat(ownQuestions(folder, "de")).isEqualTo(english);
            for (Offered offered : english) {
                if (offered.options().size() == places.length) {
                    questions++;
                    places[offered.options().indexOf(offered.right())]++;
                }
            }
        }

        assertThat(questions).isGreaterThan(30);
        assertThat(IntStream.of(places).min().getAsInt())
                .as(Arrays.toString(places))
                .isGreaterThanOrEqualTo(questions / 4);
    }

    /** Walked by people who read every word and answered every question, the route of 60 minutes took 25 to 35. */
    @ParameterizedTest
    @MethodSource("shipped")
    void theLongestRouteTakesSomebodyAloneAboutHalfOfItsTime(TourFolder folder) {
        JsonNode routes = served(folder, "en").get("routes");
        JsonNode longest = routes.get(routes.size() - 1);
        int minutes = longest.get("minutes").intValue();

        assertThat(minutes).isEqualTo(folder.id().equals("warum-lily") ? 20 : 60);
        assertThat(longest.at("/alone/developer").intValue()).isBetween(minutes / 6, minutes * 35 / 60);
        assertThat(longest.at("/alone/simple").intValue())
                .isBetween(minutes / 6, longest.at("/alone/developer").intValue());
    }

    @Test
    void anotherTextPutsTheAnswersInAnotherOrder() {
        var options = new Act.Options.Own(List.of("a", "b", "c", "d", "e", "f"), false);

        assertThat(options.offered("machine/job CBA"))
                .isEqualTo(options.offered("machine/job CBA"))
                .isNotEqualTo(options.offered("machine/job ABC"))
                .isNotEqualTo(options.offered("machine/reads CBA"))
                .containsExactlyInAnyOrderElementsOf(options.ids());
        assertThat(new Act.Options.Own(options.ids(), true).offered("machine/job CBA"))
                .isEqualTo(options.ids());
    }

    /** Who programs, or knows the field, is told of MLPs and shares, not of helpers and slices of cake. */
    @ParameterizedTest
    @MethodSource("shipped")
    void onlySimpleUsesAChildsWords(TourFolder folder) {
        var words = TourReader.read(folder, 2).tour().orElseThrow().words();
        words.forEach((language, tour) -> {
            for (Level level : List.of(Level.DEVELOPER, Level.EXPERT)) {
                assertThat(texts(tour, level)
                                .filter(text -> CHILDS_WORD.matcher(text).find()))
                        .as(language + ", " + level)
                        .isEmpty();
            }
        });
    }

    private static final Pattern CHILDS_WORD = Pattern.compile("(?i)\\b(helpers?|cake|hush|Helfern?|Kuchen)\\b");

    /** All that somebody in a level reads of a tour, but for titles, which all levels share. */
    private static Stream<String> texts(TourWords tour, Level level) {
        var beats = tour.chapters().values().stream()
                .flatMap(chapter -> chapter.beats().values().stream())
                .toList();
        var questions = Stream.concat(
                beats.stream().flatMap(beat -> beat.act().stream()),
                tour.chapters().values().stream().flatMap(chapter -> chapter.check().values().stream()));
        var asked = questions.flatMap(question -> Stream.of(
                        Stream.of(question.question(), question.right(), question.wrong(), question.done())
                                .flatMap(Optional::stream),
                        question.options().values().stream(),
                        question.hints().stream())
                .flatMap(texts -> texts));
        var told =
                beats.stream().flatMap(beat -> Optional.ofNullable(beat.texts().get(level)).stream());
        return Stream.concat(asked.map(text -> text.at(level)), told)
                .map(text -> PlainText.of(text, true) + PlainText.of(text, false));
    }

    /** A question with options of the tour's own, as pages get it. */
    private record Offered(String id, List<String> options, String right) {}

    private static JsonNode served(TourFolder folder, String language) {
        var models = new WithLlama();
        TourModel stand = models.named("tiny-tales").orElseThrow();
        var tour = TourReader.read(folder, stand.layers()).tour().orElseThrow();
        TourModel model = tour.model().flatMap(models::named).orElse(stand);
        var resolved = TourResolver.resolve(tour, model, models, new Problems(Tour.FILE));
        return new JsonMapper().valueToTree(new TourJson(tour, resolved, language, false).whole());
    }

    private static List<Offered> ownQuestions(TourFolder folder, String language) {
        var all = new ArrayList<Offered>();
        served(folder, language).findParents("options").forEach(asked -> {
            if (asked.get("right").isTextual()) {
                all.add(new Offered(
                        asked.path("id").asText(),
                        asked.get("options").findValuesAsText("id"),
                        asked.get("right").textValue()));
            }
        });
        return all;
    }

    static List<TourFolder> shipped() {
        return ShippedTours.all();
    }
}
