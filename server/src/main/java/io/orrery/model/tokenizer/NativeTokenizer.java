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
 * A tokenizer that uses the native library that defines the {@code tokenizer.json} format. The library is loaded for
 * the first text, not with the model, because loading takes longer than all else when a server starts.
 */
public final class NativeTokenizer implements Tokenizer {
    /** Options that stop the library from truncating and padding texts. */
    private static final Map<String, String> WHOLE_TEXTS =
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true");

    private final String file;
    private final String id;
    private final byte[] json;
    private final Pieces pieces;
    private final String example;
    private HuggingFaceTokenizer loaded;

    /**
     * @param file the file's name in messages
     * @param id as {@link Tokenizer#id()}
     * @param json the text of {@code tokenizer.json}, which has passed {@link TokenizerRules}
     * @param pieces the display text of single tokens
     * @param example a text to start with
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

    /** Replaces unpaired surrogates, which the native library cannot handle. */
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
     * Stops the library from reporting its use to its makers and from downloading a GPU build: nothing that runs here
     * may need or use a network.
     */
    private static void stayOffline() {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("RUST_FLAVOR", "cpu");
    }
}
