package io.orrery.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** The exit code and output of one run of the command line. */
public record CommandLineRun(int code, String out, String err) {
    public static CommandLineRun of(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(List.of(args), new PrintWriter(out), new PrintWriter(err));
        return new CommandLineRun(code, out.toString(), err.toString());
    }

    /** The same of a program of another module. */
    public static CommandLineRun of(Object program, String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(program, List.of(args), new PrintWriter(out), new PrintWriter(err));
        return new CommandLineRun(code, out.toString(), err.toString());
    }

    public JsonNode json() throws IOException {
        return new JsonMapper().readTree(out);
    }
}
