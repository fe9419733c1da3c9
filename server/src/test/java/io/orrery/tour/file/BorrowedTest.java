package io.orrery.tour.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.error.TourError;
import io.orrery.tour.Level;
import io.orrery.tour.file.TourFolder.Kept;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Beats and questions that a tour takes from a shipped one. */
class BorrowedTest {
    private static final String TOUR = """
        model: tiny-tales
        text: Tom counted three, four,
        chapters:
          - id: all
            beats:
              - {from: why-lily/looks/ribbon, seconds: 30}
              - {id: near-here, from: why-lily/looks/heard, seconds: 40, answer: shown}
              - {from: why-lily/places/near, seconds: 40}
            check:
              - {from: why-lily/looks/second-head, again: ribbon}
        """;

    private static final String WORDS = """
        title: A talk
        question: What?
        chapters:
          all:
            title: All
            beats:
              near-here: {title: Who is read?, notes: My own notes.}
        """;

    @Test
    void borrowedBeatsHaveTheKeysAndWordsThatTheTourDoesNotHaveItself() {
        var reading = read(TOUR);
        assertThat(reading.problems()).isEmpty();
        Tour tour = reading.tour().orElseThrow();
        var chapter = tour.chapters().get(0);
        var ribbon = chapter.beats().get(0).scene();
        var heard = chapter.beats().get(1).scene();
        assertThat(chapter.beats()).extracting(Tour.Beat::id).containsExactly("ribbon", "near-here", "near");
        assertThat(chapter.beats().get(0).seconds()).containsValue(30);
        // A text that is not the tour's own comes along; the model, which is, does not.
        assertThat(ribbon.text()).contains("When Lily and Tom went to the park, Tom gave a ball to");
        assertThat(ribbon.model()).isEmpty();
        assertThat(heard.answer()).contains(true);
        assertThat(heard.lab()).isPresent();
        assertThat(chapter.beats().get(2).act()).isPresent();
        assertThat(chapter.check()).extracting(Tour.Check::again).containsExactly("ribbon");

        var words = tour.words().get("en").chapters().get("all");
        var original = shipped().words().get("en").chapters();
        assertThat(words.beats().get("ribbon").texts().keySet()).containsExactlyInAnyOrder(Level.values());
        assertThat(words.beats().get("ribbon").title())
                .isEqualTo(original.get("looks").beats().get("ribbon").title());
        assertThat(words.beats().get("near-here").title()).isEqualTo("Who is read?");
        assertThat(words.beats().get("near-here").texts()).containsKeys(Level.values());
        assertThat(words.beats().get("near").act()).isPresent();
        assertThat(words.check()).containsOnlyKeys("second-head");
    }

    /** In a talk there is no other tour beside a beat. */
    @Test
    void talkHasBorrowedBeatsWhole() {
        var talk = TalkFile.of(folder(TOUR), read(TOUR).tour().orElseThrow(), 2);
        assertThat(talk.beats()).hasSize(3).allSatisfy(beat -> {
            assertThat(beat.scene().has("from")).isFalse();
            assertThat(beat.scene().has("step")).isTrue();
            assertThat(beat.words().get("en").has("simple")).isTrue();
        });
    }

    @Test
    void whatCannotBeBorrowedIsAProblemOfItsLine() {
        for (String from : List.of("why-lily/looks/nothing", "any-model/layer/pattern", "nothing", "a/b/c")) {
            assertThat(read(TOUR.replace("why-lily/looks/heard", from)).problems())
                    .filteredOn(problem -> problem.error() instanceof TourError.TourFromUnknown)
                    .as(from)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.line()).isEqualTo(7));
        }
    }

    private static Tour shipped() {
        return ShippedTours.all().stream()
                .filter(folder -> folder.id().equals("why-lily"))
                .map(folder -> TourReader.read(folder, 2).tour())
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    private static TourReader.Reading read(String tour) {
        return TourReader.read(folder(tour), 2);
    }

    private static Kept folder(String tour) {
        return new Kept(
                "talk",
                Map.of(
                        Tour.FILE,
                        tour.getBytes(StandardCharsets.UTF_8),
                        "en.yaml",
                        WORDS.getBytes(StandardCharsets.UTF_8)));
    }
}
