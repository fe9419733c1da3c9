package io.orrery.model.tokenizer;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.orrery.error.LibraryError;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * What a {@code tokenizer.json} describes, by the library that defines the format. The native library is loaded with the
 * first text, not with the model: it takes longer than all else at the start of a server.
 */
public final class NativeTokenizer implements Tokenizer {
    /** The library cuts and pads texts unless told not to. */
    private static final Map<String, String> WHOLE_TEXTS =
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true");

    private final String file;
    private final String id;
    private final byte[] json;
    private final Pieces pieces;
    private final String example;
    private HuggingFaceTokenizer loaded;

    /**
     * @param file stands for it in messages
     * @param id as {@link Tokenizer#id()}
     * @param json the text of {@code tokenizer.json}, which keeps {@link TokenizerRules}
     * @param pieces what its tokens read as one by one
     * @param example a text to begin with
     */
    NativeTokenizer(String file, String id, byte[] json, Pieces pieces, String example) {
        this.file = file;
        this.id = id;
        this.json = json;
        this.pieces = pieces;
        this.example = example;
    }

    @Override
    public int[] encode(String text) {
        return encode(text, true);
    }

    @Override
    public int[] encodeVerbatim(String text) {
        return encode(text, false);
    }

    private int[] encode(String text, boolean addAround) {
        var library = library();
        long[] ids;
        try {
            ids = library.encode(wellFormed(text), addAround, false).getIds();
        } catch (RuntimeException e) {
            throw new OrreryException(new LibraryError.NoTokensForText(String.valueOf(e.getMessage())));
        }
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    /** Half a surrogate pair is no character, and the native side would fail over it. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Override
    public String decode(int... tokens) {
        return library().decode(longs(tokens), true);
    }

    @Override
    public String piece(int token) {
        return pieces.of(token);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String example() {
        return example;
    }

    private static long[] longs(int... tokens) {
        return Arrays.stream(tokens).asLongStream().toArray();
    }

    private synchronized HuggingFaceTokenizer library() {
        if (loaded == null) {
            stayOffline();
            try {
                loaded = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), WHOLE_TEXTS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (LinkageError | EngineException e) {
                throw new OrreryException(new ModelError.NoTokenizersLibrary(file, String.valueOf(e.getMessage())));
            } catch (RuntimeException e) {
                throw new OrreryException(new ModelError.UnreadableTokenizer(file, String.valueOf(e.getMessage())));
            }
        }
        return loaded;
    }

    /**
     * The library reports its use to its makers and fetches a build for the graphics card from them, unless these are set:
     * nothing that runs here may need or reach a network.
     */
    private static void stayOffline() {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("RUST_FLAVOR", "cpu");
    }
}
