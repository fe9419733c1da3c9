package io.orrery.picture;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.CommandLineError;
import io.orrery.error.OrreryException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A page of this program in a headless browser, to take pictures of once it shows all that it was asked for. */
public final class PagePicture implements AutoCloseable {
    /** Imports the port through which a page says what it shows, {@code start/shown.js}. */
    private static final String IMPORT =
            "import(new URL('shown.js', document.querySelector('script[src*=\"/made/\"]').src).href)"
                    + ".then(port => { window.orrery = port; return true; })";

    private static final String HAS_PAGE = "document.querySelector('script[src*=\"/made/\"]') !== null";

    /** A figure in front of the machine has all its numbers, the machine has drawn all of its own, and a tool has answered or refused. */
    private static final String IS_COMPLETE = "orrery.isStill() && orrery.hasFigure() && orrery.scene().memory.idle"
            + " && (orrery.answerOfWhy()?.isAnswered ?? true) || orrery.answerOfWhy()?.refusal != null";

    /** Resolves once the browser has drawn what it was told before. */
    private static final String NEXT_FRAME =
            "document.fonts.ready.then(() => new Promise(then => requestAnimationFrame(() => requestAnimationFrame(() => then(true)))))";

    /** A browser without a graphics card draws the machine of a large model slowly, and tools of why measure for minutes. */
    private static final long PATIENCE_MIN = 15;

    private final OpenRequests requests = new OpenRequests();
    private final Chromium browser;
    private final BrowserTab tab;
    private final int width;
    private final int height;

    /**
     * Opens a page and waits until it is complete.
     *
     * @param program path of the browser; empty for the first Chromium on the {@code PATH}
     * @param address of the page
     * @param width of the picture, in px
     * @param height of the picture, in px
     * @throws OrreryException if there is no browser, or a tool of why that the page shows refuses to answer
     */
    public PagePicture(String program, String address, int width, int height) throws IOException {
        this.width = width;
        this.height = height;
        browser = Chromium.start(program);
        try {
            tab = new BrowserTab(browser.address(), width, height, requests::take);
            tab.watchRequests();
            tab.reduceMotion();
            tab.open(address);
            long patience = TimeUnit.MINUTES.toMillis(PATIENCE_MIN);
            tab.await(HAS_PAGE, patience);
            tab.value(IMPORT);
            do {
                tab.await(IS_COMPLETE, patience);
                tab.value(NEXT_FRAME);
                // what is drawn may ask for more: the patterns of heads, once these have been ranked
            } while (requests.areOpen() || !tab.value(IS_COMPLETE).asBoolean());
            JsonNode refusal = tab.value("orrery.answerOfWhy()?.refusal ?? null");
            if (refusal.isTextual()) {
                throw new OrreryException(new CommandLineError.NoPicture(refusal.asText()));
            }
        } catch (IOException | RuntimeException e) {
            browser.close();
            throw e;
        }
    }

    /** The whole page, as a PNG file. */
    public byte[] png() throws IOException {
        return tab.picture(0, 0, width, height);
    }

    /** What is drawn in front of the machine, as an SVG file; empty where the machine is the picture. */
    public Optional<String> svg() throws IOException {
        JsonNode svg = tab.value("orrery.svg()");
        return svg.isTextual() ? Optional.of(svg.asText()) : Optional.empty();
    }

    /** The picture in words, for whoever does not see it. */
    public String alt() throws IOException {
        return tab.value("orrery.alt()").asText();
    }

    @Override
    public void close() throws IOException {
        browser.close();
    }

    /** The page's requests that have no whole answer yet. */
    private static final class OpenRequests {
        private final Set<String> ids = ConcurrentHashMap.newKeySet();

        void take(JsonNode event) {
            String id = event.at("/params/requestId").asText();
            switch (event.path("method").asText()) {
                case "Network.requestWillBeSent" -> ids.add(id);
                case "Network.loadingFinished", "Network.loadingFailed" -> ids.remove(id);
                default -> {}
            }
        }

        boolean areOpen() {
            return !ids.isEmpty();
        }
    }
}
