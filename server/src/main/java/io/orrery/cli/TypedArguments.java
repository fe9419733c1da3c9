package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.error.OrreryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes the arguments of the process as UTF-8.
 *
 * <p>Java decodes arguments in the locale's encoding. In the C locale, as in a container or a service, every byte of a
 * non-ASCII character becomes U+FFFD, so a prompt would silently change. Linux provides the original bytes of the command
 * line; they are decoded again here.
 */
final class TypedArguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final String LOST = "\ufffd";

    private TypedArguments() {}

    /** @throws OrreryException with {@link CommandLineError.ArgumentsNotUtf8} if an argument is not valid UTF-8 */
    static List<String> of(String... args) {
        if (Arrays.stream(args).noneMatch(arg -> arg.contains(LOST))) {
            return List.of(args);
        }
        try {
            return again(Files.readAllBytes(COMMAND_LINE), args);
        } catch (IOException e) {
            return List.of(args);
        }
    }

    /**
     * The last arguments of a command line, if they agree with those that Java decoded; otherwise the latter.
     *
     * @param commandLine the arguments of the JVM, each terminated by a zero byte
     * @throws OrreryException with {@link CommandLineError.ArgumentsNotUtf8} if they are not valid UTF-8
     */
    static List<String> again(byte[] commandLine, String... args) {
        String all;
        try {
            all = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(commandLine))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new OrreryException(new CommandLineError.ArgumentsNotUtf8());
        }
        var parts = Arrays.asList(all.split("\0", -1));
        int end = parts.size() - 1;
        if (end < args.length) {
            return List.of(args);
        }
        var typed = parts.subList(end - args.length, end);
        for (int i = 0; i < args.length; i++) {
            if (!args[i].contains(LOST) && !args[i].equals(typed.get(i))) {
                return List.of(args);
            }
        }
        return List.copyOf(typed);
    }
}
