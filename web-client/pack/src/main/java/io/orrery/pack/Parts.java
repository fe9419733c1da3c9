package io.orrery.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Cuts a language's texts in parts, so that a page asks first for what it shows first: {@code en.first.json} has what a walk
 * begins with, {@code en.step.*.json} the texts of one step each, and {@code en.rest.json} all others, those of the
 * steps included.
 */
final class Parts {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What an attendee's page or a walk alone shows before the rest is there: groups, or members of a group. Of notices
     * these are the banners and the errors.
     */
    private static final Set<String> FIRST = Set.of(
            Languages.LOCALE,
            Languages.DIRECTION,
            "brand",
            "title",
            "model",
            "chapter",
            "step",
            "card",
            "strip",
            "rail",
            "room",
            "tabs",
            "banner",
            "address",
            "error",
            "blank",
            "awake",
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

    /** The texts of steps. Each has a title, which the rail shows, and a caption, which only the hall's screen shows. */
    private static final String STEPS = "step";

    private static final String TITLE = "title";
    private static final String HALLS = "caption";

    /** Placeholder in the first part for a step's texts in another architecture, which come later. */
    private static final JsonNode ELSEWHERE = JSON.getNodeFactory().numberNode(0);

    /** Texts of the command line, which the server reads and no page shows. */
    private static final String TERMINAL = "terminal";

    private static final JsonNode NOTHING = MissingNode.getInstance();

    private Parts() {}

    /**
     * @param language as addresses name it
     * @param whole its table of texts
     * @return the files to send, by their paths
     */
    static Map<String, byte[]> of(String language, JsonNode whole) {
        var parts = new TreeMap<String, byte[]>();
        parts.put("strings/" + language + ".first.json", written(first(whole)));
        parts.put("strings/" + language + ".rest.json", written(rest(whole)));
        whole.path(STEPS).properties().forEach(step -> {
            String part = "strings/%s.step.%s.json".formatted(language, step.getKey());
            parts.put(part, written(alone(step.getKey(), step.getValue())));
        });
        return parts;
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
            if (FIRST.contains(name) || name.equals(TERMINAL)) {
                return NOTHING;
            }
            return member.isObject() ? membersWhere(member, each -> !FIRST.contains(name + "." + each)) : member;
        });
    }

    /** The members of an object whose name is wanted; nothing if the node is not an object. */
    private static JsonNode membersWhere(JsonNode object, Predicate<String> wanted) {
        return members(object, (name, member) -> wanted.test(name) ? member : NOTHING);
    }

    private static JsonNode firstOfStep(JsonNode step) {
        return members(step, (name, said) -> name.equals(TITLE) ? said : said.isObject() ? ELSEWHERE : NOTHING);
    }

    private static JsonNode restOfStep(JsonNode step) {
        return members(step, (name, said) -> name.equals(TITLE) ? NOTHING : said);
    }

    /** The texts of one step that a page shows, as a table of texts. */
    private static JsonNode alone(String id, JsonNode step) {
        var said = members(step, (name, member) -> name.equals(TITLE) || name.equals(HALLS) ? NOTHING : member);
        return JSON.createObjectNode().set(STEPS, JSON.createObjectNode().set(id, said));
    }

    /** Maps the members of an object. A member that maps to nothing is left out, and so is an object without members. */
    private static JsonNode members(JsonNode object, BiFunction<String, JsonNode, JsonNode> becomes) {
        var made = JSON.createObjectNode();
        object.properties().forEach(member -> {
            JsonNode of = becomes.apply(member.getKey(), member.getValue());
            if (!of.isMissingNode()) {
                made.set(member.getKey(), of);
            }
        });
        return made.isEmpty() ? NOTHING : made;
    }

    private static byte[] written(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
