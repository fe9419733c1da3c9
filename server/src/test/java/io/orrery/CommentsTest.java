package io.orrery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A comment is a sentence with its noun: "Tour ids, in menu order", not "Of each of them". Of Java and JavaScript, in tests, too. */
class CommentsTest {
    private static final Pattern COMMENT =
            Pattern.compile("(?<!\\S)(?:/\\*+(?<block>.*?)\\*/|//(?<lines>[^\n]*(?:\n *//[^\n]*)*))", Pattern.DOTALL);

    private static final Pattern MARGIN = Pattern.compile("\n\\s*(?:\\*|//)?");

    private static final Pattern TAGS = Pattern.compile("(?:^|\\s)@\\w.*", Pattern.DOTALL);

    private static final Pattern WITHOUT_NOUN = Pattern.compile("(?i)(?:of|the same|those|whoever|what)\\b.*");

    private static final int FEW_WORDS = 6;

    @Test
    void shortCommentsHaveANoun() throws IOException {
        List<String> wrong = new ArrayList<>();
        int files = 0;
        for (Path file : sources()) {
            withoutNoun(Files.readString(file)).forEach(comment -> wrong.add(file + ": " + comment));
            files++;
        }
        assertThat(files).as("sources are found").isGreaterThan(1000);
        assertThat(wrong).isEmpty();
    }

    @Test
    void commentsAreFoundInAllTheirForms() {
        String star = "/" + "**";
        String line = "/" + "/";
        assertThat(withoutNoun(star + " Of each of them. */ int a;\n x = 1; " + line + " those too\n" + line
                        + " What is\n" + line + " shown."))
                .containsExactly("Of each of them.", "those too What is shown.");
        assertThat(withoutNoun(star + "\n * What was read.\n *\n * @param tour of a file, which has many words\n */"))
                .containsExactly("What was read.");
        assertThat(withoutNoun(star + " Whatever. */ " + star + " Of two heads, the one that adds more. */ http:" + line
                        + " what"))
                .isEmpty();
    }

    private static List<String> withoutNoun(String source) {
        return COMMENT.matcher(source)
                .results()
                .map(found -> found.group(1) != null ? found.group(1) : found.group(2))
                .map(text -> TAGS.matcher(MARGIN.matcher(text).replaceAll(" "))
                        .replaceFirst("")
                        .strip())
                .map(text -> text.replaceAll("\\s+", " "))
                .filter(text -> text.split(" ").length < FEW_WORDS)
                .filter(text -> WITHOUT_NOUN.matcher(text).matches())
                .toList();
    }

    private static List<Path> sources() throws IOException {
        Path top = Path.of("..").toRealPath();
        List<Path> found = new ArrayList<>();
        for (Path folder : List.of(top.resolve("server"), top.resolve("web-client"))) {
            try (Stream<Path> files =
                    Files.find(folder, 40, (file, about) -> file.toString().matches(".*/src/.*\\.(?:java|js)"))) {
                files.filter(file -> !file.toString().contains("/node_modules/")
                                && !file.toString().contains("/target/"))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
