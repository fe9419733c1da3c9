package io.orrery.tour.file;

import io.orrery.error.TourError;
import io.orrery.tour.Problems;
import io.orrery.tour.yaml.Yaml;
import io.orrery.tour.yaml.YamlNode;
import io.orrery.tour.yaml.YamlNode.Mapping;
import io.orrery.tour.yaml.YamlNode.MappingEntry;
import io.orrery.tour.yaml.YamlNode.Scalar;
import io.orrery.tour.yaml.YamlNode.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Beats and questions that a tour takes from a shipped one, {@code from: why-lily/looks/ribbon}: all keys and words that it does not have
 * itself. They stand in the tour's own YAML before it is read, so that nothing behind a reader knows of them. A mistake in what is borrowed
 * is at the line that borrows.
 *
 * <p>A tour that stands instead of another one takes from that one all but its model and text, in place of which it has its own: so it is
 * the same tour about the model of another language.
 */
final class Borrowed {
    private static final String FROM = "from";
    private static final String INSTEAD_OF = "instead-of";
    private static final List<String> LISTS = List.of("beats", "check");

    /** What belongs to the place of a beat in its own tour. */
    private static final List<String> OWN = List.of("id", "route", "seconds", "hidden", FROM);

    private static final String TEXT = "text";

    /** What a beat shows if it says nothing else. */
    private static final List<String> OF_TOUR = List.of("model", TEXT);

    /** @param tour its id @param chapter its id @param id of the beat or question */
    private record Source(String tour, String chapter, String id) {
        static Optional<Source> parse(String text) {
            String[] parts = text.strip().split("/", -1);
            return parts.length == 3 ? Optional.of(new Source(parts[0], parts[1], parts[2])) : Optional.empty();
        }
    }

    /** Files of shipped tours, as they are needed. */
    private final Map<String, Optional<YamlNode>> files = new HashMap<>();

    /** A tour.yaml with what it borrows; what cannot be borrowed is left out and is a problem. */
    YamlNode declared(YamlNode tour, Problems problems) {
        return chapters(tour, (chapter, list) -> listed(tour, list, items(chapter, list), problems));
    }

    private YamlNode listed(YamlNode tour, String list, List<YamlNode> items, Problems problems) {
        var all = new ArrayList<YamlNode>();
        for (YamlNode item : items) {
            Optional<Scalar> from = scalar(item, FROM);
            if (from.isEmpty()) {
                all.add(item);
                continue;
            }
            borrowed(tour, list, (Mapping) item, from.get())
                    .ifPresentOrElse(
                            all::add,
                            () -> problems.add(
                                    from.get().line(),
                                    new TourError.TourFromUnknown(from.get().text())));
        }
        return new Sequence(items.isEmpty() ? 1 : items.get(0).line(), all);
    }

    private Optional<YamlNode> borrowed(YamlNode tour, String list, Mapping own, Scalar from) {
        return Source.parse(from.text()).flatMap(source -> {
            Optional<YamlNode> other = file(source.tour(), Tour.FILE)
                    .filter(file -> scalar(file, "model").isPresent());
            return other.flatMap(file -> item(file, list, source).map(found -> {
                var keys = new LinkedHashMap<>(own.entries());
                keys.remove(FROM);
                keys.putIfAbsent(
                        "id", new MappingEntry(from.line(), new Scalar(from.line(), source.id(), true, false)));
                boolean isBeat = list.equals(LISTS.get(0));
                boolean isReplaced = source.tour().equals(text(tour, INSTEAD_OF));
                found.entries().forEach((key, value) -> {
                    // A beat has one step or a range of them.
                    boolean isOther = key.equals("step") && keys.containsKey("steps")
                            || key.equals("steps") && keys.containsKey("step");
                    if ((isReplaced || !OWN.contains(key)) && !isOther) {
                        boolean isOfTour = isReplaced
                                && key.equals(TEXT)
                                && text(found, TEXT).equals(text(file, TEXT));
                        MappingEntry kept = isOfTour ? entry(tour, TEXT).orElse(value) : value;
                        keys.putIfAbsent(key, at(from.line(), kept));
                    }
                });
                if (isBeat && !isReplaced) {
                    OF_TOUR.stream()
                            .filter(key -> !text(file, key).equals(text(tour, key)))
                            .forEach(key ->
                                    entry(file, key).ifPresent(value -> keys.putIfAbsent(key, at(from.line(), value))));
                }
                return new Mapping(own.line(), keys);
            }));
        });
    }

    /** A language's file with the words of what the tour borrows. @param tour its tour.yaml as it is written */
    YamlNode words(YamlNode tour, String language, YamlNode words) {
        var chapters = entry(words, "chapters").map(MappingEntry::value).filter(Mapping.class::isInstance);
        if (chapters.isEmpty()) {
            return words;
        }
        var filled = new LinkedHashMap<>(((Mapping) chapters.get()).entries());
        for (YamlNode chapter : items(tour, "chapters")) {
            String id = text(chapter, "id");
            MappingEntry own = filled.get(id);
            if (own != null && own.value() instanceof Mapping texts) {
                filled.put(id, new MappingEntry(own.line(), words(chapter, language, texts)));
            }
        }
        return with(words, "chapters", new Mapping(chapters.get().line(), filled));
    }

    private Mapping words(YamlNode chapter, String language, Mapping texts) {
        Mapping filled = texts;
        for (String list : LISTS) {
            var byId = new LinkedHashMap<String, MappingEntry>();
            entry(texts, list)
                    .map(MappingEntry::value)
                    .filter(Mapping.class::isInstance)
                    .ifPresent(own -> byId.putAll(((Mapping) own).entries()));
            int before = byId.size();
            boolean isBorrowing = false;
            for (YamlNode item : items(chapter, list)) {
                Optional<Source> source = scalar(item, FROM).flatMap(from -> Source.parse(from.text()));
                if (source.isPresent()) {
                    isBorrowing |= add(list, item, source.get(), language, byId, texts.line());
                }
            }
            if (isBorrowing || byId.size() > before) {
                filled = with(filled, list, new Mapping(texts.line(), byId));
            }
        }
        return filled;
    }

    /** Whether there were words to add. */
    private boolean add(
            String list, YamlNode item, Source source, String language, Map<String, MappingEntry> byId, int line) {
        Optional<Mapping> other = file(source.tour(), language + TourFolder.YAML)
                .flatMap(file -> entry(file, "chapters"))
                .flatMap(all -> entry(all.value(), source.chapter()))
                .flatMap(found -> entry(found.value(), list))
                .flatMap(found -> entry(found.value(), source.id()))
                .map(MappingEntry::value)
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast);
        String id = scalar(item, "id").map(Scalar::text).orElse(source.id());
        other.ifPresent(found -> {
            var keys = new LinkedHashMap<String, MappingEntry>();
            MappingEntry own = byId.get(id);
            if (own != null && own.value() instanceof Mapping written) {
                keys.putAll(written.entries());
            }
            int at = own == null ? line : own.line();
            found.entries().forEach((key, value) -> keys.putIfAbsent(key, at(at, value)));
            byId.put(id, new MappingEntry(at, new Mapping(at, keys)));
        });
        return other.isPresent();
    }

    /** Each chapter with other lists of beats and questions. */
    private static YamlNode chapters(YamlNode tour, BiFunction<YamlNode, String, YamlNode> other) {
        if (entry(tour, "chapters").isEmpty()) {
            return tour;
        }
        var chapters = new ArrayList<YamlNode>();
        for (YamlNode chapter : items(tour, "chapters")) {
            YamlNode filled = chapter;
            for (String list : LISTS) {
                if (items(chapter, list).stream()
                        .anyMatch(item -> scalar(item, FROM).isPresent())) {
                    filled = with(filled, list, other.apply(chapter, list));
                }
            }
            chapters.add(filled);
        }
        return chapters.isEmpty()
                ? tour
                : with(tour, "chapters", new Sequence(chapters.get(0).line(), chapters));
    }

    private static Optional<Mapping> item(YamlNode file, String list, Source source) {
        return items(file, "chapters").stream()
                .filter(chapter -> text(chapter, "id").equals(source.chapter()))
                .flatMap(chapter -> items(chapter, list).stream())
                .filter(item -> text(item, "id").equals(source.id()))
                .map(Mapping.class::cast)
                .findFirst();
    }

    /** A file of a shipped tour, with what that tour borrows itself. */
    private Optional<YamlNode> file(String tour, String name) {
        String key = tour + "/" + name;
        if (!files.containsKey(key)) {
            Optional<YamlNode> written = written(tour, name);
            files.put(
                    key,
                    name.equals(Tour.FILE)
                            ? written.map(file -> declared(file, new Problems(key)))
                            : written.flatMap(words -> written(tour, Tour.FILE)
                                    .map(file -> words(
                                            file,
                                            name.substring(0, name.length() - TourFolder.YAML.length()),
                                            words))));
        }
        return files.get(key);
    }

    private static Optional<YamlNode> written(String tour, String name) {
        return ShippedTours.all().stream()
                .filter(folder -> folder.id().equals(tour))
                .findFirst()
                .flatMap(folder -> read(folder, name));
    }

    private static Optional<YamlNode> read(TourFolder folder, String name) {
        var problems = new Problems(folder.path(name));
        try {
            return folder.read(name, Yaml.MOST_BYTES)
                    .flatMap(bytes -> Yaml.text(bytes, problems))
                    .flatMap(text -> Yaml.read(text, problems));
        } catch (IOException e) {
            throw new UncheckedIOException("A shipped tour cannot be read: " + folder.path(name), e);
        }
    }

    private static Optional<MappingEntry> entry(YamlNode node, String key) {
        return node instanceof Mapping mapping
                ? Optional.ofNullable(mapping.entries().get(key))
                : Optional.empty();
    }

    private static Optional<Scalar> scalar(YamlNode node, String key) {
        return entry(node, key)
                .map(MappingEntry::value)
                .filter(Scalar.class::isInstance)
                .map(Scalar.class::cast);
    }

    private static String text(YamlNode node, String key) {
        return scalar(node, key).map(Scalar::text).orElse("");
    }

    private static List<YamlNode> items(YamlNode node, String key) {
        return entry(node, key).map(MappingEntry::value).filter(Sequence.class::isInstance).stream()
                .flatMap(list -> ((Sequence) list).items().stream())
                .toList();
    }

    private static Mapping with(YamlNode node, String key, YamlNode value) {
        var entries = new LinkedHashMap<>(((Mapping) node).entries());
        int line = entries.containsKey(key) ? entries.get(key).line() : node.line();
        entries.put(key, new MappingEntry(line, value));
        return new Mapping(node.line(), entries);
    }

    private static MappingEntry at(int line, MappingEntry entry) {
        return new MappingEntry(line, at(line, entry.value()));
    }

    private static YamlNode at(int line, YamlNode node) {
        if (node instanceof Scalar scalar) {
            return new Scalar(line, scalar.text(), scalar.isPlain(), false);
        }
        if (node instanceof Sequence list) {
            return new Sequence(
                    line, list.items().stream().map(item -> at(line, item)).toList());
        }
        var entries = new LinkedHashMap<String, MappingEntry>();
        ((Mapping) node).entries().forEach((key, entry) -> entries.put(key, at(line, entry)));
        return new Mapping(line, entries);
    }
}
