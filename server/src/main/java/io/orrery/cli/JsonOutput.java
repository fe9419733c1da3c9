package io.orrery.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.Map;

/** Prints a result as one JSON object on a single line, for programs. */
public final class JsonOutput {
    private JsonOutput() {}

    public static void print(PrintWriter out, Map<String, ?> object) throws JsonProcessingException {
        out.println(new JsonMapper().writeValueAsString(object));
    }

    /** Prints a result as JSON, or else the sentence about it. */
    static void print(PrintWriter out, boolean json, Map<String, ?> object, String sentence)
            throws JsonProcessingException {
        if (json) {
            print(out, object);
        } else {
            out.println(sentence);
        }
    }
}
