package io.orrery.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of the web client and of the libraries that it uses, from the class path. Each is packed once, not for each
 * of two hundred people who open the page at the same moment.
 */
final class Assets {
    private static final long BYTES = 64L << 20;

    /** Segments that begin with a letter or a digit: so there is no "..", no hidden file, no way out of the folder. */
    private static final Pattern PATH = Pattern.compile("[\\w@][\\w@.-]*(/[\\w@][\\w@.-]*)*");

    private final Cache<String, Asset> assets = Caffeine.newBuilder()
            .maximumWeight(BYTES)
            .weigher((String path, Asset asset) -> asset.bytes().length + asset.zipped().length)
            .build();

    /**
     * A file inside a folder of the class path.
     *
     * @param folder ends with a slash
     * @param path as it came from outside
     */
    Optional<Asset> find(String folder, String path) {
        if (!PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        return FileType.of(path).flatMap(type -> read(folder + path, type));
    }

    private Optional<Asset> read(String name, FileType type) {
        Asset held = assets.getIfPresent(name);
        if (held != null) {
            return Optional.of(held);
        }
        URL url = Assets.class.getClassLoader().getResource(name);
        if (url == null) {
            return Optional.empty();
        }
        try {
            Asset asset = Asset.read(url.openStream(), type);
            // A file that is not inside a jar is being worked on.
            if (!url.getProtocol().equals("file")) {
                assets.put(name, asset);
            }
            return Optional.of(asset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
