package io.orrery.room.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.DomainError;
import io.orrery.error.OrreryException;
import io.orrery.error.RecordingError;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptionsTest {
    private static final String TALK = """
        WEBVTT - the talk

        NOTE Lily's evening

        STYLE
        ::cue { color: red }

        1
        00:01.000 --> 00:02.500 align:start
        Hello <b>world</b> & <img src=x onerror=alert(1)>

        01:00:00.000 --> 01:00:04.000
        ä — 你好
        two lines
        """;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void captionsAreKeptAsTheyAreSent(String newline) {
        String file = TALK.replace("\n", newline);
        assertThat(read(file)).isEqualTo(file);
        assertThat(read("\uFEFF" + file)).isEqualTo("\uFEFF" + file);
    }

    @Test
    void aFileWithoutCaptionsIsOne() {
        assertThat(read("WEBVTT")).isEqualTo("WEBVTT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "webvtt", "WEBVTTX\n", "1\n00:01.000 --> 00:02.000\nsubtitles of another kind", "<html>"})
    void anotherFileIsRefused(String file) {
        assertThat(refusal(file)).isEqualTo(new RecordingError.NotWebVtt());
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        assertThat(refusal("WEBVTT\n\u00e4".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(new RecordingError.NotWebVtt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00:01 --> 00:02.000",
                "00:61.000 --> 00:62.000",
                "-->",
                "00:00.000 --> ",
                "00:00.000-->00:01.000",
                "99999999999999999999:00:00.000 --> 99999999999999999999:00:01.000",
                "a --> b"
            })
    void aLineWithoutTwoTimesIsNamed(String line) {
        assertThat(refusal("WEBVTT\n\n" + line + "\ntext\n")).isEqualTo(new RecordingError.CaptionTimes(3));
    }

    @Test
    void timesDoNotGoBack() {
        assertThat(refusal("WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n00:04.999 --> 00:07.000\nb\n"))
                .isEqualTo(new RecordingError.CaptionOrder(6));
        assertThat(refusal("WEBVTT\n\n00:05.000 --> 00:05.000\na\n")).isEqualTo(new RecordingError.CaptionOrder(3));
        String atOnce = "WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n00:05.000 --> 00:07.000\nb\n";
        assertThat(read(atOnce)).isEqualTo(atOnce);
    }

    @Test
    void anEndlessCueIsRefused() {
        String begin = "WEBVTT\n\n00:00.000 --> 00:01.000\n";
        assertThat(read(begin + "a".repeat(Captions.LONGEST))).hasSize(begin.length() + Captions.LONGEST);
        assertThat(refusal(begin + "a".repeat(Captions.LONGEST + 1)))
                .isEqualTo(new RecordingError.CaptionTooLong(4, Captions.LONGEST));
        assertThat(refusal(begin + "ab\n".repeat(Captions.LONGEST))).isInstanceOf(RecordingError.CaptionTooLong.class);
    }

    @Test
    void moreCaptionsThanAnEveningHasAreRefused() {
        String cue = "\n00:00.000 --> 00:01.000\na\n";
        assertThat(refusal("WEBVTT\n" + cue.repeat(Captions.MOST + 1)))
                .isEqualTo(new RecordingError.TooManyCaptions(Captions.MOST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "gsw", "pt-BR", "zh-Hant-TW"})
    void languagesAreNamedAsInAddresses(String name) {
        assertThat(Captions.language(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e", "EN", "../en", "en/..", "en\n", "english-language", "en-"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> Captions.language(name)).isInstanceOf(OrreryException.class);
    }

    /** Random pieces of WebVTT, put together: each file is kept as it is, or refused in words. docs/contributing.md says how to try more. */
    @Test
    void randomCaptionsAreKeptOrRefused() {
        var random = new Random(Long.getLong("orrery.fuzz.seed", 41));
        String[] pieces = {
            "WEBVTT",
            "\n",
            "\n\n",
            "\r",
            "-->",
            " --> ",
            "00:01.000",
            "00:00:02.000",
            "99:59:59.999",
            "NOTE ",
            "STYLE",
            "a",
            "\u0000",
            "\uD83D\uDE00",
            "<c>",
            "&amp;",
            "\uFEFF",
            " ",
            "\t",
            "1e9",
            "-00:01.000"
        };
        int kept = 0;
        int tries = 0;
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("orrery.fuzz.seconds", 0));
        for (; tries < 20_000 || System.nanoTime() < until; tries++) {
            var file = new StringBuilder(random.nextInt(4) == 0 ? "" : "WEBVTT\n");
            for (int i = random.nextInt(30); i > 0; i--) {
                file.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(8) == 0 && bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(Captions.read(bytes).getBytes(StandardCharsets.UTF_8))
                        .isEqualTo(bytes);
                kept++;
            } catch (OrreryException e) {
                assertThat(e.error()).isInstanceOf(RecordingError.class);
            }
        }
        assertThat(kept).isBetween(tries / 200, tries - tries / 200);
    }

    private static String read(String file) {
        return Captions.read(file.getBytes(StandardCharsets.UTF_8));
    }

    private static DomainError refusal(String file) {
        return refusal(file.getBytes(StandardCharsets.UTF_8));
    }

    private static DomainError refusal(byte[] file) {
        try {
            Captions.read(file);
        } catch (OrreryException e) {
            return e.error();
        }
        throw new AssertionError("it was kept");
    }
}
