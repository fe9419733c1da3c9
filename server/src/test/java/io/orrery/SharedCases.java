package io.orrery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Cases of rules that stand in the server and in pages. The browser's tests import the same files. */
public final class SharedCases {
    /** Reads and writes values of the server as they stand in the cases. */
    public static final JsonMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    private SharedCases() {}

    /** A constant of a file of {@code web-client/src/test/js}, whose value is written as JSON. */
    public static JsonNode read(String file, String constant) throws IOException {
        String text = Files.readString(Path.of("../web-client/src/test/js").resolve(file));
        String begin = "export const " + constant + " = ";
        return JSON.readTree(text.substring(text.indexOf(begin) + begin.length()));
    }
}
