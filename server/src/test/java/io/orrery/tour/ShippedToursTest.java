package io.orrery.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.model.Fixtures;
import io.orrery.tour.check.Demands;
import io.orrery.tour.check.TourCheck;
import io.orrery.tour.file.ShippedTours;
import io.orrery.tour.file.Tour;
import io.orrery.tour.file.TourFolder;
import io.orrery.tour.file.TourReader;
import io.orrery.tour.scene.PresetModels;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.scene.TourModel;
import io.orrery.tour.scene.TourModels;
import io.orrery.tour.scene.TourResolver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped tours are right in every language and level, and Simple is easy to read. */
class ShippedToursTest {
    /** The shipped models, and one with rotary positions, shared keys and a gated MLP, for the tour that is made for any. */
    private static final class WithLlama implements TourModels {
        private static final String LLAMA = "llama-tiny";

        private final TourModels presets = new PresetModels(reference -> reference);

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
        assertThat(report.grades().keySet()).containsExactlyInAnyOrder("en", "de");
        assertThat(report.grades().get("de").keySet())
                .isEqualTo(report.grades().get("en").keySet());
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

    static List<TourFolder> shipped() {
        return ShippedTours.all();
    }
}
