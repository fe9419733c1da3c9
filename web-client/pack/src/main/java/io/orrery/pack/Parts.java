package io.orrery.pack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Cuts and joins files that are no modules, so that a page asks first for what it shows first: a strings file in its
 * members that a walk begins with and all others, and the two style sheets in one.
 */
final class Parts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STRINGS = Pattern.compile("strings/(\\w+)\\.json");
    private static final String TOKENS = "tokens.css";
    private static final String STYLES = "page.css";

    /** What is read in a room's page or alone until the rest is there, notices among it. */
    private static final Set<String> FIRST = Set.of(
            "locale",
            "brand",
            "title",
            "model",
            "chapter",
            "step",
            "card",
            "announce",
            "result",
            "strip",
            "next",
            "rail",
            "bar",
            "room",
            "people",
            "tabs",
            "ended",
            "banner",
            "address",
            "refused",
            "error",
            "blank",
            "lobby",
            "awake");

    private Parts() {}

    /** The files with the parts among them; a strings file also stays whole. */
    static Map<String, byte[]> of(Map<String, byte[]> files) {
        var all = new TreeMap<>(files);
        files.forEach((name, bytes) -> {
            var strings = STRINGS.matcher(name);
            if (strings.matches()) {
                all.put("strings/" + strings.group(1) + ".first.json", members(bytes, FIRST::contains));
                all.put(
                        "strings/" + strings.group(1) + ".rest.json",
                        members(bytes, member -> !FIRST.contains(member)));
            }
        });
        all.put(STYLES, joined(files.get(TOKENS), files.get(STYLES)));
        return all;
    }

    private static byte[] members(byte[] json, Predicate<String> isTaken) {
        try {
            var part = JSON.createObjectNode();
            JSON.readTree(json).properties().forEach(member -> {
                if (isTaken.test(member.getKey())) {
                    part.set(member.getKey(), member.getValue());
                }
            });
            return JSON.writeValueAsBytes(part);
        } catch (IOException e) {
            throw new UncheckedIOException("A strings file is no JSON", e);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
