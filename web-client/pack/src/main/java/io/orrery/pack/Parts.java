package io.orrery.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Splits a language's texts into files, so that a page can load first what it shows first. {@code en.first.json} has the texts
 * that a page shows at first, each {@code en.step.*.json} the texts of one step, and {@code en.rest.json} all other texts,
 * including those of all steps. Each {@code en.<group>.json} has a group that pages load when they need it, and {@code en.room.json} what
 * only the pages of a room need. {@code en.step.figures.json} has what figures
 * say, for a page that shows one before the rest has loaded, and {@code en.vectors.json} what those of vectors say.
 *
 * <p>The texts of another level ({@link Levels}) are files of the same kinds, {@code en.simple.step.*.json} and {@code
 * en.simple.rest.json}, which a page loads in place of these. They also have the titles of all steps and the names of
 * chapters, which replace those of the first file, since that is the same in every level.
 */
final class Parts {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Keys of the texts that an attendee's page or the solo page can show before the rest has been loaded: groups, or members
     * of a group. Other pages load all texts before they show anything.
     */
    private static final Set<String> FIRST = Set.of(
            Languages.LOCALE,
            Languages.DIRECTION,
            "brand",
            "title.attendee",
            "title.solo",
            "model",
            "models",
            "modelTask",
            "chapter",
            "step",
            "card",
            "strip",
            "room",
            "tabs.label",
            "tabs.tour",
            "tabs.next",
            "tabs.cell",
            "tabs.steps",
            "tabs.grab",
            "banner.lost",
            "banner.dismiss",
            "error",
            "blank",
            "next.percent",
            "people.title",
            "people.device",
            "bar.label",
            "bar.next",
            "bar.back",
            "bar.play",
            "bar.pause",
            "bar.generate",
            "bar.prompt",
            "bar.ready",
            "bar.reset",
            "bar.overview",
            "bar.flight",
            "bar.look",
            "bar.step",
            "bar.follow",
            "bar.presenterAt",
            "lobby.label",
            "lobby.in",
            "lobby.room",
            "lobby.waits",
            "lobby.name",
            "lobby.nameKeep",
            "lobby.nameKept",
            "lobby.nameNote");

    /** Groups that few pages need, which load them when they need them ({@code groups} of {@code ui/words.js}). They are the same in every level. */
    private static final Set<String> LATE = Set.of(
            "cut",
            "embed",
            "experts",
            "game",
            "goodFor",
            "place",
            "poll",
            "rehearsal",
            "remote",
            "afterwards",
            "voice",
            "replay",
            "recording",
            "rooms");

    /** What is needed once a tool of why is open: this group, and what each tool says of itself. Unlike other late texts, it differs by level. */
    private static final String OF_TOOLS = "neurons";

    private static final String TOOLS = "tools";
    private static final String WHY = "why";
    private static final String TOOL = "tool";
    private static final Set<String> SAID_OF_TOOL = Set.of("how", "limits", "source");

    /** Groups that all pages of a room need, and nobody who walks alone: one file, {@code en.room.json}. They are the same in every level. */
    private static final Set<String> OF_ROOMS =
            Set.of("door", "hands", "preflight", "proposals", "qa", "signals", "wheel");

    /** Groups of first texts that a level may replace. Its other files have them whole, so they take the first file's place once they are here. */
    private static final Set<String> REPLACED_LATER = Set.of("chapter", "model");

    /** What figures say is also in a file of its own, as the texts of each step are. */
    private static final String FIGURES = "figures";

    private static final String FIGURE = "figure";

    /** What figures of vectors say is only in a file of its own, which differs by level, too. It has the names in them besides, which other files have, too. */
    private static final String VECTORS = "vectors";

    private static final Set<String> OF_VECTORS = Set.of(VECTORS, "scene");

    /** The texts of steps. Each has a title, which the rail shows, and a caption, which only the projector shows. */
    static final String STEPS = "step";

    private static final String TITLE = "title";
    private static final String CAPTION = "caption";

    /** Placeholder in the first file for a variant of a step's texts, which another file has. */
    private static final JsonNode PLACEHOLDER = JSON.getNodeFactory().numberNode(0);

    /** Texts of the command line, which no page shows. */
    private static final String TERMINAL = "terminal";

    private static final JsonNode NOTHING = MissingNode.getInstance();

    private Parts() {}

    /**
     * Splits a table of texts.
     *
     * @param language the language's id in addresses
     * @param whole the table
     * @return the files, by path
     */
    static Map<String, byte[]> of(String language, JsonNode whole) {
        String name = "strings/" + language;
        var parts = new TreeMap<String, byte[]>();
        put(parts, name + ".first", first(whole));
        put(parts, name + ".rest", rest(whole));
        LATE.forEach(group -> put(parts, name + "." + group, membersWhere(whole, group::equals)));
        put(parts, name + ".room", membersWhere(whole, OF_ROOMS::contains));
        putFiguresAndTools(parts, name, whole);
        whole.path(STEPS)
                .properties()
                .forEach(step ->
                        put(parts, name + "." + STEPS + "." + step.getKey(), alone(step.getKey(), step.getValue())));
        return parts;
    }

    /**
     * Splits a table of texts of another level.
     *
     * @param language the language's id in addresses
     * @param level the level's
     * @param whole the table
     * @return the files, by path
     */
    static Map<String, byte[]> of(String language, String level, JsonNode whole) {
        String name = "strings/" + language + "." + level;
        var parts = new TreeMap<String, byte[]>();
        JsonNode steps = whole.path(STEPS);
        var rest = (ObjectNode) rest(whole);
        rest.set(STEPS, steps);
        REPLACED_LATER.stream().filter(whole::has).forEach(group -> rest.set(group, whole.get(group)));
        put(parts, name + ".rest", rest);
        putFiguresAndTools(parts, name, whole);
        steps.fieldNames().forEachRemaining(id -> {
            JsonNode own = members(steps, (each, step) -> each.equals(id) ? withoutCaption(step) : firstOfStep(step));
            put(parts, name + "." + STEPS + "." + id, JSON.createObjectNode().set(STEPS, own));
        });
        return parts;
    }

    /** Whether a group of texts, or one member of it, is only in a language's first file, which is the same in every level. */
    static boolean isFirst(String key) {
        return !key.equals(STEPS) && !REPLACED_LATER.contains(key) && FIRST.contains(key);
    }

    private static JsonNode first(JsonNode whole) {
        return members(whole, (name, member) -> {
            if (name.equals(STEPS)) {
                return members(member, (id, step) -> firstOfStep(step));
            }
            return FIRST.contains(name) ? member : membersWhere(member, each -> FIRST.contains(name + "." + each));
        });
    }

    private static JsonNode rest(JsonNode whole) {
        return members(whole, (name, member) -> {
            if (name.equals(STEPS)) {
                return members(member, (id, step) -> restOfStep(step));
            }
            if (Stream.of(FIRST, LATE, OF_ROOMS).anyMatch(group -> group.contains(name))
                    || name.equals(TERMINAL)
                    || name.equals(OF_TOOLS)
                    || name.equals(VECTORS)) {
                return NOTHING;
            }
            if (name.equals(WHY)) {
                return members(
                        member,
                        (each, texts) ->
                                each.equals(TOOL) ? ofEachTool(texts, said -> !SAID_OF_TOOL.contains(said)) : texts);
            }
            return member.isObject() ? membersWhere(member, each -> !FIRST.contains(name + "." + each)) : member;
        });
    }

    private static void putFiguresAndTools(Map<String, byte[]> parts, String name, JsonNode whole) {
        put(parts, name + "." + STEPS + "." + FIGURES, membersWhere(whole, FIGURE::equals));
        put(parts, name + "." + VECTORS, whole.has(VECTORS) ? membersWhere(whole, OF_VECTORS::contains) : NOTHING);
        put(parts, name + "." + TOOLS, tools(whole));
    }

    /** Adds a file, unless there is nothing in it. */
    private static void put(Map<String, byte[]> parts, String name, JsonNode texts) {
        if (texts.isMissingNode()) {
            return;
        }
        try {
            parts.put(name + ".json", JSON.writeValueAsBytes(texts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tools(JsonNode whole) {
        return members(
                whole,
                (name, member) -> name.equals(OF_TOOLS)
                        ? member
                        : name.equals(WHY)
                                ? members(
                                        member,
                                        (each, texts) ->
                                                each.equals(TOOL) ? ofEachTool(texts, SAID_OF_TOOL::contains) : NOTHING)
                                : NOTHING);
    }

    private static JsonNode ofEachTool(JsonNode tools, Predicate<String> wanted) {
        return members(tools, (tool, texts) -> membersWhere(texts, wanted));
    }

    /** The members of an object whose names match; a missing node if it is not an object. */
    private static JsonNode membersWhere(JsonNode object, Predicate<String> wanted) {
        return members(object, (name, member) -> wanted.test(name) ? member : NOTHING);
    }

    private static JsonNode firstOfStep(JsonNode step) {
        return members(step, (name, text) -> name.equals(TITLE) ? text : text.isObject() ? PLACEHOLDER : NOTHING);
    }

    private static JsonNode restOfStep(JsonNode step) {
        return members(step, (name, text) -> name.equals(TITLE) ? NOTHING : text);
    }

    private static JsonNode withoutCaption(JsonNode step) {
        return members(step, (name, text) -> name.equals(CAPTION) ? NOTHING : text);
    }

    /** A table with the texts of one step, without its title and caption. */
    private static JsonNode alone(String id, JsonNode step) {
        var texts = members(step, (name, member) -> name.equals(TITLE) || name.equals(CAPTION) ? NOTHING : member);
        return JSON.createObjectNode().set(STEPS, JSON.createObjectNode().set(id, texts));
    }

    /** Maps the members of an object. Members that map to a missing node are left out; so is an object without members. */
    private static JsonNode members(JsonNode object, BiFunction<String, JsonNode, JsonNode> mapping) {
        var mapped = JSON.createObjectNode();
        object.properties().forEach(member -> {
            JsonNode value = mapping.apply(member.getKey(), member.getValue());
            if (!value.isMissingNode()) {
                mapped.set(member.getKey(), value);
            }
        });
        return mapped.isEmpty() ? NOTHING : mapped;
    }
}
