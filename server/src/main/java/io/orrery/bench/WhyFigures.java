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
                    ratio(timing.milliseconds(() -> Attribution.of(subject.ofText(tokens), target)), pass));
            figures.put("lens", ratio(lens(subject, target), unembeddings(subject)));
            figures.put("change", ratio(timing.milliseconds(() -> changed(subject)), pass));
            int each = TryEach.of(subject, target, new Change.Zero(), Means.NONE, Progress.NONE)
                    .size();
            double tried = ofMany(pass)
                    .milliseconds(() -> TryEach.of(subject, target, new Change.Zero(), Means.NONE, Progress.NONE));
            figures.put("tryEach", ratio(tried, each * pass));
            figures.put("tryEachMs", tried);
            double saliency = ofMany(pass)
                    .milliseconds(() -> Saliency.of(subject, target, STEPS, Saliency.Baseline.MEAN, Progress.NONE));
            figures.put("saliency", ratio(saliency, pass));
            figures.put("circuitMs", circuit(workers, ofMany(pass)));
            return figures;
        }
    }

    /** Of many passes; of a large model they take so long that once is enough. */
    private Timing ofMany(double pass) {
        return pass > LONG_PASS_MS ? new Timing(0, 1) : timing;
    }

    private Activations pass(Workers workers) {
        var run = new Run(tokens.stream().mapToInt(token -> token).toArray(), workers);
        return Activations.compute(model.graph(), model.weights(), run);
    }

    private double lens(Subject subject, Target target) {
        return timing.milliseconds(() -> Lens.of(subject, target.a(), 0, subject.length(), 1, Progress.NONE));
    }

    /** The products with W_U at every point of the stream, without the last norm and without looking at the result. */
    private double unembeddings(Subject subject) {
        Node logits = subject.anatomy().logits();
        var in = logits.inputs().stream()
                .map(input -> subject.activations().tensor(input))
                .toArray(Tensor[]::new);
        int points = subject.anatomy().points().size();
        int threads = Runtime.getRuntime().availableProcessors();
        try (var workers = new Workers(threads)) {
            var run = new Run(new int[subject.length()], workers);
            return timing.milliseconds(() -> {
                for (int i = 0; i < points; i++) {
                    var out = Tensor.zeros(subject.activations().layout(logits));
                    logits.op().forward(run, in, out, 0, subject.length());
                }
            });
        }
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

    private static double ratio(double time, double by) {
        return Timing.rounded(time / by);
    }
}
