package io.orrery.model;

import io.orrery.error.GroupedNumber;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.error.PromptsError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of ready prompts: a prompt on each line, in UTF-8. A line {@code [id]} begins the prompts of the model with this id;
 * those before the first such line are for every model that can read them. Empty lines and lines that begin with # do not
 * count. In a prompt, {@code \n} is a line end and {@code \\} a backslash; before # or [ at the beginning, a backslash makes
 * the line a prompt.
 *
 * @param file its name in messages
 */
public record PromptsFile(String file, List<Prompt> prompts) {
    /** The largest size of the file, in bytes. */
    private static final int LARGEST = 1 << 20;
    /** The greatest length of a line, in characters. */
    private static final int LONGEST = 10_000;

    /** More than a presenter can choose from. */
    private static final int MOST = 500;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * @param line its number, from 1
     * @param model the id of its model; empty for every model that can read it
     */
    public record Prompt(int line, Optional<String> model, String text) {}

    public PromptsFile {
        prompts = List.copyOf(prompts);
    }

    /** @throws OrreryException with a {@link PromptsError} if it cannot be read or is invalid */
    public static PromptsFile read(Path path) {
        var file = path.toString();
        return parse(file, text(file, bytes(path)));
    }

    private static byte[] bytes(Path path) {
        try (var in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new OrreryException(
                        new PromptsError.PromptsTooLarge(path.toString(), new GroupedNumber(LARGEST)));
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new OrreryException(new PromptsError.PromptsMissing(path.toString()), e);
        } catch (IOException e) {
            throw new OrreryException(new PromptsError.PromptsNotRead(path.toString(), reason(path, e)), e);
        }
    }

    private static String reason(Path path, IOException problem) {
        if (Files.isDirectory(path)) {
            return "it is a folder";
        }
        return problem instanceof FileSystemException e && e.getReason() != null
                ? e.getReason()
                : String.valueOf(problem.getMessage());
    }

    private static String text(String file, byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        try {
            return decoder.decode(in).toString();
        } catch (CharacterCodingException e) {
            throw new OrreryException(new PromptsError.PromptsNotText(file, lineAt(bytes, in.position())), e);
        }
    }

    private static int lineAt(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    static PromptsFile parse(String file, String text) {
        List<Prompt> prompts = new ArrayList<>();
        Map<List<String>, Integer> lines = new LinkedHashMap<>();
        Optional<String> model = Optional.empty();
        var whole = text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text;
        int number = 0;
        for (var each : whole.split("\r\n|\r|\n", -1)) {
            number++;
            var line = checked(file, number, each).strip();
            if (line.isEmpty() || line.charAt(0) == '#') {
                continue;
            }
            if (line.charAt(0) == '[' && line.endsWith("]")) {
                model = Optional.of(line.substring(1, line.length() - 1).strip());
                continue;
            }
            var prompt = new Prompt(number, model, unescaped(line));
            var first = lines.putIfAbsent(List.of(model.orElse(""), prompt.text()), number);
            if (first != null) {
                throw new OrreryException(new PromptsError.PromptRepeated(file, number, first));
            }
            prompts.add(prompt);
        }
        if (prompts.isEmpty()) {
            throw new OrreryException(new PromptsError.PromptsEmpty(file));
        }
        if (prompts.size() > MOST) {
            throw new OrreryException(new PromptsError.PromptsTooMany(file, MOST));
        }
        return new PromptsFile(file, prompts);
    }

    /** Refuses a line that no person has written. */
    private static String checked(String file, int number, String line) {
        if (line.length() > LONGEST) {
            throw new OrreryException(new PromptsError.PromptLineTooLong(file, number, new GroupedNumber(LONGEST)));
        }
        if (line.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            throw new OrreryException(new PromptsError.PromptsNotText(file, number));
        }
        return line;
    }

    private static String unescaped(String line) {
        boolean isEscaped = line.startsWith("\\#") || line.startsWith("\\[");
        var text = new StringBuilder();
        for (int i = isEscaped ? 1 : 0; i < line.length(); i++) {
            char next = i + 1 < line.length() ? line.charAt(i + 1) : ' ';
            if (line.charAt(i) != '\\' || (next != 'n' && next != '\\')) {
                text.append(line.charAt(i));
                continue;
            }
            text.append(next == 'n' ? '\n' : '\\');
            i++;
        }
        return text.toString();
    }

    /**
     * The models with these prompts, after their own.
     *
     * @throws OrreryException with a {@link PromptsError} if a model is not offered, or a prompt cannot be read
     */
    public List<Model> addedTo(List<Model> models) {
        Map<String, List<String>> added = new LinkedHashMap<>();
        for (Prompt prompt : prompts) {
            List<Model> readers = readers(prompt, models);
            readers.forEach(model ->
                    added.computeIfAbsent(model.id(), id -> new ArrayList<>()).add(prompt.text()));
        }
        return models.stream()
                .map(model -> model.withPrompts(added.getOrDefault(model.id(), List.of())))
                .toList();
    }

    private List<Model> readers(Prompt prompt, List<Model> models) {
        List<Model> asked = models.stream()
                .filter(model -> prompt.model()
                        .map(id -> id.equals(model.preset().id()) || id.equals(model.id()))
                        .orElse(true))
                .toList();
        if (asked.isEmpty()) {
            throw new OrreryException(new PromptsError.PromptsModelUnknown(
                    file,
                    prompt.line(),
                    prompt.model().orElse(""),
                    models.stream().map(model -> model.preset().id()).toList()));
        }
        List<Model> readers = new ArrayList<>();
        OrreryException refusal = null;
        for (Model model : asked) {
            try {
                read(prompt, model);
                readers.add(model);
            } catch (OrreryException e) {
                refusal = refusal == null
                        ? new OrreryException(
                                new PromptsError.PromptNotReadable(
                                        file, prompt.line(), model.preset().title(), e.getMessage()),
                                e)
                        : refusal;
            }
        }
        if (readers.isEmpty() && refusal != null) {
            throw refusal;
        }
        return readers;
    }

    private static void read(Prompt prompt, Model model) {
        int length = model.tokenizer().encode(prompt.text()).length;
        int most = model.preset().maxPrompt();
        if (length > most) {
            throw new OrreryException(new LibraryError.PromptTooLong(length, most));
        }
    }
}
