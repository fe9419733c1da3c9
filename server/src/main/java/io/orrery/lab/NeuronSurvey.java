package io.orrery.lab;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What moves each neuron of a model, over many texts: the places where it is largest, a histogram of its values, and the tokens of its
 * strong places. Texts are added one by one, so a survey that is written to a file can be read and continued, and the result is the
 * same. Not thread-safe while texts are added.
 *
 * <p>Nothing but the last counts is kept, though their scale is known only at the end: the histogram's range, and the largest value from
 * which "strong" is measured, are powers of two that double when a value is beyond them. Bins that are half as wide are then added up in
 * pairs, and counts below the new threshold are dropped. So all counts are exact for any order of the texts.
 */
public final class NeuronSurvey {
    /** Places that are kept of a neuron: at most one a text, and of places after the same words the first. */
    public static final int PLACES = 12;

    /** Bins of a histogram, of which half are below 0. */
    public static final int BINS = 64;

    private static final int MAGIC = 0x4f4e5331;
    private static final int LONGEST_TEXT = 4096;
    private static final int MOST_TEXTS = 1 << 20;
    private static final int MOST_NEURONS = 1 << 24;

    /** The most tokens whose strong places are counted apart, of one neuron: fewer of many neurons. */
    private static final int LEAST_TOKENS = 64;

    private static final int TOKENS_OF_ALL = 1 << 18;
    private static final int SEVEN_BITS = 0x7f;

    private final Header header;
    private final int tokensApart;
    private final List<List<Integer>> texts = new ArrayList<>();
    private final float[] values;
    private final int[] inText;
    private final int[] at;
    private final float[] range;
    private final float[] peak;
    private final int[] histogram;
    private final Strong[] strong;

    /**
     * Which survey it is. A file with another header is not continued.
     *
     * @param model content id
     * @param source where its texts come from, such as a seed
     * @param wanted the number of texts
     */
    public record Header(String model, String source, int wanted, int layers, int width, int vocabulary) {
        public static Header of(String model, Graph graph, String source, int wanted) {
            var sizes = graph.sizes();
            return new Header(model, source, wanted, sizes.n_layers(), sizes.d_mlp(), sizes.d_vocab());
        }

        int neurons() {
            return Math.multiplyExact(layers, width);
        }
    }

    /** A place that moves a neuron. @param text its number @param position from 0 */
    public record Place(int text, int position, float value) {}

    /** How many strong places a token has. */
    public record Count(int token, int places) {}

    /**
     * The histogram of a neuron.
     *
     * @param step the width of a bin
     * @param first the number of the first bin that is not empty, in steps from 0: −2 begins at −2 · {@code step}
     * @param counts from there to the last bin that is not empty
     */
    public record Histogram(double step, int first, List<Integer> counts) {
        public Histogram {
            counts = List.copyOf(counts);
        }
    }

    /**
     * The strong places of a neuron: those with a quarter of the power of two above its largest value, or more.
     *
     * @param above that value
     * @param tokens with their places, most first
     * @param places of all tokens
     */
    public record StrongPlaces(double above, List<Count> tokens, int places) {
        public StrongPlaces {
            tokens = List.copyOf(tokens);
        }
    }

    /**
     * A neuron that a search has found.
     *
     * @param fitting how many of its strong places are at the tokens searched for
     * @param places its strong places
     */
    public record Match(int layer, int neuron, int fitting, int places) {
        public double share() {
            return (double) fitting / places;
        }
    }

    /** Counts by token, apart for values up to half of the peak and above; {@code used} of the arrays. */
    private static final class Strong {
        private int[] tokens = {};
        private int[] near = {};
        private int[] far = {};
        private int used;
        private int otherNear;
        private int otherFar;

        void add(int token, boolean isFar, int most) {
            for (int i = 0; i < used; i++) {
                if (tokens[i] == token) {
                    count(i, isFar);
                    return;
                }
            }
            if (used == most) {
                if (isFar) {
                    otherFar++;
                } else {
                    otherNear++;
                }
                return;
            }
            if (used == tokens.length) {
                int longer = Math.min(most, 4 + used * 2);
                tokens = Arrays.copyOf(tokens, longer);
                near = Arrays.copyOf(near, longer);
                far = Arrays.copyOf(far, longer);
            }
            tokens[used] = token;
            near[used] = 0;
            far[used] = 0;
            count(used++, isFar);
        }

        private void count(int i, boolean isFar) {
            if (isFar) {
                far[i]++;
            } else {
                near[i]++;
            }
        }

        /** The peak has doubled, once or more often: what was far is near, and what was near is not strong any more. */
        void raise(boolean once) {
            int kept = 0;
            for (int i = 0; i < used; i++) {
                if (once && far[i] > 0) {
                    tokens[kept] = tokens[i];
                    near[kept] = far[i];
                    far[kept++] = 0;
                }
            }
            used = kept;
            otherNear = once ? otherFar : 0;
            otherFar = 0;
        }

        int places() {
            return otherNear
                    + otherFar
                    + IntStream.range(0, used).map(i -> near[i] + far[i]).sum();
        }
    }

    /** A survey without texts. */
    public NeuronSurvey(Header header) {
        this.header = header;
        int neurons = header.neurons();
        this.tokensApart = tokensApart(header);
        this.values = new float[neurons * PLACES];
        this.inText = new int[neurons * PLACES];
        Arrays.fill(inText, -1);
        this.at = new int[neurons * PLACES];
        this.range = new float[neurons];
        this.peak = new float[neurons];
        this.histogram = new int[neurons * BINS];
        this.strong = new Strong[neurons];
        Arrays.setAll(strong, i -> new Strong());
    }

    private static int tokensApart(Header header) {
        return Math.min(header.vocabulary(), Math.max(LEAST_TOKENS, TOKENS_OF_ALL / header.neurons()));
    }

    /** The memory that a survey takes at most, in bytes. */
    public static long bytes(Header header) {
        long ofNeuron = PLACES * 12L + 8 + BINS * 4L + 80 + tokensApart(header) * 12L;
        return header.neurons() * ofNeuron + header.wanted() * (LONGEST_TEXT / 16L * 20);
    }

    public Header header() {
        return header;
    }

    public List<List<Integer>> texts() {
        return Collections.unmodifiableList(texts);
    }

    public boolean isDone() {
        return texts.size() >= header.wanted();
    }

    /** All positions of all texts. */
    public int positions() {
        return texts.stream().mapToInt(List::size).sum();
    }

    /**
     * Adds the next text.
     *
     * @param layers the values of a layer's neurons by layer, {@code [pos, d_mlp]}
     */
    void add(List<Integer> tokens, List<float[][]> layers) {
        int text = texts.size();
        for (int layer = 0; layer < layers.size(); layer++) {
            float[][] rows = layers.get(layer);
            for (int neuron = 0; neuron < header.width(); neuron++) {
                add(layer * header.width() + neuron, neuron, tokens, text, rows);
            }
        }
        texts.add(List.copyOf(tokens));
    }

    private void add(int index, int neuron, List<Integer> tokens, int text, float[][] rows) {
        int largest = 0;
        for (int position = 0; position < rows.length; position++) {
            float value = rows[position][neuron];
            count(index, value);
            if (value > 0) {
                countStrong(index, value, tokens.get(position));
            }
            if (value > rows[largest][neuron]) {
                largest = position;
            }
        }
        insert(index, new Place(text, largest, rows[largest][neuron]), tokens);
    }

    private void insert(int index, Place place, List<Integer> tokens) {
        int from = index * PLACES;
        int i = from + PLACES - 1;
        if ((inText[i] >= 0 && values[i] >= place.value()) || isKnown(from, place, tokens)) {
            return;
        }
        while (i > from && (inText[i - 1] < 0 || values[i - 1] < place.value())) {
            values[i] = values[i - 1];
            inText[i] = inText[i - 1];
            at[i] = at[i - 1];
            i--;
        }
        values[i] = place.value();
        inText[i] = place.text();
        at[i] = place.position();
    }

    /** Whether a place after the same words is kept: what comes later does not matter to it. */
    private boolean isKnown(int from, Place place, List<Integer> tokens) {
        var before = tokens.subList(0, place.position() + 1);
        for (int i = from; i < from + PLACES; i++) {
            if (inText[i] >= 0
                    && at[i] == place.position()
                    && values[i] == place.value()
                    && texts.get(inText[i]).subList(0, at[i] + 1).equals(before)) {
                return true;
            }
        }
        return false;
    }

    private void count(int index, float value) {
        float size = Math.abs(value);
        if (range[index] == 0) {
            if (size == 0) {
                range[index] = Float.MIN_NORMAL;
            } else {
                range[index] = above(size);
            }
        }
        while (size >= range[index]) {
            range[index] *= 2;
            widen(index * BINS);
        }
        // the bins are as wide as a power of two, so this is exact
        int bin = (int) Math.floor(value / range[index] * (BINS / 2)) + BINS / 2;
        histogram[index * BINS + bin]++;
    }

    /** The power of two above a positive number. */
    private static float above(float size) {
        return Math.max(Float.MIN_NORMAL, Math.scalb(1f, Math.getExponent(size) + 1));
    }

    private void widen(int from) {
        var wider = new int[BINS];
        for (int i = 0; i < BINS; i++) {
            wider[BINS / 4 + i / 2] += histogram[from + i];
        }
        System.arraycopy(wider, 0, histogram, from, BINS);
    }

    private void countStrong(int index, float value, int token) {
        if (value >= peak[index]) {
            float higher = above(value);
            strong[index].raise(higher == peak[index] * 2);
            peak[index] = higher;
        }
        if (value >= peak[index] / 4) {
            strong[index].add(token, value >= peak[index] / 2, tokensApart);
        }
    }

    /** The places that move a neuron most, the strongest first. */
    public List<Place> places(int layer, int neuron) {
        int from = index(layer, neuron) * PLACES;
        return IntStream.range(from, from + PLACES)
                .filter(i -> inText[i] >= 0)
                .mapToObj(i -> new Place(inText[i], at[i], values[i]))
                .toList();
    }

    public Histogram histogram(int layer, int neuron) {
        int index = index(layer, neuron);
        var bins = Arrays.stream(histogram, index * BINS, (index + 1) * BINS)
                .boxed()
                .toList();
        int first = 0;
        while (first < BINS - 1 && bins.get(first) == 0) {
            first++;
        }
        int last = BINS - 1;
        while (last > first && bins.get(last) == 0) {
            last--;
        }
        return new Histogram(range[index] / (BINS / 2), first - BINS / 2, bins.subList(first, last + 1));
    }

    /** The strong places of a neuron; none of one that is never above 0. */
    public StrongPlaces strongPlaces(int layer, int neuron) {
        int index = index(layer, neuron);
        Strong of = strong[index];
        var tokens = IntStream.range(0, of.used)
                .mapToObj(i -> new Count(of.tokens[i], of.near[i] + of.far[i]))
                .sorted(Comparator.comparingInt(Count::places).reversed().thenComparingInt(Count::token))
                .toList();
        return new StrongPlaces(peak[index] / 4, tokens, of.places());
    }

    /**
     * The neurons of which the largest share of the strong places is at some tokens.
     *
     * @param least neurons with fewer strong places are left out
     */
    public List<Match> search(Set<Integer> tokens, int least, int most) {
        return IntStream.range(0, strong.length)
                .mapToObj(index -> match(index, tokens))
                .filter(match -> match.places() >= least && match.fitting() > 0)
                .sorted(Comparator.comparingDouble(Match::share)
                        .thenComparingInt(Match::fitting)
                        .reversed())
                .limit(most)
                .toList();
    }

    private Match match(int index, Set<Integer> tokens) {
        Strong of = strong[index];
        int fitting = IntStream.range(0, of.used)
                .filter(i -> tokens.contains(of.tokens[i]))
                .map(i -> of.near[i] + of.far[i])
                .sum();
        return new Match(index / header.width(), index % header.width(), fitting, of.places());
    }

    /** How many positions of all texts have one of these tokens: with what the share of a neuron is to be compared. */
    public int occurrences(Set<Integer> tokens) {
        return (int)
                texts.stream().flatMap(List::stream).filter(tokens::contains).count();
    }

    private int index(int layer, int neuron) {
        if (layer < 0 || layer >= header.layers()) {
            throw new OrreryException(new LabError.NoSuchLayer(layer, header.layers() - 1));
        }
        if (neuron < 0 || neuron >= header.width()) {
            throw new OrreryException(new LabError.NoSuchNeuron(neuron, header.width() - 1));
        }
        return layer * header.width() + neuron;
    }

    /** Writes it, compressed. */
    public void write(OutputStream stream) throws IOException {
        try (var out = new DataOutputStream(new GZIPOutputStream(stream, 1 << 16))) {
            out.writeInt(MAGIC);
            out.writeUTF(header.model());
            out.writeUTF(header.source());
            for (int size :
                    new int[] {header.wanted(), header.layers(), header.width(), header.vocabulary(), texts.size()}) {
                out.writeInt(size);
            }
            for (List<Integer> text : texts) {
                writeSmall(out, text.size());
                for (int token : text) {
                    writeSmall(out, token);
                }
            }
            for (int index = 0; index < strong.length; index++) {
                writeNeuron(out, index);
            }
        }
    }

    private void writeNeuron(DataOutputStream out, int index) throws IOException {
        for (int i = index * PLACES; i < (index + 1) * PLACES; i++) {
            writeSmall(out, inText[i] + 1);
            if (inText[i] >= 0) {
                writeSmall(out, at[i]);
                out.writeFloat(values[i]);
            }
        }
        out.writeFloat(range[index]);
        out.writeFloat(peak[index]);
        for (int i = index * BINS; i < (index + 1) * BINS; i++) {
            writeSmall(out, histogram[i]);
        }
        Strong of = strong[index];
        writeSmall(out, of.used);
        for (int i = 0; i < of.used; i++) {
            writeSmall(out, of.tokens[i]);
            writeSmall(out, of.near[i]);
            writeSmall(out, of.far[i]);
        }
        writeSmall(out, of.otherNear);
        writeSmall(out, of.otherFar);
    }

    /**
     * Reads one that was written.
     *
     * @param model content id; a file of another model, or with other sizes, is refused before anything is allocated
     * @param name of the file, for the error
     * @throws OrreryException with {@link LabError.NotASurvey}
     */
    public static NeuronSurvey read(InputStream stream, String model, Graph graph, String name) {
        var wanted = Header.of(model, graph, "", 0);
        try (var in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(stream), 1 << 16))) {
            require(in.readInt() == MAGIC);
            var id = in.readUTF();
            var source = in.readUTF();
            var header = new Header(id, source, in.readInt(), in.readInt(), in.readInt(), in.readInt());
            require(id.equals(wanted.model())
                    && header.layers() == wanted.layers()
                    && header.width() == wanted.width()
                    && header.vocabulary() == wanted.vocabulary()
                    && header.neurons() <= MOST_NEURONS);
            int texts = in.readInt();
            require(header.wanted() > 0 && header.wanted() <= MOST_TEXTS && texts >= 0 && texts <= header.wanted());
            var survey = new NeuronSurvey(header);
            for (int i = 0; i < texts; i++) {
                survey.texts.add(survey.readText(in));
            }
            for (int index = 0; index < survey.strong.length; index++) {
                survey.readNeuron(in, index);
            }
            require(in.read() < 0);
            return survey;
        } catch (IOException | ArithmeticException e) {
            throw new OrreryException(new LabError.NotASurvey(name), e);
        }
    }

    private List<Integer> readText(DataInputStream in) throws IOException {
        var tokens = new Integer[readSmall(in, LONGEST_TEXT)];
        require(tokens.length > 0);
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = readSmall(in, header.vocabulary() - 1);
        }
        return List.of(tokens);
    }

    private void readNeuron(DataInputStream in, int index) throws IOException {
        for (int i = index * PLACES; i < (index + 1) * PLACES; i++) {
            inText[i] = readSmall(in, texts.size()) - 1;
            if (inText[i] >= 0) {
                at[i] = readSmall(in, texts.get(inText[i]).size() - 1);
                values[i] = in.readFloat();
                require(Float.isFinite(values[i]));
            }
        }
        range[index] = in.readFloat();
        peak[index] = in.readFloat();
        require(Float.isFinite(range[index]) && Float.isFinite(peak[index]) && range[index] >= 0 && peak[index] >= 0);
        for (int i = index * BINS; i < (index + 1) * BINS; i++) {
            histogram[i] = readSmall(in, Integer.MAX_VALUE);
        }
        Strong of = strong[index];
        of.used = readSmall(in, tokensApart);
        of.tokens = new int[of.used];
        of.near = new int[of.used];
        of.far = new int[of.used];
        for (int i = 0; i < of.used; i++) {
            of.tokens[i] = readSmall(in, header.vocabulary() - 1);
            of.near[i] = readSmall(in, Integer.MAX_VALUE);
            of.far[i] = readSmall(in, Integer.MAX_VALUE);
        }
        of.otherNear = readSmall(in, Integer.MAX_VALUE);
        of.otherFar = readSmall(in, Integer.MAX_VALUE);
    }

    /** A number from 0, seven bits a byte, the lowest first: most are small. */
    private static void writeSmall(DataOutputStream out, int value) throws IOException {
        int rest = value;
        while (rest > SEVEN_BITS) {
            out.writeByte((rest & SEVEN_BITS) | (SEVEN_BITS + 1));
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    private static int readSmall(DataInputStream in, int most) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (long) (next & SEVEN_BITS) << shift;
            if (next <= SEVEN_BITS) {
                require(value <= most);
                return (int) value;
            }
        }
        throw new IOException("a number is too long");
    }

    private static void require(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("the file is no survey of this model");
        }
    }
}
