package io.orrery.bench;

import io.orrery.graph.Activations;
import io.orrery.graph.Intervention;
import io.orrery.graph.Node;
import io.orrery.graph.Run;
import io.orrery.lab.Attribution;
import io.orrery.lab.Circuit;
import io.orrery.lab.Lens;
import io.orrery.lab.Progress;
import io.orrery.lab.Saliency;
import io.orrery.lab.Subject;
import io.orrery.lab.Target;
import io.orrery.lab.TryEach;
import io.orrery.lab.tool.LensTool;
import io.orrery.tensor.Tensor;
import io.orrery.tensor.Workers;
import io.orrery.trace.RunnableModel;
import io.orrery.trace.change.Change;
import io.orrery.trace.change.Means;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;

/** Times of the lab's answers, as multiples of a forward pass over the same text in the same process. */
final class WhyFigures {
    private static final int STEPS = 50;

    /** The longest text whose circuit is traced. */
    private static final int CIRCUIT = 16;

    /** A pass that takes longer leaves no time to repeat what takes many. */
    private static final double LONG_PASS_MS = 50;

    /** Logits of the lens's peer that are in memory at once, unless those of one point are more: 256 KiB. */
    private static final int LOGITS_AT_ONCE = 1 << 16;

    /** What takes many passes is compared with as many at once, so that it may be measured once. */
    private static final int PEERS = 5;

    private final RunnableModel model;
    private final Timing timing;
    private final List<Integer> tokens;

    WhyFigures(RunnableModel model, int positions, Timing timing) {
        this.model = model;
        this.timing = timing;
        var sizes = model.graph().sizes();
        this.tokens = new Random(1)
                .ints(Math.min(positions, sizes.n_ctx()), 0, sizes.d_vocab())
                .boxed()
                .toList();
    }

    Map<String, Object> measure() {
        int threads = Runtime.getRuntime().availableProcessors();
        try (var workers = new Workers(threads)) {
            var subject = Subject.of(model, tokens, workers);
            var target = Target.of(subject, tokens.size() - 1, OptionalInt.empty(), OptionalInt.empty());
            double pass = timing.milliseconds(() -> pass(workers));
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("threads", threads);
            figures.put("tokens", tokens.size());
            figures.put("passMs", pass);
            figures.put(
                    "attribution",
                    timing.against(() -> pass(workers), () -> Attribution.of(subject.ofText(tokens), target))
                            .ratio());
            var lens = lens(subject, target, workers);
            figures.put("lens", lens.ratio());
            figures.put("lensMs", lens.ms());
            figures.put(
                    "change",
                    timing.against(() -> pass(workers), () -> changed(subject)).ratio());
            int each = TryEach.of(subject, target, new Change.Zero(), Means.NONE, Progress.NONE)
                    .size();
            var tried = ofMany(pass)
                    .against(
                            () -> passes(workers),
                            () -> TryEach.of(subject, target, new Change.Zero(), Means.NONE, Progress.NONE));
            figures.put("tryEach", Timing.rounded(tried.ratio() * PEERS / each));
            figures.put("tryEachMs", tried.ms());
            var saliency = ofMany(pass)
                    .against(
                            () -> passes(workers),
                            () -> Saliency.of(subject, target, STEPS, Saliency.Baseline.MEAN, Progress.NONE));
            figures.put("saliency", Timing.rounded(saliency.ratio() * PEERS));
            figures.put("circuitMs", circuit(workers, ofMany(pass)));
            return figures;
        }
    }

    /** Of many passes; of a large model they take so long that once is enough. */
    private Timing ofMany(double pass) {
        return pass > LONG_PASS_MS ? new Timing(0, 1) : timing;
    }

    private void passes(Workers workers) {
        for (int i = 0; i < PEERS; i++) {
            pass(workers);
        }
    }

    private Activations pass(Workers workers) {
        var run = new Run(tokens.stream().mapToInt(token -> token).toArray(), workers);
        return Activations.compute(model.graph(), model.weights(), run);
    }

    /**
     * The lens of a run that is known, against the products with W_U at every point of the stream: these alone, all rows in one
     * product, into memory that is there already.
     */
    private Timing.Paired lens(Subject subject, Target target, Workers workers) {
        Node logits = subject.anatomy().logits();
        var in = logits.inputs().stream()
                .map(input -> subject.activations().tensor(input))
                .toArray(Tensor[]::new);
        int points = subject.anatomy().points().size();
        int logitsOfPoint = subject.length() * subject.graph().sizes().d_vocab();
        int atOnce = Math.max(1, Math.min(points, LOGITS_AT_ONCE / logitsOfPoint));
        int rows = atOnce * subject.length();
        float[][] normed = new float[rows][];
        Arrays.setAll(normed, i -> in[0].rows()[i % subject.length()]);
        in[0] = new Tensor(logits.inputs().get(0).layout(subject.graph().sizes(), rows), normed, 0);
        var out = Tensor.zeros(logits.layout(subject.graph().sizes(), rows));
        var run = new Run(new int[rows], workers);
        return timing.against(
                () -> {
                    for (int point = 0; point < points; point += atOnce) {
                        int end = Math.min(atOnce, points - point) * subject.length();
                        for (float[] row : out.rows()) {
                            Arrays.fill(row, 0);
                        }
                        logits.op().forward(run, in, out, 0, end);
                    }
                },
                () -> Lens.of(subject, target, 0, subject.length(), LensTool.RANKED, Progress.NONE));
    }

    /** All of a run whose first head is changed everywhere: nothing but the first attention is shared. */
    private static Activations changed(Subject subject) {
        Node z = subject.anatomy().attention(0).orElseThrow().z();
        int width = subject.graph().sizes().d_head();
        var change = Intervention.everywhere(z, (position, row) -> Arrays.fill(row, 0, width, 0));
        return subject.activations().changed(List.of(change));
    }

    private double circuit(Workers workers, Timing timed) {
        var subject = Subject.of(model, tokens.subList(0, Math.min(CIRCUIT, tokens.size())), workers);
        var target = Target.of(subject, subject.length() - 1, OptionalInt.empty(), OptionalInt.empty());
        return timed.milliseconds(() -> Circuit.of(subject, target, 0, Progress.NONE));
    }
}
