package io.orrery.tour.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The terms that the pages' glossary explains. */
final class Glossary {
    private static final String FILE = "strings/en/glossary.json";

    /** Their keys. */
    static final List<String> TERMS = read();

    private Glossary() {}

    private static List<String> read() {
        try (InputStream in = Glossary.class.getClassLoader().getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("The class path has no " + FILE);
            }
            JsonNode terms = new ObjectMapper().readTree(in).path("glossary").path("term");
            var keys = new ArrayList<String>();
            terms.fieldNames().forEachRemaining(keys::add);
            return List.copyOf(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
