package io.orrery.cli;

import static io.orrery.cli.Question.OfText.printTarget;
import static io.orrery.cli.Question.OfText.signed;
import static io.orrery.cli.Question.number;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.CommandLineError;
import io.orrery.graph.Node;
import io.orrery.lab.Circuit;
import io.orrery.lab.Copying;
import io.orrery.lab.Effect;
import io.orrery.lab.Embedding;
import io.orrery.lab.Lens;
import io.orrery.lab.Patching;
import io.orrery.lab.Place;
import io.orrery.lab.PrincipalAxes;
import io.orrery.lab.Progress;
import io.orrery.lab.ReferenceMeans;
import io.orrery.lab.Saliency;
import io.orrery.lab.ScoreParts;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import io.orrery.lab.TextPair;
import io.orrery.lab.TryEach;
import io.orrery.lab.tool.AttributionTool;
import io.orrery.lab.tool.ChangeTool;
import io.orrery.lab.tool.CircuitTool;
import io.orrery.lab.tool.EmbeddingTool;
import io.orrery.lab.tool.HeadsTool;
import io.orrery.lab.tool.LensTool;
import io.orrery.lab.tool.NeuronsTool;
import io.orrery.lab.tool.PatchTool;
import io.orrery.lab.tool.SaliencyTool;
import io.orrery.lab.tool.ScoreTool;
import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.ToolRequest;
import io.orrery.lab.tool.Tools;
import io.orrery.model.Model;
import io.orrery.model.safetensors.SafetensorsWriter;
import io.orrery.model.tokenizer.Tokenizer;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Changes;
import io.orrery.trace.change.Means;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code orrery why}: each subcommand answers one question about a model's next token. */
@Command(
        name = "why",
        description = "Measures why a model gives its next token. Layers, heads and positions count from 0.",
        mixinStandardHelpOptions = true,
        subcommands = HelpCommand.class,
        modelTransformer = WhyCommand.InOrder.class)
final class WhyCommand implements Runnable {
    private static final int PRINTED_EDGES = 20;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to ask, as in \"orrery why attribution\"");
    }

    /** Lists the questions as they are documented; picocli would list them by name. */
    static final class InOrder implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec why) {
            Stream.concat(Tools.ALL.stream().map(Tool::name), Stream.of("help"))
                    .forEach(name -> why.addSubcommand(name, why.removeSubcommand(name)));
            return why;
        }
    }

    /** Where the answer forms. */
    @Command(
            description = "What the model would say if it ended earlier: the logit lens.",
            mixinStandardHelpOptions = true)
    void lens(
            @Mixin Question.OfText question,
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description = "Write the logits, [point, pos, d_vocab], as safetensors.")
                    Path out,
            @Option(
                            names = "--ranked",
                            paramLabel = "N",
                            defaultValue = "" + LensTool.RANKED,
                            description = "How many of the most probable tokens to list of each place. By default"
                                    + " ${DEFAULT-VALUE}.")
                    int ranked)
            throws IOException {
        question.requireRange("--ranked", 1, LensTool.MOST_RANKED, ranked);
        question.askOfText(
                (opened, subject) -> {
                    var target = question.target(subject);
                    var lens = question.watched(
                            "Looking", progress -> Lens.of(subject, target, 0, subject.length(), ranked, progress));
                    if (out != null) {
                        int vocabulary = subject.graph().sizes().d_vocab();
                        int[] shape = {lens.points().size(), subject.length(), vocabulary};
                        new SafetensorsWriter(Map.of())
                                .add("lens", shape, () -> Lens.logits(subject))
                                .write(out);
                    }
                    return LensTool.json(subject, target, lens);
                },
                WhyCommand::printLens);
    }

    private static void printLens(JsonNode answer, Tokenizer tokenizer, PrintWriter out) {
        printTarget(answer, tokenizer, out);
        int position = answer.path("position").intValue();
        for (int i = 0; i < answer.path("points").size(); i++) {
            int top = answer.path("top").get(i).get(position).intValue();
            out.println("%-28s \"%s\", rank of a: %s"
                    .formatted(
                            answer.path("points").get(i).textValue(),
                            tokenizer.piece(top),
                            answer.path("rank_of_a").get(i)));
        }
    }

    /** Who votes for the answer. */
    @Command(
            description = "What each part adds to the logit difference: direct logit attribution.",
            mixinStandardHelpOptions = true)
    void attribution(
            @Mixin Question.OfText question,
            @Option(
                            names = "--layer",
                            paramLabel = "N",
                            description = "The layer whose strongest neurons are listed; by default the last.")
                    Integer layer,
            @Option(
                            names = "--head",
                            paramLabel = "N",
                            description = "A head of this layer that is opened into the tokens it reads.")
                    Integer head)
            throws IOException {
        question.askOfText(
                (opened, subject) ->
                        AttributionTool.json(subject, question.target(subject), number(layer), number(head)),
                (answer, tokenizer, out) -> {
                    printTarget(answer, tokenizer, out);
                    for (var vote : answer.path("attribution")) {
                        out.println("%s  %s"
                                .formatted(
                                        signed(vote.path("a_minus_b")),
                                        vote.path("part").textValue()));
                    }
                    out.println("%s  sum".formatted(signed(answer.path("sum"))));
                });
    }

    /** What happens if a part is changed. */
    @Command(
            description = "Runs the model with changed parts, and compares the answers.",
            mixinStandardHelpOptions = true)
    void change(
            @Mixin Question.OfText question,
            @Option(
                            names = "--set",
                            arity = "1..*",
                            paramLabel = "CHANGE",
                            description = {
                                "NODE=zero, NODE[HEAD]=mean, NODE[HEAD]@POSITION=scale:F, SCORES[HEAD,QUERY,KEY]=cut,"
                                        + " token@POSITION=cut, ROUTER[EXPERT]=off or ROUTER[EXPERT]=force; may be given several times.",
                            })
                    List<String> changes,
            @Option(
                            names = "--each",
                            paramLabel = "MODE",
                            description = "Tries zero, mean or scale:F on each head and MLP alone, instead of --set.")
                    String each,
            @Option(
                            names = "--mean-over",
                            paramLabel = "FILE",
                            description =
                                    "The texts over which means are taken: a text a line, as tokens with commas. By default the"
                                            + " model's reference texts, or sixteen sentences.")
                    Path meanOver,
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description = "Write the changed logits at the position, [1, d_vocab], as safetensors.")
                    Path out)
            throws IOException {
        if ((changes == null) == (each == null) || (each != null && out != null)) {
            throw question.refused(new CommandLineError.EitherSetOrEach());
        }
        question.askOfText(
                (opened, subject) -> {
                    var target = question.target(subject);
                    if (each != null) {
                        var mode = Change.mode(each);
                        var averaged = mode instanceof Change.Mean ? TryEach.nodes(subject) : List.<Node>of();
                        var means = means(question, opened, subject, averaged, meanOver);
                        var rows = question.watched(
                                "Trying", progress -> TryEach.of(subject, target, mode, means, progress));
                        return ChangeTool.json(subject, target, rows, each);
                    }
                    var parsed = changes.stream().map(Change::parse).toList();
                    var averaged = Changes.averaged(subject.graph(), parsed);
                    var effect =
                            Effect.of(subject, target, parsed, means(question, opened, subject, averaged, meanOver));
                    if (out != null) {
                        float[] logits = effect.after().logits(target.position());
                        new SafetensorsWriter(Map.of())
                                .add("interventions", new int[] {1, logits.length}, () -> logits)
                                .write(out);
                    }
                    return ChangeTool.json(subject, target, effect);
                },
                WhyCommand::printChange);
    }

    private static Means means(Question question, Model opened, Subject subject, List<Node> nodes, Path over)
            throws IOException {
        if (nodes.isEmpty() && over == null) {
            return Means.NONE;
        }
        var texts = over == null ? ReferenceTexts.of(opened) : ReferenceTexts.read(over);
        return question.watched("Averaging", progress -> ReferenceMeans.over(subject, texts, nodes, progress));
    }

    private static void printChange(JsonNode answer, Tokenizer tokenizer, PrintWriter out) {
        printTarget(answer, tokenizer, out);
        if (answer.has("rows")) {
            for (var row : answer.path("rows")) {
                String head = row.path("head").isNull() ? "" : "[" + row.path("head") + "]";
                out.println("%s  %s%s"
                        .formatted(
                                signed(row.path("logit_difference")),
                                row.path("node").textValue(),
                                head));
            }
            return;
        }
        out.println("before %s, forecast %s, KL %.4f, most probable \"%s\""
                .formatted(
                        signed(answer.path("before")),
                        signed(answer.path("forecast")),
                        answer.path("kl").doubleValue(),
                        tokenizer.piece(answer.path("top").intValue())));
    }

    /** The clean text of {@code patch}. */
    static final class CleanText {
        @Option(
                names = "--from-tokens",
                paramLabel = "NUMBERS",
                required = true,
                description = "The clean text's tokens.")
        private String tokens;

        @Option(names = "--from-prompt", paramLabel = "TEXT", required = true, description = "The clean text.")
        private String prompt;

        List<Integer> tokens(Tokenizer tokenizer) {
            return prompt == null
                    ? TextOptions.numbers(tokens)
                    : Arrays.stream(tokenizer.encode(prompt)).boxed().toList();
        }
    }

    /** Which value of one text's run mends that of another one. */
    @Command(
            description =
                    "Mends the run of a corrupted text (--tokens) by single values of a clean one (--from-tokens).",
            mixinStandardHelpOptions = true)
    void patch(
            @Mixin Question.OfText question,
            @ArgGroup(multiplicity = "1") CleanText clean,
            @Option(
                            names = "--only",
                            paramLabel = "PLACE",
                            description = "Put in one value alone: NODE, NODE[HEAD] or NODE[HEAD]@POSITION.")
                    String only)
            throws IOException {
        question.askOfText(
                (opened, corrupted) -> {
                    var first = corrupted.ofText(clean.tokens(opened.tokenizer()));
                    int position = question.position(corrupted);
                    var target = question.isAgainstAll()
                            ? Target.againstAll(first, position, question.a())
                            : Patching.target(first, corrupted, position, question.a(), question.b());
                    if (only != null) {
                        return PatchTool.mended(new TextPair(first, corrupted, target), Place.parse(only));
                    }
                    var patching =
                            question.watched("Patching", progress -> Patching.of(first, corrupted, target, progress));
                    return PatchTool.json(first, target, patching);
                },
                WhyCommand::printPatch);
    }

    private static void printPatch(JsonNode answer, Tokenizer tokenizer, PrintWriter out) {
        printTarget(answer, tokenizer, out);
        String corrupted = signed(answer.path("corrupted_difference"));
        if (answer.has("place")) {
            out.println("corrupted %s, with %s of the clean text %s: share recovered %s"
                    .formatted(
                            corrupted,
                            answer.path("place").textValue(),
                            signed(answer.path("mended_difference")),
                            signed(answer.path("recovered"))));
            return;
        }
        out.println("corrupted %s; share recovered by the stream that enters each layer, by position:"
                .formatted(corrupted));
        printRows(answer.path("resid_pre"), out);
        out.println("by each head:");
        printRows(answer.path("z"), out);
    }

    private static void printRows(JsonNode rows, PrintWriter out) {
        for (var row : rows) {
            out.println(StreamSupport.stream(row.spliterator(), false)
                    .map(Question.OfText::signed)
                    .collect(Collectors.joining(" ")));
        }
    }

    /** Which words mattered. */
    @Command(
            description = "Which tokens the logit difference is owed to: integrated gradients.",
            mixinStandardHelpOptions = true)
    void saliency(
            @Mixin Question.OfText question,
            @Option(
                            names = "--steps",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "Steps from the baseline to the text; by default ${DEFAULT-VALUE}.")
                    int steps,
            @Option(
                            names = "--baseline",
                            paramLabel = "WHERE",
                            defaultValue = "mean",
                            description =
                                    "Where the way begins: mean (the mean embedding, the default) or keep-first (the same, but the"
                                            + " first token keeps its own).")
                    String baseline)
            throws IOException {
        question.requireRange("--steps", 1, SaliencyTool.MOST_STEPS, steps);
        var from = Arrays.stream(Saliency.Baseline.values())
                .filter(one -> one.word().equals(baseline))
                .findFirst()
                .orElseThrow(() -> question.refused(new CommandLineError.NotABaseline(baseline)));
        question.askOfText(
                (opened, subject) -> {
                    var target = question.target(subject);
                    var saliency = question.watched(
                            "Measuring", progress -> Saliency.of(subject, target, steps, from, progress));
                    return SaliencyTool.json(subject, target, saliency);
                },
                (answer, tokenizer, out) -> {
                    printTarget(answer, tokenizer, out);
                    answer.path("by_token").forEach(share -> out.println(signed(share)));
                    out.println("%s  sum, of %s".formatted(signed(answer.path("sum")), signed(answer.path("target"))));
                });
    }

    /** Where heads look. */
    @Command(
            description =
                    "How much each head looks at the previous token, at the same token before, behind that, and at the first.",
            mixinStandardHelpOptions = true)
    void heads(
            @Mixin Question.OfText question,
            @Option(
                            names = "--copying",
                            paramLabel = "N",
                            description = "Also measures how much each head copies, on N tokens of the vocabulary.")
                    Integer copying,
            @Option(
                            names = "--repeated",
                            paramLabel = "N",
                            description = "Also measures the scores on N random tokens that come twice.")
                    Integer repeated)
            throws IOException {
        question.requireRange("--repeated", 1, HeadsTool.MOST_REPEATED, repeated);
        question.requireRange("--copying", 1, Copying.MOST, copying);
        question.askOfText(
                (opened, subject) -> {
                    var target = question.target(subject);
                    var also = new HeadsTool.Also(number(repeated), number(copying));
                    return copying == null
                            ? HeadsTool.json(subject, target, also, Progress.NONE)
                            : question.watched("Copying", progress -> HeadsTool.json(subject, target, also, progress));
                },
                (answer, tokenizer, out) -> {
                    for (var kind : List.of("previous", "duplicate", "induction", "first", "copying")) {
                        if (answer.has(kind)) {
                            out.println(kind);
                            printRows(answer.path(kind), out);
                        }
                    }
                });
    }

    /** Why a head looks where it looks. */
    @Command(
            description = "One attention score as a sum over pairs of parts of the stream.",
            mixinStandardHelpOptions = true)
    void score(
            @Mixin Question.OfText question,
            @Option(names = "--layer", paramLabel = "N", required = true, description = "The layer, from 0.") int layer,
            @Option(names = "--head", paramLabel = "N", required = true, description = "The head, from 0.") int head,
            @Option(
                            names = "--query",
                            paramLabel = "N",
                            required = true,
                            description = "The position that looks, from 0.")
                    int query,
            @Option(
                            names = "--key",
                            paramLabel = "N",
                            required = true,
                            description = "The position that is looked at, from 0.")
                    int key,
            @Option(
                            names = "--pairs",
                            paramLabel = "N",
                            description =
                                    "Also lists the N pairs of parts that add most to the score, and a map of all.")
                    Integer pairs,
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description =
                                    "Write the sum's terms, [part of the query, part of the key], as safetensors.")
                    Path out)
            throws IOException {
        question.requireRange("--pairs", 1, ScoreTool.MOST_PAIRS, pairs);
        question.askOfText(
                (opened, subject) -> {
                    var parts = ScoreParts.of(subject, layer, head, query, key);
                    var at = new ScoreTool.At(layer, head, query, key);
                    var answer = ScoreTool.json(subject, question.target(subject), at, parts);
                    if (pairs != null) {
                        ScoreTool.put(answer, parts, pairs);
                    }
                    if (out != null) {
                        int n = parts.parts().size();
                        new SafetensorsWriter(Map.of())
                                .add("score_parts", new int[] {n, n}, () -> terms(parts))
                                .write(out);
                    }
                    return answer;
                },
                (answer, tokenizer, to) -> to.println("score %s, share of the attention %s"
                        .formatted(signed(answer.path("score")), signed(answer.path("pattern")))));
    }

    private static float[] terms(ScoreParts parts) {
        int n = parts.parts().size();
        var terms = new float[n * n];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = (float) parts.of(i / n, i % n);
        }
        return terms;
    }

    /** Tokens as places. */
    @Command(
            description = "Which tokens have a place near others in the table of embeddings.",
            mixinStandardHelpOptions = true)
    void embedding(
            @Mixin Question question,
            @ArgGroup TextOptions text,
            @Option(
                            names = "--token",
                            paramLabel = "TOKEN",
                            description = "A token whose neighbours are listed; may be given several times.")
                    List<Integer> tokens,
            @Option(names = "--plus", paramLabel = "TOKEN", description = "Word arithmetic: a token that is added.")
                    List<Integer> plus,
            @Option(
                            names = "--minus",
                            paramLabel = "TOKEN",
                            description = "Word arithmetic: a token that is taken away.")
                    List<Integer> minus)
            throws IOException {
        question.ask(
                (opened, workers) -> {
                    var embedding = Embedding.of(opened.graph(), opened.weights());
                    Map<String, Object> answer = new LinkedHashMap<>();
                    var target = Optional.<Target>empty();
                    if (text != null) {
                        var subject = Question.subject(opened, text, workers);
                        int last = subject.length() - 1;
                        target = Optional.of(Target.of(subject, last, OptionalInt.empty(), OptionalInt.empty()));
                        answer.putAll(ToolRequest.about(subject, target.get()));
                    }
                    var axes = question.watched(
                            "Measuring",
                            progress -> PrincipalAxes.of(embedding, EmbeddingTool.AXES, workers, progress));
                    var places = new EmbeddingTool.Places(given(tokens), given(plus), given(minus));
                    answer.putAll(EmbeddingTool.json(embedding, places, target, axes));
                    return answer;
                },
                WhyCommand::printEmbedding);
    }

    private static List<Integer> given(List<Integer> values) {
        return values == null ? List.of() : values;
    }

    private static void printEmbedding(JsonNode answer, Tokenizer tokenizer, PrintWriter out) {
        answer.path("nearest").properties().forEach(near -> {
            out.println("\"%s\"".formatted(tokenizer.piece(Integer.parseInt(near.getKey()))));
            printNear(near.getValue(), tokenizer, out);
        });
        if (answer.has("arithmetic")) {
            out.println("sum");
            printNear(answer.path("arithmetic"), tokenizer, out);
        }
    }

    private static void printNear(JsonNode near, Tokenizer tokenizer, PrintWriter out) {
        for (var row : near) {
            out.println("%s  \"%s\""
                    .formatted(
                            signed(row.path("cosine")),
                            tokenizer.piece(row.path("token").intValue())));
        }
    }

    /** Which parts contribute to which. */
    @Command(
            description = "The direct contributions of parts to one another, down to the logit difference.",
            mixinStandardHelpOptions = true)
    void circuit(
            @Mixin Question.OfText question,
            @Option(
                            names = "--least",
                            paramLabel = "X",
                            defaultValue = "0",
                            description = "Leave out edges with a smaller absolute value.")
                    double least,
            @Option(
                            names = "--strongest",
                            paramLabel = "N",
                            description = "Keep the N strongest edges alone, strongest first.")
                    Integer strongest,
            @Option(
                            names = "--leading",
                            paramLabel = "N",
                            description =
                                    "Keep N edges that lead to the answer: from there on, always the strongest one to what is kept.")
                    Integer leading)
            throws IOException {
        question.askOfText(
                (opened, subject) -> {
                    var target = question.target(subject);
                    var circuit = question.watched("Tracing", progress -> Circuit.of(subject, target, least, progress));
                    if (leading != null) {
                        circuit = circuit.leading(leading);
                    } else if (strongest != null) {
                        circuit = circuit.strongest(strongest);
                    }
                    return CircuitTool.json(subject, target, circuit);
                },
                WhyCommand::printCircuit);
    }

    private static void printCircuit(JsonNode answer, Tokenizer tokenizer, PrintWriter out) {
        printTarget(answer, tokenizer, out);
        var nodes = answer.path("nodes");
        StreamSupport.stream(answer.path("edges").spliterator(), false)
                .sorted(Comparator.comparingDouble(
                        edge -> -Math.abs(edge.path("value").doubleValue())))
                .limit(PRINTED_EDGES)
                .forEach(edge -> out.println("%s  %s → %s"
                        .formatted(
                                signed(edge.path("value")),
                                name(nodes.get(edge.path("from").intValue())),
                                name(nodes.get(edge.path("to").intValue())))));
    }

    private static String name(JsonNode node) {
        return node.path("part").textValue() + (node.path("position").isNull() ? "" : "@" + node.path("position"));
    }

    /** The strongest neurons at a position. */
    @Command(
            description = "A layer's strongest neurons at the position, and the tokens that each speaks for.",
            mixinStandardHelpOptions = true)
    void neurons(
            @Mixin Question.OfText question,
            @Option(names = "--layer", paramLabel = "N", description = "The layer, from 0; by default the last.")
                    Integer layer,
            @Option(names = "--neuron", paramLabel = "N", description = "A neuron that is listed in any case, from 0.")
                    Integer neuron)
            throws IOException {
        question.askOfText(
                (opened, subject) -> NeuronsTool.json(subject, question.target(subject), number(layer), number(neuron)),
                WhyCommand::printNeurons);
    }

    private static void printNeurons(JsonNode answer, Tokenizer tokenizer, PrintWriter out) {
        for (var row : answer.path("strongest")) {
            var words = StreamSupport.stream(row.path("for").spliterator(), false)
                    .map(token -> tokenizer.piece(token.intValue()).strip())
                    .collect(Collectors.joining(", "));
            out.println("%s  neuron %s, for %s".formatted(signed(row.path("value")), row.path("neuron"), words));
        }
    }
}
