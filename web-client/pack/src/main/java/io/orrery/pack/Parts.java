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
import java.util.regex.Pattern;

/**
 * Cuts a strings file in parts, so that a page asks first for what it shows first: what a walk begins with, what the step
 * says that is shown, and all else, in which that is once more.
 */
final class Parts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STRINGS = Pattern.compile("strings/(\\w+)\\.json");

    /**
     * What is read in a room's page or alone until the rest is there, as groups or as a group's members: of notices the banners
     * and errors alone.
     */
    private static final Set<String> FIRST = Set.of(
            "locale",
            "brand",
            "title",
            "model",
            "chapter",
            "step",
            "card",
            "strip",
            "rail",
            "bar",
            "room",
            "tabs",
            "banner",
            "address",
            "error",
            "blank",
            "lobby",
            "awake",
            "next.percent",
            "people.title",
            "people.device");

    /** What steps say: of each its title, for the rail, then the rest, of which one member is what the hall's screen alone says. */
    private static final String STEPS = "step";

    private static final String TITLE = "title";
    private static final String HALLS = "caption";

    /** Stands for what a step says otherwise in another architecture, which comes later. */
    private static final JsonNode ELSEWHERE = JSON.getNodeFactory().numberNode(0);

    private static final JsonNode NOTHING = MissingNode.getInstance();

    private Parts() {}

    /** The files with the parts in the place of each strings file. */
    static Map<String, byte[]> of(Map<String, byte[]> files) {
        var all = new TreeMap<>(files);
        files.forEach((name, bytes) -> {
            var strings = STRINGS.matcher(name);
            if (strings.matches()) {
                all.remove(name);
                JsonNode whole = read(bytes);
                all.put("strings/" + strings.group(1) + ".first.json", written(first(whole)));
                all.put("strings/" + strings.group(1) + ".rest.json", written(rest(whole)));
                whole.path(STEPS).properties().forEach(step -> {
                    String part = "strings/%s.step.%s.json".formatted(strings.group(1), step.getKey());
                    all.put(part, written(alone(step.getKey(), step.getValue())));
                });
            }
        });
        return all;
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
            if (FIRST.contains(name)) {
                return NOTHING;
            }
            return member.isObject() ? membersWhere(member, each -> !FIRST.contains(name + "." + each)) : member;
        });
    }

    /** Those members of an object that have such a name; nothing of what is no object. */
    private static JsonNode membersWhere(JsonNode object, Predicate<String> wanted) {
        return members(object, (name, member) -> wanted.test(name) ? member : NOTHING);
    }

    private static JsonNode firstOfStep(JsonNode step) {
        return members(step, (name, said) -> name.equals(TITLE) ? said : said.isObject() ? ELSEWHERE : NOTHING);
    }

    private static JsonNode restOfStep(JsonNode step) {
        return members(step, (name, said) -> name.equals(TITLE) ? NOTHING : said);
    }

    /** What a page shows of one step, as a strings file has it. */
    private static JsonNode alone(String id, JsonNode step) {
        var said = members(step, (name, member) -> name.equals(TITLE) || name.equals(HALLS) ? NOTHING : member);
        return JSON.createObjectNode().set(STEPS, JSON.createObjectNode().set(id, said));
    }

    /** An object of what becomes of each member of another; of what becomes nothing, and of an empty one, it has none. */
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

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("A strings file is no JSON", e);
        }
    }

    private static byte[] written(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
