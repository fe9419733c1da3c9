package io.orrery.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.ibm.icu.text.MessagePattern;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorsTest {
    @ParameterizedTest
    @MethodSource("errors")
    void sentenceHasExactlyTheParametersOfItsError(Class<?> error) {
        String pattern = Sentences.ENGLISH.patterns().get(code(error));

        assertThat(pattern).as(code(error)).isNotNull();
        assertThat(arguments(pattern))
                .as(pattern)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(error.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    /** The build of the web client compares the arguments of other languages' texts with those of the English ones. */
    @ParameterizedTest
    @MethodSource("languages")
    void everyLanguageHasASentenceForEveryError(Path language) throws IOException {
        var codes = new HashSet<String>();
        for (var group :
                Map.of("problem", "problems.json", "terminal", "terminal.json").entrySet()) {
            new ObjectMapper()
                    .readTree(language.resolve(group.getValue()).toFile())
                    .path(group.getKey())
                    .properties()
                    .forEach(sentence -> {
                        assertThat(sentence.getValue().textValue()).isNotBlank();
                        codes.add(sentence.getKey());
                    });
        }

        assertThat(codes).isEqualTo(errors().map(ErrorsTest::code).collect(Collectors.toSet()));
    }

    static List<Path> languages() throws IOException {
        Path strings = Path.of(System.getProperty("basedir", "."), "../web-client/src/main/web/strings");
        try (Stream<Path> folders = Files.list(strings)) {
            return folders.sorted().toList();
        }
    }

    @Test
    void everySentenceBelongsToAnError() {
        assertThat(Sentences.ENGLISH.patterns().keySet())
                .isEqualTo(errors().map(ErrorsTest::code).collect(Collectors.toSet()));
    }

    @Test
    void noTwoErrorsHaveOneCode() {
        assertThat(errors().map(ErrorsTest::code)).doesNotHaveDuplicates();
    }

    @Test
    void errorTellsItsCodeItsKindAndItsParameters() {
        var error = new LibraryError.PromptTooLong(12, 11);

        assertThat(error.code()).isEqualTo("prompt-too-long");
        assertThat(error.type()).isEqualTo(ErrorType.PROMPT_TOO_LONG);
        assertThat(error.parameters().toString()).isEqualTo("{tokens=12, limit=11}");
        assertThat(new OrreryException(error))
                .hasMessage("The prompt has 12 tokens; this model takes at most 11 here.");
    }

    @Test
    void numbersOfBytesAreGroupedAndSeriesEndWithAnd() {
        assertThat(Sentences.ENGLISH.of(new RequestError.BodyTooLarge(new GroupedNumber(65_536))))
                .isEqualTo("This is too much to read at once: a request may have 65,536 bytes.");
        assertThat(Sentences.ENGLISH.of(new LibraryError.UnknownLetter(
                        "a", 2, "letter", "U+0061", new Series(List.of("A", "B", "C")), "A", new Series(List.of()), 0)))
                .isEqualTo("This model reads only A, B and C, and character 2 of the text is \"a\"; write \"A\", a"
                        + " capital letter.");
        assertThat(Sentences.ENGLISH.of(new LibraryError.UnknownLetter(
                                "T",
                                1,
                                "letter",
                                "U+0054",
                                new Series(List.of("A", "B", "C")),
                                "none",
                                new Series(List.of()),
                                0)
                        .withReaders(List.of("Story model", "SmolLM2"))))
                .isEqualTo("This model reads only A, B and C, and character 1 of the text is \"T\". Story model and"
                        + " SmolLM2 can read this text.");
        assertThat(Sentences.ENGLISH.of(new AccessError.TooManyRoomsOpened(10)))
                .isEqualTo("This address has opened many rooms. Try again in 10 seconds.");
    }

    @Test
    void parametersAreNeverReadAsAPattern() {
        assertThat(Sentences.ENGLISH.of(new LibraryError.UnknownModel("{model} 'it' {0, plural, other {}}")))
                .isEqualTo("There is no model named {model} 'it' {0, plural, other {}}.");
    }

    /** Names of all arguments, also of those inside a choice. */
    private static Set<String> arguments(String text) {
        var pattern = new MessagePattern(text);
        return IntStream.range(0, pattern.countParts())
                .mapToObj(pattern::getPart)
                .filter(part -> part.getType() == MessagePattern.Part.Type.ARG_NAME)
                .map(pattern::getSubstring)
                .collect(Collectors.toSet());
    }

    private static String code(Class<?> error) {
        return error.getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** All records of the sealed type. */
    static Stream<Class<?>> errors() {
        var records = new ArrayList<Class<?>>();
        collect(DomainError.class, records);
        return records.stream();
    }

    private static void collect(Class<?> type, List<Class<?>> records) {
        if (type.isRecord()) {
            records.add(type);
        } else {
            Arrays.stream(type.getPermittedSubclasses()).forEach(each -> collect(each, records));
        }
    }
}
