package io.orrery.web.file;

import io.orrery.error.OrreryException;
import io.orrery.error.RecordingError;
import io.orrery.web.http.Asset;
import io.orrery.web.pages.Assets;
import io.orrery.web.pages.Packed;
import io.orrery.web.pages.PageLanguages;
import io.orrery.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A page with all that it needs in one file, made from the packed web client. A browser loads no module from a file, so the modules are in it as
 * compressed text; {@code file.html} gives each an address, which an import map names. All parts are compressed and in Base64, so nothing
 * in them is markup; the file's content security policy lets no other script run, and no request leave.
 */
public final class OneFile {
    /** An import of another module of the client, in a module. */
    private static final Pattern IMPORT = Pattern.compile("([\"'])\\./([\\w@.-]+\\.js)\\1");

    private static final Pattern FONT = Pattern.compile("url\\(\"?\\./([\\w.-]+\\.woff2)\"?\\)");
    private static final Pattern NAMED = Pattern.compile("\\{\\{(\\w+)}}");
    private static final byte[] BEHIND = "</script>\n".getBytes(StandardCharsets.UTF_8);
    private static final String VOICE = "voice";

    /** The parts of a recording's file that are data. */
    static final Set<String> OF_RECORDING = Set.of("data", "numbers", "frames", "rows", "why", "captions", VOICE);

    /** The most bytes of data and of answers of why, which are read as a whole. */
    private static final long MOST_TEXT = 24L << 20;

    /** The most bytes of other parts, before they are compressed. */
    private static final long MOST_NUMBERS = 72L << 20;

    /** What the words of a tour have where they have a formula. */
    private static final String FORMULA = "\"math\":";

    private static final String FOLDER = "made/";
    private static final String ENTRY = "file.js";
    private static final String FORMULAS = "made/katex.css";
    private static final int NONCE_BYTES = 16;
    private static final int MIB = 20;

    private final Assets assets;
    private final Packed packed;

    OneFile(Assets assets, Packed packed) {
        this.assets = assets;
        this.packed = packed;
    }

    /** The languages of the page. */
    List<String> languages() {
        return packed.languages().ids();
    }

    /**
     * A page in a file.
     *
     * @param head what is before the parts
     * @param parts compressed, by name
     * @param tail what is behind the parts
     */
    public record Page(byte[] head, Map<String, byte[]> parts, byte[] tail) {
        /** The bytes that each part takes in the file. */
        public Map<String, Long> bytes() {
            var bytes = new LinkedHashMap<String, Long>();
            parts.forEach((name, zipped) -> bytes.put(name, inBase64(zipped.length)));
            return bytes;
        }

        /** The bytes of each part of a recording. */
        public Map<FilePart, Long> sizes() {
            Map<String, Long> bytes = bytes();
            var sizes = new EnumMap<FilePart, Long>(FilePart.class);
            for (FilePart part : FilePart.values()) {
                sizes.put(
                        part,
                        part.pieces().stream()
                                .mapToLong(piece -> bytes.getOrDefault(piece, 0L))
                                .sum());
            }
            sizes.merge(FilePart.PAGE, (long) head.length + tail.length, Long::sum);
            return sizes;
        }

        /** The length of the file, bytes. */
        public long length() {
            return head.length
                    + tail.length
                    + parts.entrySet().stream()
                            .mapToLong(part ->
                                    before(part.getKey()).length + inBase64(part.getValue().length) + BEHIND.length)
                            .sum();
        }

        /** The file, which is made while it is read. */
        public InputStream open() {
            var pieces = new ArrayList<InputStream>();
            pieces.add(new ByteArrayInputStream(head));
            parts.forEach((name, zipped) -> {
                pieces.add(new ByteArrayInputStream(before(name)));
                pieces.add(new Base64Stream(zipped));
                pieces.add(new ByteArrayInputStream(BEHIND));
            });
            pieces.add(new ByteArrayInputStream(tail));
            return new SequenceInputStream(Collections.enumeration(pieces));
        }

        private static byte[] before(String name) {
            return "<script type=\"text/plain\" id=\"part-%s\">".formatted(name).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The most bytes of a part, before it is compressed. */
    static long most(String part) {
        return part.equals("data") || part.equals("why") || part.equals("captions") ? MOST_TEXT : MOST_NUMBERS;
    }

    /** Whether the words in a file's data have formulas. */
    static boolean hasFormulas(Map<String, byte[]> data) {
        return Stream.of("data", "rows")
                .anyMatch(part ->
                        new String(data.getOrDefault(part, new byte[0]), StandardCharsets.UTF_8).contains(FORMULA));
    }

    /** What so many bytes take in a file. */
    public static long inBase64(long bytes) {
        return (bytes + 2) / 3 * 4;
    }

    /** Bytes in Base64, of which a part is written at a time. */
    private static final class Base64Stream extends InputStream {
        /** A multiple of three: only the last part is padded. */
        private static final int PART = 3 << 13;

        private final byte[] bytes;
        private int at;
        private byte[] part = {};
        private int read;

        Base64Stream(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (read == part.length) {
                if (at == bytes.length) {
                    return -1;
                }
                int end = Math.min(bytes.length, at + PART);
                part = Base64.getEncoder().encode(Arrays.copyOfRange(bytes, at, end));
                at = end;
                read = 0;
            }
            int count = Math.min(length, part.length - read);
            System.arraycopy(part, read, into, offset, count);
            read += count;
            return count;
        }
    }

    /**
     * @param page its kind: the name of its entry module
     * @param code as the page has it in its address; empty for somebody who walks alone
     * @param title of the page until it has its own
     * @param begin the fragment of the address at which the page begins, with its #
     * @param withFormulas whether formulas are shown
     * @param data what {@code start/file.js} reads, by name
     */
    Page of(String page, String code, String title, String begin, boolean withFormulas, Map<String, byte[]> data) {
        data.forEach((name, bytes) -> {
            if (bytes.length > most(name)) {
                throw new OrreryException(new RecordingError.TooMuchForAFile(most(name) >> MIB));
            }
        });
        var parts = new LinkedHashMap<String, byte[]>();
        parts.put("code", zipped(Json.bytes(code()), Deflater.BEST_COMPRESSION));
        parts.put("texts", zipped(Json.bytes(texts(withFormulas)), Deflater.BEST_COMPRESSION));
        // a voice is compressed already
        data.forEach((name, bytes) -> parts.put(
                name, zipped(bytes, name.equals(VOICE) ? Deflater.NO_COMPRESSION : Deflater.BEST_COMPRESSION)));
        PageLanguages languages = packed.languages();
        PageLanguages.Shell shell = languages.shell(languages.ids().get(0));
        var nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        String torn = String.join(
                " · ",
                languages.ids().stream().map(id -> languages.shell(id).torn()).toList());
        var values = new LinkedHashMap<String, String>();
        values.put("languages", String.join(" ", languages.ids()));
        values.put("locale", shell.locale());
        values.put("direction", shell.direction());
        values.put("nonce", HexFormat.of().formatHex(nonce));
        values.put("title", escaped(title));
        values.put("noScript", escaped(shell.noScript()));
        values.put("torn", escaped(torn));
        values.put("styles", text("made/page.css"));
        values.put("begin", begin);
        values.put("page", page);
        values.put("code", escaped(code));
        String[] around = text("file.html").split(Pattern.quote("{{parts}}"), 2);
        return new Page(filled(around[0], values), parts, filled(around[1], values));
    }

    /** All at once: a value that looks like the name of another one stays as it is. */
    private static byte[] filled(String template, Map<String, String> values) {
        return NAMED.matcher(template)
                .replaceAll(named -> Matcher.quoteReplacement(values.getOrDefault(named.group(1), named.group())))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The modules that the page can come to load, by name. */
    private Map<String, String> code() {
        var code = new TreeMap<String, String>();
        var open = new ArrayDeque<>(List.of(ENTRY));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (!code.containsKey(name)) {
                String module = text(FOLDER + name);
                var imports = IMPORT.matcher(module);
                var here = new StringBuilder();
                while (imports.find()) {
                    open.add(imports.group(2));
                    imports.appendReplacement(here, Matcher.quoteReplacement("\"orrery/" + imports.group(2) + "\""));
                }
                imports.appendTail(here);
                code.put(
                        name,
                        here.toString()
                                .replace("import.meta.url", "\"https://file.invalid/web/" + FOLDER + name + "\""));
            }
        }
        return code;
    }

    private Map<String, String> texts(boolean withFormulas) {
        var texts = new TreeMap<String, String>();
        packed.texts().forEach(name -> texts.put(name, text(name)));
        if (withFormulas) {
            texts.put(
                    FORMULAS,
                    FONT.matcher(text(FORMULAS))
                            .replaceAll(font -> "url(data:font/woff2;base64,"
                                    + Base64.getEncoder().encodeToString(bytes(FOLDER + font.group(1))) + ")"));
        }
        return texts;
    }

    private String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String path) {
        Optional<Asset> asset = assets.find(path);
        return asset.orElseThrow(() -> new IllegalStateException("The web client has no " + path))
                .bytes();
    }

    private static byte[] zipped(byte[] bytes, int level) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped) {
            {
                def.setLevel(level);
            }
        }) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written", e);
        }
        return zipped.toByteArray();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
