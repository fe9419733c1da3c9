package io.orrery.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.Map;

/** Prints one JSON object on a single line. */
public final class JsonOutput {
    private JsonOutput() {}

    public static void print(PrintWriter out, Map<String, ?> object) throws JsonProcessingException {
        out.println(new JsonMapper().writeValueAsString(object));
    }
}
