package io.orrery.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.model.ModelReference;
import io.orrery.web.Hosting;
import io.orrery.web.RunningServer;
import io.orrery.web.ServerOptions;
import io.orrery.web.socket.TestSocket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbedRoutesTest {
    private static final String OPERATORS = "https://slides.example.org";

    @AutoClose
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(new ServerOptions(
                "127.0.0.1",
                0,
                List.of(ModelReference.of("nano-sort")),
                Optional.empty(),
                Hosting.TEMPORARY.withEmbedFrom(List.of(OPERATORS))));
    }

    @Test
    void onlySitesOfTheOperatorAndOfTheRoomsPresenterMayShowAFrame() throws Exception {
        String room = "/embed/" + server.code();
        assertThat(ancestors("/embed/solo")).isEqualTo(OPERATORS);
        assertThat(ancestors(room)).isEqualTo(OPERATORS);

        TestSocket presenter = server.socket(server.code())
                .says("{'type':'hello','v':1,'view':'presenter','key':'" + server.key() + "'}");
        presenter.next("welcome");
        presenter.says("{'type':'command','id':'e1','at':1,'do':'embed','from':['http://10.1.2.3:8000']}");
        JsonNode state = presenter.next(said -> said.path("by").asText().equals("e1"));
        assertThat(state.at("/state/embed/from/0").textValue()).isEqualTo("http://10.1.2.3:8000");
        assertThat(ancestors(room)).isEqualTo(OPERATORS + " http://10.1.2.3:8000");
        assertThat(ancestors("/embed/solo")).isEqualTo(OPERATORS);
        assertThat(ancestors("/embed/ABC999")).isEqualTo(OPERATORS);
        assertThat(ancestors("/r/" + server.code())).isEqualTo("'none'");
        assertThat(server.get(room).headers().firstValue("X-Frame-Options")).isEmpty();

        // a site is an origin: nothing else gets into the header
        for (String bad :
                new String[] {"*", "javascript:alert(1)", "http://a.example; script-src *", "http://a.example/deck"}) {
            presenter.says("{'type':'command','id':'e2','at':1,'do':'embed','from':['" + bad + "']}");
            assertThat(presenter.next("refused").get("code").textValue()).isEqualTo("field-not-server-address");
        }
        // what attendees are told has no list of sites
        TestSocket embedded = server.socket(server.code()).says("{'type':'hello','v':1,'view':'embed'}");
        JsonNode welcome = embedded.next("welcome");
        assertThat(welcome.get("role").textValue()).isEqualTo("attendee");
        assertThat(welcome.get("state").has("embed")).isFalse();
        presenter.says("{'type':'command','id':'e3','at':1,'do':'embed','from':[]}");
        presenter.next(said -> said.path("by").asText().equals("e3"));
        assertThat(ancestors(room)).isEqualTo(OPERATORS);
    }

    @Test
    void nobodyMayShowAFrameOfAServerThatAllowsNobody() throws Exception {
        try (var closed = new RunningServer()) {
            var answer = closed.get("/embed/solo");
            assertThat(RunningServer.header(answer, "Content-Security-Policy")).contains("frame-ancestors 'none'");
            assertThat(RunningServer.header(answer, "X-Frame-Options")).isEqualTo("DENY");
        }
    }

    @Test
    void anyPageMayLoadTheScript() throws Exception {
        var script = server.get("/orrery-embed.js", "Accept-Encoding", "gzip");
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(RunningServer.header(script, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(RunningServer.header(script, "Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
        assertThat(RunningServer.header(script, "Content-Encoding")).isEqualTo("gzip");
        assertThat(script.body()).hasSizeLessThanOrEqualTo(6 * 1024);
        String tag = RunningServer.header(script, "ETag");
        assertThat(server.get("/orrery-embed.js", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
    }

    @Test
    void pastedLinksBecomeFramesWithoutKeys() throws Exception {
        JsonNode answer = RunningServer.json(
                oembed("/r/" + server.code() + "#key=secret&step=blocks.0.attn.scores", "&maxwidth=600"));
        assertThat(answer.get("version").textValue()).isEqualTo("1.0");
        assertThat(answer.get("type").textValue()).isEqualTo("rich");
        assertThat(answer.get("width").intValue()).isEqualTo(600);
        assertThat(answer.get("html").textValue())
                .startsWith("<iframe src=\"" + server.address("/embed/" + server.code() + "#step=blocks.0.attn.scores")
                        + "\"")
                .doesNotContain("secret");
        assertThat(RunningServer.json(oembed("/solo#prompt=%22%3E%3Cscript%3E", ""))
                        .get("html")
                        .textValue())
                .doesNotContain("<script>");
        for (String page : new String[] {"/rooms", "/api/presets", "/r/ABC234/present"}) {
            RunningServer.assertProblem(oembed(page, ""), 404, "not-served");
        }
        assertThat(server.get("/oembed?url=http://elsewhere.example/solo").statusCode())
                .isEqualTo(404);
        assertThat(RunningServer.header(server.get("/solo"), "Link"))
                .contains("/oembed?url=", "application/json+oembed");
        assertThat(server.get("/solo", "Upgrade-Insecure-Requests", "1")
                        .headers()
                        .firstValue("Link"))
                .isEmpty();
    }

    private static HttpResponse<byte[]> oembed(String page, String more) throws Exception {
        String url = URLEncoder.encode(server.address(page).toString(), StandardCharsets.UTF_8);
        return server.get("/oembed?url=" + url + more);
    }

    private static String ancestors(String page) throws Exception {
        String policy = RunningServer.header(server.get(page), "Content-Security-Policy");
        String from = policy.substring(policy.indexOf("frame-ancestors ") + "frame-ancestors ".length());
        return from.substring(0, from.indexOf(';'));
    }
}
