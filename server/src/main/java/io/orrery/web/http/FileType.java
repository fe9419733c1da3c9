package io.orrery.web.http;

import java.util.Locale;
import java.util.Optional;

/** The types of file that are served; files of any other type are not found. */
public enum FileType {
    JS("text/javascript; charset=utf-8"),
    CSS("text/css; charset=utf-8"),
    HTML("text/html; charset=utf-8"),
    JSON("application/json"),
    MAP("application/json"),
    SVG("image/svg+xml"),
    PNG("image/png"),
    WOFF2("font/woff2");

    private final String mediaType;

    FileType(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    public static Optional<FileType> of(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1);
        for (FileType type : values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(extension)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
