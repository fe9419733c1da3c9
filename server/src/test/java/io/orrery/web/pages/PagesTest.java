package io.orrery.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.Decoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.web.RunningServer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    /** {@code import … from "x"}, {@code export … from "x"}, {@code import "x"} and {@code import("x")}, minified or not. */
    private static final Pattern IMPORT = Pattern.compile("(?:\\bfrom|\\bimport)\\s*\\(?\\s*[\"']([\\w@./-]+)[\"']");

    @AutoClose
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer();
    }

    @ParameterizedTest
    @CsvSource({
        "/, landing, ''",
        "/solo, solo, ''",
        "/r/abc%20234, attendee, ABC234",
        "/r/ABC234/present, presenter, ABC234",
        "/r/ABC234/screen, projector, ABC234",
    })
    void fillsTheShellOfEveryPage(String path, String page, String code) throws Exception {
        var response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(RunningServer.header(response, "Content-Type")).startsWith("text/html");
        assertThat(text(response)).contains("page=\"" + page + "\"").contains("code=\"" + code + "\"");
        assertThat(text(response)).doesNotContain("{{");
    }

    @Test
    void escapesTheAddress() throws Exception {
        String page = text(server.get("/r/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"));

        assertThat(page).doesNotContain("<script>alert").doesNotContain("<SCRIPT>ALERT");
        assertThat(page).contains("&lt;SCRIPT&gt;");
    }

    @Test
    void policyForbidsInlineScripts() throws Exception {
        String policy = RunningServer.header(server.get("/solo"), "Content-Security-Policy");

        assertThat(policy).contains("default-src 'self'").contains("script-src 'self';");
        assertThat(policy)
                .contains("connect-src 'self' ws://127.0.0.1:" + server.server().port());
        assertThat(policy)
                .contains("object-src 'none'")
                .contains("frame-ancestors 'none'")
                .contains("base-uri 'none'");
    }

    @Test
    void onlyTheProjectorMayBeEmbeddedAndOnlyByThisServer() throws Exception {
        String room = "/r/" + server.code();
        for (String path : new String[] {"/", "/solo", room, room + "/present"}) {
            assertThat(RunningServer.header(server.get(path), "Content-Security-Policy"))
                    .contains("frame-ancestors 'none'");
            assertThat(RunningServer.header(server.get(path), "X-Frame-Options"))
                    .isEqualTo("DENY");
        }
        var screen = server.get(room + "/screen");
        assertThat(RunningServer.header(screen, "Content-Security-Policy")).contains("frame-ancestors 'self';");
        assertThat(RunningServer.header(screen, "X-Frame-Options")).isEqualTo("SAMEORIGIN");
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() throws Exception {
        for (String path : new String[] {"/", "/api/presets", "/api/traces/00", "/nothing"}) {
            var response = server.get(path);
            assertThat(RunningServer.header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(RunningServer.header(response, "X-Frame-Options")).isEqualTo("DENY");
            assertThat(RunningServer.header(response, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(response.headers().firstValue("Server")).isEmpty();
        }
        assertThat(RunningServer.header(server.get(address("made/solo.js")), "X-Content-Type-Options"))
                .isEqualTo("nosniff");
    }

    @Test
    void servesEveryImportedModule() throws Exception {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(address("made/solo.js")));
        while (!open.isEmpty()) {
            String path = open.remove();
            if (!seen.add(path)) {
                continue;
            }
            var response = server.get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(RunningServer.header(response, "Content-Type")).startsWith("text/javascript");
            Matcher matcher = IMPORT.matcher(withoutComments(text(response)));
            while (matcher.find()) {
                open.add(URI.create(path).resolve(matcher.group(1)).toString());
            }
        }
        for (String module : new String[] {"rest", "machine", "prompt-editor", "gallery-panel"}) {
            assertThat(seen).anyMatch(path -> path.contains("/" + module + "-"));
        }
    }

    @Test
    void filesAreImmutableAndPagesAreRevalidated() throws Exception {
        var app = server.get(address("made/solo.js"));

        assertThat(RunningServer.header(app, "Cache-Control")).contains("immutable");
        assertThat(server.get("/web/0123456789abcdef/made/solo.js").statusCode())
                .isEqualTo(404);
        assertThat(RunningServer.header(server.get("/solo"), "Cache-Control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/solo", "/r/ABC234", "/r/ABC234/screen"})
    void pagesPreloadTheModulesForTheTextOnly(String path) throws Exception {
        String page = text(server.get(path));

        List<String> asked = Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\">")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(asked).hasSizeBetween(2, 6).noneMatch(module -> module.contains("/machine-"));
        for (String module : asked) {
            assertThat(server.get(module).statusCode()).as(module).isEqualTo(200);
        }
        JsonNode later = RunningServer.JSON.readTree(later(page));
        for (String list : new String[] {"rest", "scene"}) {
            for (JsonNode module : later.get(list)) {
                assertThat(server.get(module.textValue()).statusCode())
                        .as(module.textValue())
                        .isEqualTo(200);
                assertThat(asked).doesNotContain(module.textValue());
            }
        }
        assertThat(later.get("scene").toString()).contains("/machine-");
        assertThat(later.get("rest").toString()).contains("/rest-");
    }

    @Test
    void theBuildHasCompressedEveryTextFile() throws Exception {
        try (var files = Files.walk(Path.of("../web-client/target/classes/web"))) {
            var plain = files.filter(Files::isRegularFile)
                    .filter(file ->
                            !file.toString().endsWith(".gz") && !file.toString().endsWith(".br"))
                    // a font is compressed already
                    .filter(file -> !file.toString().endsWith(".woff2"))
                    .toList();
            assertThat(plain).hasSizeGreaterThan(20);
            for (Path file : plain) {
                assertThat(file.resolveSibling(file.getFileName() + ".gz")).exists();
                assertThat(file.resolveSibling(file.getFileName() + ".br")).exists();
            }
        }
    }

    @Test
    void sendsGzipToClientsThatAcceptIt() throws Exception {
        var plain = server.get(address("made/solo.js"));
        var zipped = server.get(address("made/solo.js"), "Accept-Encoding", "gzip, deflate");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(RunningServer.header(zipped, "Content-Encoding")).isEqualTo("gzip");
        assertThat(RunningServer.header(zipped, "Vary")).isEqualTo("Accept-Encoding");
        try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip, deflate, br, zstd", "gzip,BR;q=0.5"})
    void prefersBrotliForClientsThatAcceptIt(String accepted) throws Exception {
        var plain = server.get(address("made/solo.js"));
        var sent = server.get(address("made/solo.js"), "Accept-Encoding", accepted);

        assertThat(RunningServer.header(sent, "Content-Encoding")).isEqualTo("br");
        Brotli4jLoader.ensureAvailability();
        assertThat(Decoder.decompress(sent.body()).getDecompressedData()).isEqualTo(plain.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, br;q=0", "gzip, br; q=0.0", "gzip, brother"})
    void doesNotSendBrotliToClientsThatRefuseIt(String accepted) throws Exception {
        assertThat(RunningServer.header(
                        server.get(address("made/solo.js"), "Accept-Encoding", accepted), "Content-Encoding"))
                .isEqualTo("gzip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/web/../logback.xml",
                "/web/%2e%2e/logback.xml",
                "{web}../logback.xml",
                "{web}%2e%2e/logback.xml",
                "{web}..%2flogback.xml",
                "{web}%2e%2e%2flogback.xml",
                "{web}..%5clogback.xml",
                "{web}made/../../logback.xml",
                "{web}/etc/passwd",
                "{web}%00made/solo.js",
                "{web}made/solo.js%00",
                "{web}made",
                "{web}",
                "{web}nothing.js",
                "{web}made/solo.js.gz",
                "{web}made/solo.js.br",
                "{web}strings/%2e%2e/%2e%2e/logback.xml",
                "{web}packed.json/..",
            })
    void servesNothingOutsideTheFolder(String path) throws Exception {
        var response = server.get(path.replace("{web}", address("")));

        assertThat(response.statusCode()).isBetween(400, 404);
        assertThat(text(response)).doesNotContain("appender").doesNotContain("root:");
    }

    @Test
    void answersABrowserWithAPageIfThereIsNone() throws Exception {
        var response = server.get("/nope", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(text(response)).contains("page=\"nowhere\"").doesNotContain("nope");
    }

    @Test
    void answersAProgramWithAProblemIfThereIsNone() throws Exception {
        var response = server.get("/nope", "Accept", "*/*");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }

    @Test
    void refusesAnUnsupportedMethod() throws Exception {
        assertThat(server.post("/solo", "{}").statusCode()).isEqualTo(404);
    }

    private static String withoutComments(String script) {
        return script.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
    }

    /** The address of a file of the web client. */
    private static String address(String path) throws Exception {
        Matcher matcher =
                Pattern.compile("src=\"(/web/[0-9a-f]{16}/)made/landing\\.js\"").matcher(text(server.get("/")));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1) + path;
    }

    private static String later(String page) {
        Matcher matcher = Pattern.compile("id=\"later\">(\\{.*?})</script>").matcher(page);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
