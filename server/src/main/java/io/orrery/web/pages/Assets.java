package io.orrery.web.pages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.orrery.web.http.Asset;
import io.orrery.web.http.FileType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The web client's files, read from the class path and cached. The build has compressed them already, so nothing needs to be
 * compressed when 200 people open a page at the same moment.
 */
public final class Assets {
    static final String FOLDER = "web/";

    private static final long BYTES = 16L << 20;

    /** Every segment begins with a word character. This excludes "..", and with it every path out of the folder. */
    private static final Pattern PATH = Pattern.compile("\\w[\\w@.-]*(/\\w[\\w@.-]*)*");

    private final Cache<String, Asset> assets = Caffeine.newBuilder()
            .maximumWeight(BYTES)
            .weigher((String path, Asset asset) -> asset.bytes().length + asset.zipped().length + asset.brotli().length)
            .build();

    /** @param path from a request, untrusted */
    public Optional<Asset> find(String path) {
        if (!PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(assets.get(path, Assets::read));
    }

    /** Reads a file; null, which the cache does not store, if there is none. */
    private static Asset read(String path) {
        Optional<byte[]> zipped = bytes(path + ".gz");
        return FileType.of(path)
                .flatMap(type -> bytes(path)
                        .or(() -> zipped.map(Assets::unzipped))
                        .map(bytes -> Asset.of(type, bytes, zipped, bytes(path + ".br"))))
                .orElse(null);
    }

    /** The program's file has most files only compressed (pom.xml). */
    private static byte[] unzipped(byte[] zipped) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<byte[]> bytes(String path) {
        try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(FOLDER + path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
