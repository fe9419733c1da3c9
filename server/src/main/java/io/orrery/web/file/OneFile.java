package io.orrery.web.file;

import io.orrery.web.http.Asset;
import io.orrery.web.pages.Assets;
import io.orrery.web.pages.Packed;
import io.orrery.web.pages.PageLanguages;
import io.orrery.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A page with all that it needs in one file, made from the packed web client. A browser loads no module from a file, so the modules are in it as
 * compressed text; {@code file.html} gives each an address, which an import map names. All parts are compressed and in Base64, so nothing
 * in them is markup; the file's content security policy lets no other script run, and no request leave.
 */
final class OneFile {
    /** An import of another module of the client, in a module. */
    private static final Pattern IMPORT = Pattern.compile("([\"'])\\./([\\w@.-]+\\.js)\\1");

    private static final Pattern FONT = Pattern.compile("url\\(\"?\\./([\\w.-]+\\.woff2)\"?\\)");
    private static final String FOLDER = "made/";
    private static final String ENTRY = "file.js";
    private static final String FORMULAS = "made/katex.css";
    private static final int NONCE_BYTES = 16;

    private final Assets assets;
    private final Packed packed;

    OneFile(Assets assets, Packed packed) {
        this.assets = assets;
        this.packed = packed;
    }

    /**
     * A page in a file.
     *
     * @param bytes of each part, as the file has it
     */
    record Page(byte[] html, Map<String, Integer> bytes) {}

    /**
     * @param title of the page until it has its own
     * @param begin the fragment of the address at which the page begins, with its #
     * @param withFormulas whether formulas are shown
     */
    Page of(FileData data, String title, String begin, boolean withFormulas) {
        var contents = new LinkedHashMap<String, byte[]>();
        contents.put("code", Json.bytes(code()));
        contents.put("texts", Json.bytes(texts(withFormulas)));
        contents.put("data", data.json());
        contents.put("numbers", data.numbers());
        contents.put("frames", data.frames());
        var sizes = new LinkedHashMap<String, Integer>();
        var parts = new StringBuilder();
        contents.forEach((name, bytes) -> {
            String text = Base64.getEncoder().encodeToString(zipped(bytes));
            sizes.put(name, text.length());
            parts.append("<script type=\"text/plain\" id=\"part-%s\">%s</script>\n".formatted(name, text));
        });
        PageLanguages languages = packed.languages();
        PageLanguages.Shell shell = languages.shell(languages.ids().get(0));
        var nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        String torn = String.join(
                " · ",
                languages.ids().stream().map(id -> languages.shell(id).torn()).toList());
        String html = text("file.html")
                .replace("{{languages}}", String.join(" ", languages.ids()))
                .replace("{{locale}}", shell.locale())
                .replace("{{direction}}", shell.direction())
                .replace("{{nonce}}", HexFormat.of().formatHex(nonce))
                .replace("{{title}}", escaped(title))
                .replace("{{noScript}}", escaped(shell.noScript()))
                .replace("{{torn}}", escaped(torn))
                .replace("{{styles}}", text("made/page.css"))
                .replace("{{begin}}", begin)
                .replace("{{parts}}", parts);
        return new Page(html.getBytes(StandardCharsets.UTF_8), sizes);
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

    private static byte[] zipped(byte[] bytes) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written", e);
        }
        return zipped.toByteArray();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
