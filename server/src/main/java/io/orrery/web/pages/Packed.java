package io.orrery.web.pages;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The build's description of the web client's files.
 *
 * @param build a hash over all files; part of their addresses, so that browsers may cache them for ever
 * @param modules for each entry module and style sheet, the files that it needs at once, nearest first
 * @param languages languages of the pages
 * @param texts the files with all texts, without those of single steps, which the others have, too
 */
public record Packed(String build, Map<String, List<String>> modules, PageLanguages languages, List<String> texts) {
    private static final String FILE = Assets.FOLDER + "packed.json";

    public static Packed read() {
        try (InputStream in = Packed.class.getClassLoader().getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("The web client is not on the class path.");
            }
            return of(Json.own(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Packed of(JsonNode json) {
        var modules = new LinkedHashMap<String, List<String>>();
        json.path("modules").properties().forEach(each -> modules.put(each.getKey(), Json.texts(each.getValue())));
        return new Packed(
                json.path("build").textValue(),
                modules,
                PageLanguages.of(json.path("languages")),
                Json.texts(json.path("texts")));
    }

    /** Where the files of this build are. */
    String address() {
        return "/web/" + build + "/";
    }

    /** Addresses of all files that a module or a style sheet needs, including its own; empty if it does not exist. */
    List<String> needed(String module) {
        return modules.getOrDefault(module, List.of()).stream()
                .map(path -> address() + path)
                .toList();
    }
}
