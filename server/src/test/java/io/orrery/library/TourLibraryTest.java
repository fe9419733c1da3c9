package io.orrery.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.OrreryException;
import io.orrery.model.Model;
import io.orrery.model.Presets;
import io.orrery.tensor.Workers;
import io.orrery.tour.TourFiles;
import io.orrery.tour.TourProblem;
import io.orrery.tour.file.TourFolder;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.Traces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TourLibraryTest {
    private static final Workers WORKERS = new Workers(1);

    private static Library library;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() throws IOException {
        Model model = Presets.open("nano-sort");
        var traces = new Traces(new MemoryBudget(1 << 20), WORKERS, Runnable::run);
        library = new Library(List.of(model), List.of(), new Checkpoints(), Optional.empty(), traces);
    }

    @AfterAll
    static void close() {
        WORKERS.close();
    }

    @Test
    void savedEditIsTheNewVersion() throws IOException {
        var files = TourFiles.in(folder.resolve("mine"));
        var tours = tours();
        String before = version(tours).hash();
        assertThat(tours.entry("mine").problems()).isEmpty();

        files.edit("en.yaml", "A first look", "A second look");
        tours.refresh();

        assertThat(version(tours).words().words().get("en").title()).isEqualTo("A second look");
        assertThat(version(tours).hash()).isNotEqualTo(before);
    }

    @Test
    void brokenEditKeepsTheLastGoodVersionAndSaysWhatIsWrong() throws IOException {
        var files = TourFiles.in(folder.resolve("mine"));
        var tours = tours();
        String before = version(tours).hash();

        files.edit("tour.yaml", "step: start", "step: begin");
        tours.refresh();

        assertThat(version(tours).hash()).isEqualTo(before);
        assertThat(tours.entry("mine").problems())
                .extracting(TourProblem::toString)
                .contains("mine/tour.yaml:12: Sorting model has no step \"begin\".");

        files.edit("tour.yaml", "step: begin", "step: embed");
        tours.refresh();

        assertThat(tours.entry("mine").problems()).isEmpty();
        assertThat(version(tours)
                        .resolved()
                        .beat("guess/letters")
                        .orElseThrow()
                        .scene()
                        .steps())
                .containsExactly("embed");
    }

    @Test
    void adviceDoesNotKeepATourFromBeingShown() throws IOException {
        var files = TourFiles.in(folder.resolve("mine"));
        var tours = tours();

        files.edit("tour.yaml", "seconds: 60", "seconds: 600");
        tours.refresh();

        assertThat(version(tours).resolved().seconds(5)).isEqualTo(750);
        assertThat(tours.entry("mine").problems())
                .extracting(TourProblem::reason)
                .containsExactly("The route of 5 minutes has 750 planned seconds; it may have at most 300.");
    }

    @Test
    void tourThatHasNeverBeenRightCannotBeShown() throws IOException {
        TourFiles.in(folder.resolve("mine")).write("tour.yaml", "model: [");
        var tours = tours();

        var entry = tours.entry("mine");

        assertThat(entry.files()).isEmpty();
        assertThatThrownBy(() -> tours.version(entry, Optional.empty()))
                .isInstanceOf(OrreryException.class)
                .hasMessageStartingWith("The tour \"mine\" cannot be shown: mine/tour.yaml:1: This is not valid YAML");
    }

    @Test
    void toursComeAndGoWithTheirFolders() throws IOException {
        var tours = tours();
        assertThat(tours.all()).isEmpty();

        TourFiles.in(folder.resolve("mine"));
        TourFiles.in(folder.resolve("yours"));
        tours.refresh();
        assertThat(tours.all()).extracting(TourLibrary.ListedTour::id).containsExactly("mine", "yours");

        Files.delete(folder.resolve("mine/tour.yaml"));
        tours.refresh();
        assertThat(tours.all()).extracting(TourLibrary.ListedTour::id).containsExactly("yours");
    }

    /** The built-in tours, for a page that shows a model or none yet, in a language. */
    @Test
    void tourOfAModelForSeveralLanguagesIsOfferedForTheOneOnScreenOrElseForThePagesLanguage() throws IOException {
        var story = Presets.open("tiny-tales");
        var german = Presets.open("tiny-tales-de");
        var sorting = Presets.open("nano-sort");

        assertThat(offered(List.of(story, german, sorting), Optional.empty(), "en"))
                .contains("why-lily");
        assertThat(offered(List.of(story, german, sorting), Optional.empty(), "en"))
                .doesNotContain("warum-lily");
        assertThat(offered(List.of(story, german, sorting), Optional.empty(), "de"))
                .containsExactly("how-it-sorts", "warum-lily", "abend", "any-model");
        assertThat(offered(List.of(story, german, sorting), Optional.of(german.id()), "en"))
                .containsExactly("how-it-sorts", "warum-lily", "abend", "any-model");
        assertThat(offered(List.of(story, german, sorting), Optional.of(story.id()), "de"))
                .containsExactly("how-it-sorts", "why-lily", "evening", "any-model");
        assertThat(offered(List.of(story, german, sorting), Optional.of(sorting.id()), "de"))
                .containsExactly("how-it-sorts", "warum-lily", "abend", "any-model");
        assertThat(offered(List.of(story), Optional.empty(), "de")).containsExactly("why-lily", "evening", "any-model");
        assertThat(offered(List.of(german), Optional.empty(), "en"))
                .containsExactly("warum-lily", "abend", "any-model");
    }

    private static List<String> offered(List<Model> models, Optional<String> shown, String language) {
        var traces = new Traces(new MemoryBudget(1 << 20), WORKERS, Runnable::run);
        var several = new Library(models, List.of(), new Checkpoints(), Optional.empty(), traces);
        var tours = new TourLibrary(several, Optional.empty(), List.of());
        return tours.all().stream()
                .filter(entry -> tours.isOffered(tours.version(entry, Optional.empty()), shown, language))
                .map(TourLibrary.ListedTour::id)
                .toList();
    }

    @Test
    void shippedTourOfAModelThatIsNotOnOfferIsLeftOut(@TempDir Path other) throws IOException {
        TourFiles.in(other.resolve("tales")).edit("tour.yaml", "nano-sort", "tiny-tales");
        TourFiles.in(other.resolve("sorts"));
        List<TourFolder> shipped =
                List.of(new TourFolder.OnDisk(other.resolve("tales")), new TourFolder.OnDisk(other.resolve("sorts")));

        var tours = new TourLibrary(library, shipped, Optional.empty(), List.of());

        assertThat(tours.all()).extracting(TourLibrary.ListedTour::id).containsExactly("sorts");
        assertThatThrownBy(() -> tours.entry("tales")).hasMessage("There is no tour named tales.");
    }

    @Test
    void folderReplacesAShippedTourOfTheSameName(@TempDir Path other) throws IOException {
        TourFiles.in(other.resolve("mine"));
        TourFiles.in(folder.resolve("mine")).edit("en.yaml", "A first look", "Mine");

        var tours = new TourLibrary(
                library, List.of(new TourFolder.OnDisk(other.resolve("mine"))), Optional.of(folder), List.of());

        assertThat(tours.all()).hasSize(1);
        assertThat(version(tours).words().words().get("en").title()).isEqualTo("Mine");
    }

    @Test
    void missingFolderIsRefused() {
        var missing = Optional.of(folder.resolve("nowhere"));

        assertThatThrownBy(() -> new TourLibrary(library, List.of(), missing, List.of()))
                .hasMessageStartingWith("There is no tour in " + missing.get());
    }

    private TourLibrary tours() {
        return new TourLibrary(library, List.of(), Optional.of(folder), List.of());
    }

    private static TourLibrary.Version version(TourLibrary tours) {
        return tours.version(tours.entry("mine"), Optional.empty());
    }
}
