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
 * The arguments of the process as they were typed.
 *
 * <p>Java decodes arguments by the locale, and where that is the plain C locale, as in a container or a service, every
 * byte of a character outside of ASCII becomes U+FFFD: a prompt would silently be another one. Where the system tells the
 * bytes of the command line, they are read again as UTF-8.
 */
final class TypedArguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final String LOST = "\ufffd";

    private TypedArguments() {}

    /** @throws OrreryException if one holds bytes that are no UTF-8 */
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
     * The last of the zero-terminated texts in {@code commandLine}, if they are indeed those that Java saw.
     *
     * @throws OrreryException if they are no UTF-8: whatever else they may be, it is not what Java made of them
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
