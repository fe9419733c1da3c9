package io.orrery.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pictures of a gallery: takes them into a folder, and lists them in its {@code index.html}. */
final class GalleryPictures {
    private final Path folder;

    /** Descriptions of the pictures, by file name. */
    private final Map<String, String> pictures = new LinkedHashMap<>();

    GalleryPictures(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Takes a screenshot once the scene is still and all its numbers have come. */
    void take(Screen screen, String name, String what) {
        screen.scene().waitUntil("orrery.scene().memory.idle");
        screen.picture(folder.resolve(name + ".png"));
        pictures.put(name + ".png", what);
    }

    /** Takes a screenshot of a page without a scene, or with one that moves. */
    void still(Screen screen, String name, String what) {
        screen.page().waitForTimeout(700);
        screen.page().screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
        pictures.put(name + ".png", what);
    }

    /** Writes the list. */
    void index() throws IOException {
        var html = new StringBuilder("<!doctype html><meta charset=\"utf-8\"><title>Orrery: the gallery</title>");
        pictures.forEach((file, what) -> html.append("<figure><img loading=\"lazy\" style=\"max-width:100%\" src=\"")
                .append(file)
                .append("\" alt=\"\"><figcaption>")
                .append(what)
                .append("</figcaption></figure>"));
        Files.writeString(folder.resolve("index.html"), html);
    }
}
