package io.orrery.train.tales;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarksTest {
    /** The browser's tests read the same file. */
    @Test
    void sharesAreWrittenAsPagesWriteThem() throws Exception {
        String file = Files.readString(Path.of("../web-client/src/test/js/ui/share-cases.js"));
        var cases = new ObjectMapper().readTree(file.substring(file.indexOf('['), file.lastIndexOf(']') + 1));
        assertThat(cases).hasSizeGreaterThan(10);
        cases.forEach(each -> assertThat(Marks.percent(each.get(0).doubleValue()))
                .isEqualTo(each.get(1).textValue()));
    }

    @Test
    void noteHasTheFigureOfEachSkill() {
        var random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            double share = 0.001 + 0.998 * random.nextDouble();
            assertThat(new Marks(Map.of(Skill.values()[0], share), 1).note())
                    .isEqualTo("%s %.1f %%".formatted(Skill.values()[0].title(), 100 * share));
            assertThat(Marks.percent(share)).isEqualTo(String.format(Locale.ROOT, "%.1f %%", 100 * share));
        }
    }
}
