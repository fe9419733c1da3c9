package io.orrery.bench.scene;

import io.orrery.picture.Chromium;
import java.io.IOException;
import picocli.CommandLine.Option;

/** The option that chooses the browser of a benchmark. */
public final class BrowserOption {
    @Option(
            names = "--chromium",
            paramLabel = "FILE",
            defaultValue = "",
            description = "The browser. By default the first Chromium on the PATH.")
    private String chromium;

    /** Starts the browser. */
    public Chromium start() throws IOException {
        return Chromium.start(chromium);
    }

    /** Path of the browser; empty for the first Chromium on the PATH. */
    String file() {
        return chromium;
    }
}
