package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void fileSystemErrorsAreReportedInPlainSentences() {
        assertThat(reported(new NoSuchFileException("a/b"))).isEqualTo("There is no such file or folder: a/b.");
        assertThat(reported(new UncheckedIOException(new AccessDeniedException("a/b"))))
                .isEqualTo("Access to a/b is not permitted.");
        assertThat(reported(new FileSystemException("a/b", null, "No space left on device")))
                .isEqualTo("a/b cannot be read or written: No space left on device.");
        assertThat(reported(new EOFException("the file ends at byte 9")))
                .isEqualTo("Reading or writing failed: the file ends at byte 9.");
        assertThat(reported(new IOException("No space left on device")))
                .isEqualTo("Reading or writing failed: No space left on device.");
        assertThat(reported(new InvalidPathException("é", "Malformed input"))).contains("\"é\"", "LC_ALL=C.UTF-8");
    }

    @Test
    void outOfMemoryIsReportedWithTheRemedy() {
        assertThat(reported(new OutOfMemoryError("Java heap space"))).contains("more memory than the", "java -Xmx8g");
    }

    @Test
    void unexpectedErrorIsOneLineWithoutAStackTrace() {
        assertThat(reported(new IllegalStateException("first line\n  second line")))
                .isEqualTo("Orrery failed unexpectedly: java.lang.IllegalStateException: first line second line.");
    }

    private static String reported(Throwable problem) {
        var err = new StringWriter();
        assertThat(Failure.report(problem, new PrintWriter(err))).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1);
        return err.toString().strip();
    }
}
