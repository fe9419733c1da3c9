package io.orrery.tour.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.orrery.tour.Problems;
import io.orrery.tour.yaml.Yaml;
import io.orrery.tour.yaml.YamlNode;
import io.orrery.tour.yaml.YamlNode.Mapping;
import io.orrery.tour.yaml.YamlNode.Scalar;
import io.orrery.tour.yaml.YamlNode.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The beats of a tour's files as beats of a talk, in their own words. */
public final class TalkFile {
    /** What a beat takes from its tour, if it says nothing else. */
    private static final List<String> OF_TOUR = List.of("model", "text");

    private static final List<String> OF_BEAT = List.of("id", "seconds", "route", "hidden");

    /**
     * A talk, as its file says.
     *
     * @param titles by language
     * @param beats in order; each chapter's follow each other
     */
    public record Read(Map<String, String> titles, String speaker, String date, List<TalkBeat> beats) {
        public Read {
            titles = Map.copyOf(titles);
            beats = List.copyOf(beats);
        }

        /** For those who may not know what is right before a room reveals it. */
        public Read withoutRight() {
            return new Read(
                    titles,
                    speaker,
                    date,
                    beats.stream().map(TalkBeat::withoutRight).toList());
        }
    }

    /** What stands above the beats of a talk; what is unknown is empty. */
    public record Cover(String title, String speaker, String date) {}

    private TalkFile() {}

    /** The files of a talk as a tour's folder has them, by name. */
    public static Map<String, byte[]> files(Cover cover, List<TalkBeat> beats) {
        var files = new LinkedHashMap<String, byte[]>();
        // JSON is YAML.
        documents(cover, beats)
                .forEach((name, json) -> files.put(name, json.toString().getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    private static Map<String, ObjectNode> documents(Cover cover, List<TalkBeat> beats) {
        var json = JsonNodeFactory.instance;
        String title = cover.title().isEmpty() ? TalkBeat.CHAPTER : cover.title();
        ObjectNode tour = json.objectNode();
        // Without a model a tour is made for any.
        tour.put(
                "model",
                beats.isEmpty() ? "" : beats.get(0).scene().path("model").asText());
        if (!cover.speaker().isEmpty()) {
            tour.put("speaker", cover.speaker());
        }
        if (!cover.date().isEmpty()) {
            tour.put("date", cover.date());
        }
        ArrayNode declared = tour.putArray("chapters")
                .addObject()
                .put("id", TalkBeat.CHAPTER)
                .putArray("beats");
        var languages = new TreeSet<String>();
        for (TalkBeat beat : beats) {
            ObjectNode one = declared.addObject().put("id", beat.id()).put("seconds", beat.seconds());
            if (beat.hidden()) {
                one.put("hidden", true);
            }
            one.setAll((ObjectNode) beat.scene());
            languages.addAll(beat.words().keySet());
        }
        var documents = new LinkedHashMap<String, ObjectNode>();
        documents.put(Tour.FILE, tour);
        for (String language : languages) {
            ObjectNode text = json.objectNode().put("title", title).put("question", title);
            ObjectNode words = text.putObject("chapters")
                    .putObject(TalkBeat.CHAPTER)
                    .put("title", title)
                    .putObject("beats");
            beats.forEach(beat -> words.set(beat.id(), wordsOf(beat, language)));
            documents.put(language + TourFolder.YAML, text);
        }
        return documents;
    }

    /** In a language that it lacks, a beat has its title from another one. */
    private static JsonNode wordsOf(TalkBeat beat, String language) {
        return Optional.ofNullable(beat.words().get(language))
                .orElseGet(() -> JsonNodeFactory.instance
                        .objectNode()
                        .put(
                                "title",
                                new TreeMap<>(beat.words())
                                        .values().stream()
                                                .findFirst()
                                                .map(words ->
                                                        words.path("title").asText())
                                                .orElse(beat.id())));
    }

    /**
     * The beats of a tour that its reader has read.
     *
     * @param folder its files
     * @param tour what the reader read in them
     * @param layers the number that stands in place of {@code LAST} in a tour for any model
     */
    public static Read of(TourFolder folder, Tour tour, int layers) {
        var filled = tour.isForAnyModel() ? OptionalInt.of(layers) : OptionalInt.empty();
        var borrowed = new Borrowed();
        YamlNode written = value(folder, Tour.FILE, filled);
        var titles = new LinkedHashMap<String, String>();
        var texts = new LinkedHashMap<String, JsonNode>();
        tour.words().keySet().stream().sorted().forEach(language -> {
            texts.put(
                    language,
                    json(borrowed.words(written, language, value(folder, language + TourFolder.YAML, filled))));
            titles.put(language, tour.words().get(language).title());
        });
        JsonNode declared = json(borrowed.declared(written, new Problems(Tour.FILE)));
        int longest = tour.routes().get(tour.routes().size() - 1);
        var planned = new LinkedHashMap<String, Tour.Beat>();
        tour.chapters()
                .forEach(chapter -> chapter.beats().forEach(beat -> planned.put(chapter.id() + "/" + beat.id(), beat)));
        var beats = new ArrayList<TalkBeat>();
        var ids = new HashSet<String>();
        for (JsonNode chapter : declared.path("chapters")) {
            for (JsonNode beat : chapter.path("beats")) {
                String path =
                        chapter.path("id").asText() + "/" + beat.path("id").asText();
                Optional.ofNullable(planned.get(path))
                        .ifPresent(read -> beats.add(beat(declared, path, beat, read, longest, texts, ids)));
            }
        }
        return new Read(titles, tour.talk().speaker(), tour.talk().date(), beats);
    }

    private static TalkBeat beat(
            JsonNode declared,
            String path,
            JsonNode beat,
            Tour.Beat read,
            int longest,
            Map<String, JsonNode> texts,
            Set<String> ids) {
        ObjectNode scene = JsonNodeFactory.instance.objectNode();
        for (String key : OF_TOUR) {
            if (declared.has(key)) {
                scene.set(key, declared.get(key));
            }
        }
        beat.fields().forEachRemaining(entry -> {
            if (!OF_BEAT.contains(entry.getKey())) {
                scene.set(entry.getKey(), entry.getValue());
            }
        });
        String[] names = path.split("/");
        var words = new LinkedHashMap<String, JsonNode>();
        texts.forEach((language, text) -> {
            JsonNode own = text.path("chapters").path(names[0]).path("beats").path(names[1]);
            if (own.isObject()) {
                words.put(language, own);
            }
        });
        int seconds = read.seconds().getOrDefault(longest, beat.path("seconds").asInt(1));
        boolean isHidden = read.route() == Tour.Beat.HIDDEN;
        return new TalkBeat(unused(read.id(), ids), 0, Math.max(1, seconds), isHidden, scene, words);
    }

    /** The id, or one like it that is not in use yet. */
    public static String unused(String id, Set<String> ids) {
        String free = id;
        for (int i = 2; !ids.add(free); i++) {
            free = id.substring(0, Math.min(id.length(), 50)) + "-" + i;
        }
        return free;
    }

    private static YamlNode value(TourFolder folder, String file, OptionalInt layers) {
        try {
            return folder.read(file, Yaml.MOST_BYTES)
                    .flatMap(bytes -> Yaml.text(bytes, new Problems(file)))
                    .map(text -> layers.isPresent() ? TourReader.filled(text, layers.getAsInt()) : text)
                    .flatMap(text -> Yaml.read(text, new Problems(file)))
                    .orElseGet(TalkFile::nothing);
        } catch (IOException e) {
            return nothing();
        }
    }

    private static YamlNode nothing() {
        return new Mapping(1, Map.of());
    }

    /** Each text as a text: the reader of tours takes numbers from texts. */
    private static JsonNode json(YamlNode node) {
        if (node instanceof Scalar scalar) {
            return TextNode.valueOf(scalar.text());
        }
        if (node instanceof Sequence list) {
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            list.items().forEach(item -> json.add(json(item)));
            return json;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ((Mapping) node).entries().forEach((key, entry) -> json.set(key, json(entry.value())));
        return json;
    }

    /** One file of several documents as a tour's. @param name as people know it */
    public static TourFolder file(String name, byte[] bytes) {
        return new TourFolder.OneFile(TalkBeat.CHAPTER, name, bytes);
    }

    /** The file at a path, however it is named. */
    public static TourFolder read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return file(path.toString(), in.readNBytes(Yaml.MOST_BYTES + 1));
        }
    }
}
