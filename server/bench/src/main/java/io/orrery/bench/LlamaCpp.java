package io.orrery.bench;

import io.orrery.picture.TemporaryFolder;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * llama.cpp, through node-llama-cpp. npm installs the package, pinned by the lockfile next to the script, into a temporary folder.
 * Install scripts are disabled.
 */
record LlamaCpp(TemporaryFolder packages) implements AutoCloseable {
    static final String NAME = "node-llama-cpp 3.22.1";
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "measure.mjs");
    private static final long SECONDS = 600;

    /** @throws IOException if Node.js or npm is missing, or the package cannot be installed */
    static LlamaCpp install() throws IOException {
        var packages = TemporaryFolder.named("orrery-bench");
        try {
            for (var file : FILES) {
                try (var in = LlamaCpp.class.getResourceAsStream("llama-cpp/" + file)) {
                    Files.copy(in, packages.folder().resolve(file));
                }
            }
            new Program(packages.folder(), SECONDS)
                    .run(List.of("npm", "install", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"));
        } catch (IOException e) {
            packages.close();
            throw e;
        }
        return new LlamaCpp(packages);
    }

    /** A process with a model, which waits to be asked for a run. */
    static final class Loaded implements AutoCloseable {
        private final Process process;
        private final BufferedWriter asked;
        private final BufferedReader times;

        private Loaded(Process process) {
            this.process = process;
            this.asked = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
            this.times = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Computes the logits at all positions of the text and returns what that took. */
        Timing.Spent prefill() {
            return ask("prefill");
        }

        /** The same for one more token. The text has to be there. */
        Timing.Spent nextToken() {
            return ask("next");
        }

        private Timing.Spent ask(String what) {
            try {
                asked.write(what + "\n");
                asked.flush();
                String line = times.readLine();
                if (line == null) {
                    throw new IOException("llama.cpp cannot run this model");
                }
                int space = line.indexOf(' ');
                return new Timing.Spent(
                        Double.parseDouble(line.substring(0, space)), Double.parseDouble(line.substring(space + 1)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    Loaded load(Path model, int positions, int threads) throws IOException {
        var command = List.of(
                "node",
                "measure.mjs",
                model.toAbsolutePath().toString(),
                Integer.toString(positions),
                Integer.toString(threads));
        return new Loaded(new ProcessBuilder(command)
                .directory(packages.folder().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    @Override
    public void close() throws IOException {
        packages.close();
    }
}
