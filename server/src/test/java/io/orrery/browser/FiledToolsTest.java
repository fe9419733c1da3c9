package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.Tools;
import io.orrery.model.ModelReference;
import io.orrery.tour.file.TalkBeat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A talk that opens every tool of why: its file has all that its page asks for, equal to the server's answers. */
class FiledToolsTest {
    /** Beats by their ids. The swap puts Tom in the place of Lily. */
    private static final List<String> LABS = List.of(
            "lens, position: 5",
            "attribution, view: {layer: 1, head: 3}",
            "change, view: {each: zero}",
            "change",
            "patch, position: last, view: {swap: 9.41.35, into: first, try: all, only: 'blocks.0.attn.hook_z[0]'}",
            "patch",
            "saliency, position: last, b: all",
            "heads, view: {sort: copying}",
            "heads",
            "score, position: last, view: {layer: 1, head: 3}",
            "score, view: {layer: 0, head: 3, query: 3, key: 1}",
            "embedding, view: {word: 35, sum: '1', plus: '35,41', minus: '36', after: '2'}",
            "circuit, position: last, a: ' Lily', b: ' Tom'",
            "neurons, position: last",
            "neurons, view: {layer: 1, neuron: 189}");

    @RegisterExtension
    static final Venue venue = Venue.closedAtFirst();

    @TempDir
    Path folder;

    @Test
    void aTalksFileHasWhatItsPageAsksEveryTool() throws Exception {
        Path talk = Files.writeString(folder.resolve("talk"), talk());
        venue.open(Venue.offering(ModelReference.of("tiny-tales")).withTours(talk));
        try (var screen = venue.screen(1600, 900)) {
            var asked = AskedOfTools.by(screen);
            screen.open(venue.links().solo() + "#lang=en&level=developer");
            screen.ask("tourStart", Map.of("tour", TalkBeat.CHAPTER));
            for (int i = 0; i < LABS.size(); i++) {
                if (i > 0) {
                    TourVenue.next(screen);
                }
                TourVenue.waitForBeat(screen, TalkBeat.CHAPTER + "/b" + i);
                screen.waitUntil(
                        "document.querySelector('orrery-why')?.renderRoot?.querySelector('.body > :first-child:not(.state)')"
                                + "?.renderRoot?.textContent.trim()");
            }

            assertThat(asked.tools())
                    .isEqualTo(Tools.ALL.stream().map(Tool::name).collect(Collectors.toSet()));
            assertThat(asked.missingInFile(venue, TalkBeat.CHAPTER)).isEmpty();
            assertThat(screen.errors()).isEmpty();
        }
    }

    private static String talk() {
        var scenes = new StringBuilder("""
            model: tiny-tales
            text: When Lily and Tom went to the park, Tom gave a ball to
            routes: [5]
            chapters:
              - id: %s
                beats:
            """.formatted(TalkBeat.CHAPTER));
        var words = new StringBuilder("""
            ---
            language: en
            title: All tools
            question: Why?
            chapters:
              %s:
                title: Tools
                beats:
            """.formatted(TalkBeat.CHAPTER));
        for (int i = 0; i < LABS.size(); i++) {
            scenes.append("      - {id: b%d, seconds: 20, step: logits, answer: shown, lab: {tool: %s}}\n"
                    .formatted(i, LABS.get(i)));
            words.append(
                    "      b%d: {title: Beat %d, developer: A tool, simple: A tool, expert: A tool}\n".formatted(i, i));
        }
        return scenes.append(words).toString();
    }
}
