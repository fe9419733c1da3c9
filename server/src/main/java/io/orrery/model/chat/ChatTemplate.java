package io.orrery.model.chat;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.tree.TagNode;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Formats a conversation with the Jinja template that comes with a model, in the same way as the transformers library
 * (white space around blocks is trimmed). If a template uses an unsupported feature, this fails; it never writes a
 * different text.
 *
 * <p>Templates are untrusted: they can read nothing but the conversation, write at most {@link #LONGEST_OUTPUT}
 * characters, and run for at most {@link #NANOS}.
 */
public final class ChatTemplate {
    /** The longest template that is accepted, in characters. */
    static final int LONGEST = 256 * 1024;

    private static final int LONGEST_OUTPUT = 1 << 20;
    private static final long SECONDS = 2;
    private static final long NANOS = SECONDS * 1_000_000_000L;
    private static final int DEEPEST = 20;
    private static final int LONGEST_RANGE = 1000;
    private static final Pattern CODE = Pattern.compile("\\{[{%].*?[}%]}", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern FILTER = Pattern.compile("\\|\\s*([A-Za-z_]\\w*)");

    private final String file;
    private final String template;
    private final String start;
    private final String end;

    /** One turn of a conversation. */
    public record Message(String role, String content) {}

    /**
     * A template.
     *
     * @param file the template's name in messages
     * @param start the text of the start-of-text token; empty if there is none
     * @param end the text of the end-of-text token; empty if there is none
     */
    ChatTemplate(String file, String template, String start, String end) {
        this.file = file;
        this.template = template;
        this.start = start;
        this.end = end;
    }

    /**
     * The text of the conversation, up to where the model answers.
     *
     * @throws OrreryException with a {@link LibraryError.BadChat} if the template refuses the conversation, or is
     *     unsupported
     */
    public String write(List<Message> conversation) {
        var jinja = new Jinjava(configuration());
        var unknown = unknownFilter(jinja);
        if (unknown.isPresent()) {
            throw new OrreryException(new LibraryError.UnknownChatFilter(file, unknown.get()));
        }
        jinja.getGlobalContext()
                .registerFunction(
                        new ELFunctionDefinition("", "raise_exception", ChatTemplate.class, "refuse", String.class));
        jinja.getGlobalContext().registerTag(new BoundedFor(System.nanoTime() + NANOS));
        Map<String, Object> given = new HashMap<>();
        given.put(
                "messages",
                conversation.stream()
                        .map(message -> Map.of("role", message.role(), "content", message.content()))
                        .toList());
        given.put("add_generation_prompt", true);
        given.put("bos_token", start);
        given.put("eos_token", end);
        var written = jinja.renderForResult(template, given);
        for (TemplateError error : written.getErrors()) {
            throw new OrreryException(refusal(error));
        }
        return written.getOutput();
    }

    private static JinjavaConfig configuration() {
        return JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withNestedInterpretationEnabled(false)
                .withMaxOutputSize(LONGEST_OUTPUT)
                .withMaxStringLength(LONGEST_OUTPUT)
                .withMaxRenderDepth(DEEPEST)
                .withRangeLimit(LONGEST_RANGE)
                .withLegacyOverrides(LegacyOverrides.newBuilder()
                        .withEvaluateMapKeys(true)
                        .withIterateOverMapKeys(true)
                        .withUsePyishObjectMapper(true)
                        .withUseTrimmingForNotesAndExpressions(true)
                        .withUseNaturalOperatorPrecedence(true)
                        .withKeepNullableLoopValues(true)
                        .withParseWhitespaceControlStrictly(true)
                        .build())
                .build();
    }

    /** Finds a filter that the library does not know. It would pass the value through, and the text would be wrong. */
    private Optional<String> unknownFilter(Jinjava jinja) {
        return CODE.matcher(template)
                .results()
                .map(code -> QUOTED.matcher(code.group()).replaceAll("''"))
                .flatMap(code -> FILTER.matcher(code).results())
                .map(filter -> filter.group(1))
                .filter(filter -> jinja.getGlobalContext().getFilter(filter) == null)
                .findFirst();
    }

    private LibraryError.BadChat refusal(TemplateError error) {
        for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TookTooLongException) {
                return new LibraryError.ChatTookTooLong(file, SECONDS);
            }
            if (cause instanceof RefusedException) {
                return new LibraryError.ChatRefused(file, unended(cause.getMessage()));
            }
        }
        return new LibraryError.ChatRefused(file, unended(error.getMessage()));
    }

    private static String unended(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** The function that templates call to refuse a conversation. */
    public static String refuse(String reason) {
        throw new RefusedException(reason);
    }

    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    private static final class TookTooLongException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A loop that checks the time limit, as nested loops could run for ever. */
    private static final class BoundedFor extends ForTag {
        private static final long serialVersionUID = 1;

        private final long deadline;

        BoundedFor(long deadline) {
            this.deadline = deadline;
        }

        @Override
        public String interpret(TagNode node, JinjavaInterpreter interpreter) {
            if (System.nanoTime() > deadline) {
                throw new TookTooLongException();
            }
            return super.interpret(node, interpreter);
        }
    }
}
