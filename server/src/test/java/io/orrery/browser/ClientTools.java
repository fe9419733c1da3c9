package io.orrery.browser;

import io.orrery.tools.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Node, and the npm packages of the browser modules' tests in the versions of the lockfile. */
final class ClientTools {
    private static final Path CLIENT = ModulePages.webClient();

    private ClientTools() {}

    /** Installs them once; other test processes wait meanwhile. */
    static void install() throws IOException {
        Programs.require("node", "nodejs");
        Programs.require("npm", "npm");
        byte[] locked = Files.readAllBytes(CLIENT.resolve("package-lock.json"));
        Path installed = CLIENT.resolve("node_modules/.orrery-lock");
        Programs.alone(() -> {
            if (!Files.exists(installed) || !Arrays.equals(Files.readAllBytes(installed), locked)) {
                String said = run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent");
                if (!said.isEmpty()) {
                    throw new IOException(said);
                }
                Files.write(installed, locked);
            }
            return installed;
        });
    }

    /** Runs a program in the folder {@code web-client}. @return its output, or its exit code if it fails without output */
    static String run(String... command) throws IOException {
        var process = new ProcessBuilder(List.of(command))
                .directory(CLIENT.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            int code = process.waitFor();
            return code == 0 || !text.isEmpty() ? text : String.join(" ", command) + " ended with " + code;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
