package io.orrery.library;

import io.orrery.error.LabError;
import io.orrery.error.OrreryException;
import io.orrery.graph.Graph;
import io.orrery.graph.TinyModels;
import io.orrery.lab.Rival;
import io.orrery.lab.Subject;
import io.orrery.lab.tool.Extent;
import io.orrery.lab.tool.Parameters;
import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.lab.tool.Tools;
import io.orrery.model.tokenizer.Cut;
import io.orrery.model.tokenizer.Tokenizer;
import io.orrery.tensor.Workers;
import io.orrery.trace.MemoryBudget;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.Traces;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A program that asks each tool its largest questions, with no more free memory than is reserved for each, and prints what came of it. */
final class AskedInLittleMemory {
    /** New objects have a tiny space. What is still held goes to the tenured space, of which all but a part is filled. */
    static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-Xms128m", "-Xmx128m", "-Xmn1m", "-XX:MarkSweepDeadRatio=0");

    private static final int LONGEST = 64;
    private static final String TEXT = numbers(LONGEST);

    /** The largest questions of each tool. A new tool needs its own, in which each of its parameters occurs. */
    static final Map<String, List<String>> QUESTIONS = Map.of(
            "lens", List.of("ranked=1", "from=0&to=64&ranked=20"),
            "attribution", List.of("", "layer=2&head=1"),
            "change",
                    List.of(
                            "each=mean",
                            "set=blocks.0.attn.hook_z[0]=zero;blocks.1.hook_mlp_out=mean;blocks.0.hook_mlp_out=scale:2"),
            "patch",
                    List.of(
                            "fromTokens=" + TEXT,
                            "intoTokens=" + TEXT + "&only=blocks.1.hook_mlp_out",
                            "intoTokens=" + TEXT + "&only=texts&near=3"),
            "saliency", List.of("steps=3&baseline=keep-first"),
            "heads", List.of("repeated=50", "copying=1000"),
            "neurons", List.of("layer=1", "layer=2&neuron=1"),
            "score", List.of("layer=2&head=1&query=63&key=5&pairs=1000"),
            "embedding", List.of("token=" + TEXT + "&plus=1,2,3&minus=4,5,6&after=3"),
            "circuit",
                    List.of(
                            "",
                            "position=20",
                            "least=0.01",
                            "leading=600",
                            "leading=8000000",
                            "strongest=300000",
                            "from=hook_embed@3&to=blocks.2.attn.hook_result[1]@60"));

    private static final Workers WORKERS = new Workers(1);

    /** Fills the heap. A field, so that it is held while a tool is asked. */
    private static final List<byte[]> FILLING = new ArrayList<>();

    private static final int PIECE = 1 << 18;

    /** Header of an array. */
    private static final int HEADER = 16;

    private AskedInLittleMemory() {}

    /**
     * The result of one question.
     *
     * @param reserved bytes
     * @param json bytes of the answer; 0 if it was refused as too large; less if memory ran out
     * @param expectedJson the bytes that the tool has told beforehand, at most
     */
    record Outcome(String question, long reserved, long json, long expectedJson) {
        private static final long OUT_OF_MEMORY = -1;
        private static final String CONTROL = "control: ";

        boolean isOutOfMemory() {
            return json == OUT_OF_MEMORY;
        }

        boolean isControl() {
            return question.startsWith(CONTROL);
        }

        static Outcome parse(String line) {
            var parts = line.split("\t");
            return new Outcome(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
        }

        String line() {
            return String.join(
                    "\t", question, Long.toString(reserved), Long.toString(json), Long.toString(expectedJson));
        }

        @Override
        public String toString() {
            return "%s with %d bytes".formatted(question, reserved);
        }
    }

    public static void main(String[] args) {
        for (var model :
                List.of(Map.entry("heads", TinyModels.ofManyHeads()), Map.entry("tokens", TinyModels.ofManyTokens()))) {
            for (Tool tool : Tools.ALL) {
                for (String question : QUESTIONS.getOrDefault(tool.name(), List.of(""))) {
                    var parameters = parameters(tool, question);
                    String name = model.getKey() + " " + tool.name() + "?" + question;
                    System.out.println(ask(name, model.getValue(), tool, parameters, Optional.empty())
                            .line());
                }
            }
        }
        Tool circuit = Tools.named("circuit");
        var heads = new Run(TinyModels.ofManyHeads());
        System.out.println(ask(
                        Outcome.CONTROL + "leading=600",
                        TinyModels.ofManyHeads(),
                        circuit,
                        parameters(circuit, "leading=600"),
                        Optional.of((1 << 20) + 2 * heads.extent().runs().applyAsLong(LONGEST)))
                .line());
        WORKERS.close();
    }

    private static String numbers(int count) {
        return new Random(count)
                .ints(0, TinyModels.FEW_TOKENS)
                .distinct()
                .limit(count)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    private static Parameters parameters(Tool tool, String question) {
        var values = Arrays.stream(question.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
        return Parameters.of(tool, values::get);
    }

    /** @param given bytes instead of what is reserved */
    private static Outcome ask(String name, Graph graph, Tool tool, Parameters parameters, Optional<Long> given) {
        var run = new Run(graph);
        long reserved = given.orElseGet(() -> Lab.bytes(tool, run.extent(), parameters));
        long expected = tool.need(run.extent(), parameters).answer();
        try {
            fill(reserved);
            return new Outcome(name, reserved, run.answer(tool, parameters).length, expected);
        } catch (OutOfMemoryError e) {
            FILLING.clear();
            return new Outcome(name, reserved, Outcome.OUT_OF_MEMORY, expected);
        } catch (OrreryException e) {
            if (e.error() instanceof LabError.AnswerTooLarge) {
                return new Outcome(name, reserved, 0, expected);
            }
            throw e;
        } finally {
            FILLING.clear();
        }
    }

    /** Leaves so many bytes. */
    private static void fill(long free) {
        var tenured = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Tenured Gen"))
                .findFirst()
                .orElseThrow();
        System.gc();
        long more = tenured.getUsage().getMax() - tenured.getUsage().getUsed() - free;
        if (more < 0) {
            throw new IllegalStateException("the heap is too small for " + free);
        }
        while (more > HEADER) {
            var piece = new byte[(int) Math.min(PIECE, more) - HEADER];
            FILLING.add(piece);
            more -= piece.length + HEADER;
        }
        // From the space of new objects, if one was small enough to be made there.
        System.gc();
    }

    /** A run of the longest text of a model. */
    private static final class Run {
        private final Traces traces = new Traces(MemoryBudget.unlimited(), WORKERS, Runnable::run);
        private final RunnableModel model;
        private final Subject subject;

        Run(Graph graph) {
            var random = new Random(1);
            var reference = tokens(graph, random);
            model = new RunnableModel(
                    "m", graph, TinyModels.weights(graph, random), () -> List.of(reference, reference));
            traces.offer(model);
            subject = Subject.of(model, tokens(graph, random), WORKERS);
        }

        private static List<Integer> tokens(Graph graph, Random random) {
            return Arrays.stream(TinyModels.tokens(graph, LONGEST, random))
                    .boxed()
                    .toList();
        }

        Extent extent() {
            return new Extent(
                    model.graph(),
                    subject.length(),
                    WORKERS.threads(),
                    tokens -> traces.bytes(model.model(), tokens),
                    model.references());
        }

        byte[] answer(Tool tool, Parameters parameters) {
            // No question here is about a rival.
            var question = new ToolRequest(subject, parameters, Optional.empty(), model.references(), new Rival(null));
            return Lab.json(tool, question, (pieces, all) -> {}, new Numbered());
        }
    }

    /** Names tokens by their number. */
    private static final class Numbered implements Tokenizer {
        @Override
        public int[] encode(String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int[] encodeVerbatim(String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String decode(int... tokens) {
            return IntStream.of(tokens).mapToObj(this::piece).collect(Collectors.joining());
        }

        @Override
        public String piece(int token) {
            return " token " + token;
        }

        @Override
        public Cut cut(List<Integer> tokens) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String id() {
            return "numbered";
        }

        @Override
        public String example() {
            return "";
        }
    }
}
