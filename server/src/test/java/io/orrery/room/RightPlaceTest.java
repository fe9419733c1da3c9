package io.orrery.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.tensor.Tensor;
import io.orrery.trace.Trace;
import io.orrery.trace.change.Change;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The place that is right, of real models, against arithmetic that is done anew from the numbers of the runs. */
class RightPlaceTest {
    private static final int AT_MOST_MS = 1000;

    @TempDir
    private Path folder;

    @AutoClose
    private TourRoom room;

    @BeforeEach
    void open() throws Exception {
        room = new TourRoom(folder);
        room.types("CBABBC");
    }

    private String id() {
        return room.state().at("/trace/id").textValue();
    }

    private Trace trace(String id) {
        return room.library().find(id).join();
    }

    private JsonNode right(String fields) {
        room.command("'do':'place','trace':'" + id() + "'," + fields);
        room.advance(AT_MOST_MS);
        JsonNode question = room.state().at("/place/question").deepCopy();
        room.command(
                "'do':'place-end','number':" + room.state().at("/place/number").intValue());
        return question;
    }

    /** Softmax of the products of queries and keys, anew, for each row of each head. */
    @Test
    void wordIsThatWithTheLargestWeightOfTheRow() {
        Trace trace = trace(id());
        var sizes = trace.graph().sizes();
        for (int layer = 0; layer < sizes.n_layers(); layer++) {
            Tensor q = trace.tensor("blocks." + layer + ".attn.hook_q");
            Tensor k = trace.tensor("blocks." + layer + ".attn.hook_k");
            for (int head = 0; head < sizes.n_heads(); head++) {
                for (int query : List.of(1, trace.positions() - 1)) {
                    double[] weights = weights(q, k, head, query, sizes.d_head());
                    int best = largest(weights);
                    JsonNode found = right("'kind':'word','row':[" + layer + "," + head + "," + query + "]")
                            .get("right");
                    assertThat(found.get("at").toString())
                            .as("layer %d, head %d, query %d", layer, head, query)
                            .isEqualTo("[" + best + "]");
                    assertThat(found.get("by").doubleValue()).isCloseTo(weights[best], within(1e-5));
                }
            }
        }
    }

    private static double[] weights(Tensor q, Tensor k, int head, int query, int width) {
        double[] exponentials = IntStream.rangeClosed(0, query)
                .mapToDouble(key -> Math.exp(IntStream.range(0, width)
                                .mapToDouble(i -> (double) q.at(query, head, i) * k.at(key, head, i))
                                .sum()
                        / Math.sqrt(width)))
                .toArray();
        double sum = IntStream.range(0, exponentials.length)
                .mapToDouble(i -> exponentials[i])
                .sum();
        return IntStream.range(0, exponentials.length)
                .mapToDouble(i -> exponentials[i] / sum)
                .toArray();
    }

    private static int largest(double... values) {
        return IntStream.range(0, values.length)
                .reduce((a, b) -> values[b] > values[a] ? b : a)
                .orElseThrow();
    }

    /** Each head is taken out in a run of its own. */
    @Test
    void headIsThatWithoutWhichTheAnswersLeadChangesMost() {
        JsonNode state = room.state();
        int answer = state.at("/trace/next/0/token").intValue();
        int rival = state.at("/trace/rival/token").intValue();
        double before = lead(trace(id()), answer, rival);
        var changes = new TreeMap<String, Double>();
        var sizes = trace(id()).graph().sizes();
        for (int layer = 0; layer < sizes.n_layers(); layer++) {
            for (int head = 0; head < sizes.n_heads(); head++) {
                var change = Change.parse("blocks." + layer + ".attn.hook_z[" + head + "]=zero");
                var without = trace(
                        room.library().changed(id(), List.of(change)).join().id());
                changes.put("[" + layer + "," + head + "]", lead(without, answer, rival) - before);
            }
        }
        String best = changes.keySet().stream()
                .reduce((a, b) -> Math.abs(changes.get(b)) > Math.abs(changes.get(a)) ? b : a)
                .orElseThrow();

        JsonNode found = right("'kind':'head','measured':true").get("right");

        assertThat(found.get("at").toString()).as("of %s", changes).isEqualTo(best);
        assertThat(found.get("by").doubleValue()).isCloseTo(changes.get(best), within(1e-4));
    }

    private static double lead(Trace run, int answer, int rival) {
        float[] logits = run.logits(run.positions() - 1);
        return (double) logits[answer] - logits[rival];
    }

    /** The last layer after which another token led: the answer leads from the one after it on. */
    @Test
    void layerIsTheFirstFromWhichOnTheAnswerLeads() {
        room.types("tiny-tales", "Lily and Tom went to the park. Tom was happy and said to");
        Trace trace = trace(id());
        int answer = room.state().at("/trace/next/0/token").intValue();
        int layers = trace.graph().sizes().n_layers();
        int last = -1;
        for (int layer = 0; layer < layers; layer++) {
            if (guess(trace, "blocks." + layer + ".hook_resid_post") != answer) {
                last = layer;
            }
        }

        JsonNode question = right("'kind':'layer','measured':true");

        assertThat(question.at("/size/0").intValue()).isEqualTo(layers);
        assertThat(question.at("/right/at/0").intValue()).isEqualTo(last + 1);
    }

    /** The final norm and the unembedding on the stream at the last position, in double precision. */
    private static int guess(Trace trace, String stream) {
        int at = trace.positions() - 1;
        float[] x = trace.tensor(stream).rows()[at];
        double mean =
                IntStream.range(0, x.length).mapToDouble(i -> x[i]).average().orElseThrow();
        double variance = IntStream.range(0, x.length)
                .mapToDouble(i -> (x[i] - mean) * (x[i] - mean))
                .average()
                .orElseThrow();
        Tensor weight = trace.tensor("ln_final.w");
        Tensor bias = trace.tensor("ln_final.b");
        Tensor unembedding = trace.tensor("unembed.W_U");
        int words = trace.graph().sizes().d_vocab();
        double[] logits = IntStream.range(0, words)
                .mapToDouble(word -> IntStream.range(0, x.length)
                        .mapToDouble(i -> ((x[i] - mean) / Math.sqrt(variance + 1e-5) * weight.at(i) + bias.at(i))
                                * unembedding.at(i, word))
                        .sum())
                .toArray();
        return largest(logits);
    }

    @Test
    void nothingIsRightInAChangedRunAndTheQuestionIsAskedAllTheSame() {
        room.command("'do':'change','trace':'" + id() + "','changes':['blocks.0.attn.hook_z[1]=zero']");

        JsonNode question = right("'kind':'head','measured':true");

        assertThat(question.get("lost").booleanValue()).isTrue();
        assertThat(question.has("right")).isFalse();
    }

    @Test
    void beatAsksAndItsQuestionEndsWithIt() throws Exception {
        String asks =
                "- {id: asks, seconds: 25, step: blocks.0.attn.qkv, ask: {place: word, head: 1.2, token: last}}\n";
        room.write(TourRoom.DECLARATION.replace("- {id: row,", asks + "      - {id: row,"));
        room.refresh();
        room.beat("one/asks");
        room.advance(AT_MOST_MS);
        JsonNode question = room.state().at("/place/question");
        assertThat(question.get("beat").textValue()).isEqualTo("one/asks");
        assertThat(question.at("/measure/row").toString()).isEqualTo("[0,1,5]");
        assertThat(question.has("right")).isTrue();
        room.beat("one/row");
        assertThat(room.state().has("place")).isFalse();
        room.beat("one/asks");
        assertThat(room.state().has("place")).isTrue();
        room.command("'do':'tour-end'");
        assertThat(room.state().has("place")).isFalse();
    }
}
