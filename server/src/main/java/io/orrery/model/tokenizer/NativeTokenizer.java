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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

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
    private final Supplier<Optional<Merges>> merges;
    private final String example;
    private HuggingFaceTokenizer loaded;
    /** Read for the first text of which somebody looks at how it was cut; null until then. */
    private Optional<Merges> read;

    /**
     * @param file the file's name in messages
     * @param id as {@link Tokenizer#id()}
     * @param json the text of {@code tokenizer.json}, which has passed {@link TokenizerRules}
     * @param pieces the display text of single tokens
     * @param merges reads its merges; empty if it cuts in another way
     * @param example a text to start with
     */
    NativeTokenizer(
            String file, String id, byte[] json, Pieces pieces, Supplier<Optional<Merges>> merges, String example) {
        this.file = file;
        this.id = id;
        this.json = json;
        this.pieces = pieces;
        this.merges = merges;
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
    public Cut cut(List<Integer> tokens) {
        var known = merges();
        if (known.isEmpty()) {
            var words = IntStream.range(0, tokens.size())
                    .mapToObj(at -> Cut.whole(Cut.How.OTHER, at, Cut.letters(piece(tokens.get(at)))))
                    .toList();
            return new Cut(Cut.By.OTHER, 0, true, words);
        }
        var words = new Cut.Reader(known.get(), tokens).words();
        return new Cut(Cut.By.MERGES, known.get().count(), isRetold(tokens), words).withForms(this);
    }

    /** Whether the text of tokens, read again, has these tokens. */
    private boolean isRetold(List<Integer> tokens) {
        int[] given = tokens.stream().mapToInt(token -> token).toArray();
        var text = library().decode(longs(given), false);
        return Arrays.equals(encode(decode(given)), given) || Arrays.equals(encodeVerbatim(text), given);
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

    private synchronized Optional<Merges> merges() {
        if (read == null) {
            read = merges.get();
        }
        return read;
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
