package io.orrery.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.tour.check.Demands;
import io.orrery.tour.check.TourCheck;
import io.orrery.tour.file.TourFolders;
import io.orrery.tour.scene.PresetModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in {@code docs/writing-a-tour.md} is a tour. */
class WritingATourTest {
    /** A block of YAML that begins with the name of its file: {@code # FOLDER/FILE}. */
    private static final Pattern FILE =
            Pattern.compile("(?m)^```yaml\\n# ([a-z0-9-]+/[\\w-]+\\.yaml)\\n([\\s\\S]*?)^```$");

    @TempDir
    Path folder;

    @Test
    void exampleHasNoProblems() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "writing-a-tour.md"));
        for (var block : FILE.matcher(guide).results().toList()) {
            Path file = folder.resolve(block.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.group(2));
        }

        var tours = TourFolders.in(folder);

        assertThat(tours).hasSize(1);
        var report = TourCheck.check(tours.get(0), new PresetModels(reference -> reference, List.of()), Demands.USUAL);
        assertThat(report.problems()).isEmpty();
    }
}
