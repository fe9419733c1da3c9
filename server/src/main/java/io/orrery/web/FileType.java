package io.orrery.web;

import java.util.Locale;
import java.util.Optional;

/** The kinds of file that are served. What is not one of these is not there. */
enum FileType {
    JS("text/javascript; charset=utf-8", true),
    CSS("text/css; charset=utf-8", true),
    HTML("text/html; charset=utf-8", true),
    JSON("application/json", true),
    MAP("application/json", true),
    SVG("image/svg+xml", true),
    PNG("image/png", false),
    WOFF2("font/woff2", false);

    private final String mediaType;
    private final boolean text;

    FileType(String mediaType, boolean text) {
        this.mediaType = mediaType;
        this.text = text;
    }

    String mediaType() {
        return mediaType;
    }

    boolean isText() {
        return text;
    }

    static Optional<FileType> of(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1);
        for (FileType type : values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(extension)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
