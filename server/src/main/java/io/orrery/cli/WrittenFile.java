package io.orrery.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a command that writes one file, and what it says of it. */
final class WrittenFile {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
    private String out;

    @Option(names = "--json", description = "Describe the written file as one JSON object.")
    private boolean json;

    Path path() {
        return Path.of(out);
    }

    /** Says what was written, to people or to programs. @param about members besides the file's name */
    void report(Map<String, Object> about, String sentence) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", path().toString());
        object.putAll(about);
        JsonOutput.print(spec.commandLine().getOut(), json, object, sentence);
    }
}
