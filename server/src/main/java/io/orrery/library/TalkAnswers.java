package io.orrery.library;

import io.orrery.error.OrreryException;
import io.orrery.error.Sentences;
import io.orrery.room.engine.Tours.Cover;
import io.orrery.tour.file.TalkBeat;
import io.orrery.tour.served.TourJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A talk as the JSON of a tour with one chapter. Each beat is made by itself, in the language that is asked for or the nearest that it has, so a beat
 * that cannot be shown here does not keep the others from being shown.
 */
public final class TalkAnswers {
    private static final int SECONDS = 60;

    /** What a language falls back to. */
    private static final String REFERENCE = "en";

    private final TourLibrary tours;
    private final String language;
    private final boolean hasNotes;

    /** @param hasNotes whether the reader sees the presenter's notes */
    public TalkAnswers(TourLibrary tours, String language, boolean hasNotes) {
        this.tours = tours;
        this.language = language;
        this.hasNotes = hasNotes;
    }

    /** The whole talk; {@code cannot} has the reasons of the beats that cannot be shown here, by id. */
    public Map<String, Object> of(Cover cover, List<TalkBeat> beats) {
        var shown = new ArrayList<Object>();
        var cannot = new LinkedHashMap<String, Object>();
        int seconds = beats.stream()
                .filter(beat -> !beat.hidden())
                .mapToInt(TalkBeat::seconds)
                .sum();
        int minutes = Math.max(1, (seconds + SECONDS - 1) / SECONDS);
        for (TalkBeat beat : beats) {
            try {
                Map<String, Object> json = beat(cover.id(), beat);
                json.put("route", beat.hidden() ? Integer.MAX_VALUE : minutes);
                json.put("seconds", Map.of(Integer.toString(minutes), beat.seconds()));
                // Whoever rehearses alone has the talk's own plan, and no reader's pace.
                json.remove("alone");
                shown.add(json);
            } catch (OrreryException e) {
                cannot.put(
                        beat.id(),
                        Map.of(
                                "code", e.error().code(),
                                "params", e.error().parameters(),
                                "detail", Sentences.ENGLISH.of(e.error())));
            }
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("watched", false);
        json.put("language", language);
        json.put("id", cover.id());
        json.put("title", cover.title());
        json.put("question", "");
        json.put("speaker", cover.speaker());
        json.put("date", cover.date());
        // Unlike a tour of any model, whose model is null.
        json.put("model", "");
        json.put("text", "");
        json.put("routes", List.of(Map.of("minutes", minutes, "seconds", seconds, "beats", shown.size())));
        json.put(
                "chapters",
                List.of(Map.of("id", TalkBeat.CHAPTER, "title", cover.title(), "beats", shown, "check", List.of())));
        json.put("cannot", cannot);
        return json;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> beat(String talk, TalkBeat beat) {
        TourLibrary.Version version = tours.beatOf(talk, beat);
        Set<String> known = version.words().words().keySet();
        var whole = new TourJson(version.words(), version.resolved(), nearest(language, known), hasNotes).whole();
        var chapter = (Map<String, Object>) ((List<Object>) whole.get("chapters")).get(0);
        return (Map<String, Object>) ((List<Object>) chapter.get("beats")).get(0);
    }

    /** The language that is asked for or, if there is none such, the nearest. @param known at least one */
    public static String nearest(String asked, Set<String> known) {
        String found =
                known.contains(asked) ? asked : Locale.forLanguageTag(asked).getLanguage();
        if (known.contains(found)) {
            return found;
        }
        return known.contains(REFERENCE)
                ? REFERENCE
                : known.stream().sorted().findFirst().orElseThrow();
    }
}
