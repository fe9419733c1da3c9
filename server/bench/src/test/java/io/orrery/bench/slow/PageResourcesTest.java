package io.orrery.bench.slow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageResourcesTest {
    @Test
    void filesForTheTextComeInPageOrderBeforeThoseForTheScene() {
        var files = PageResources.of("""
                <meta name="theme-color" content="#0a0e18">
                <link rel="icon" href="data:image/svg+xml,%3Csvg fill='none'%3E" type="image/svg+xml">
                <link rel="stylesheet" href="/web/b/page.css">
                <link rel="preload" as="fetch" crossorigin href="/web/b/strings/en.first.json">
                <link rel="modulepreload" href="/web/b/app.js">
                <script type="application/json" id="later">{"rest":["/web/b/rest.js"],"scene":["/web/b/scene.js", "/web/b/app.js"]}</script>
                <script type="module" src="/web/b/app.js"></script>
                """);

        assertThat(files.first()).containsExactly("/web/b/page.css", "/web/b/strings/en.first.json", "/web/b/app.js");
        assertThat(files.later()).containsExactly("/web/b/rest.js", "/web/b/scene.js");
    }

    @Test
    void stringsOfAStepAreNextToTheFirstStrings() {
        var files = PageResources.of("""
                <link rel="preload" as="fetch" crossorigin href="/web/b/strings/en.first.json">
                """);

        assertThat(files.step("embed")).isEqualTo("/web/b/strings/en.step.embed.json");
        assertThat(files.step("blocks.11.attn.scores")).isEqualTo("/web/b/strings/en.step.attn.scores.json");
        assertThat(files.step("blocks.3")).isEqualTo("/web/b/strings/en.step.layer.json");
    }

    @Test
    void pageWithoutLinksNeedsNoFiles() {
        assertThat(PageResources.of("<p>Nothing</p>").first()).isEmpty();
        assertThat(PageResources.of("").later()).isEmpty();
    }
}
