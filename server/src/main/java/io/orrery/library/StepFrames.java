package io.orrery.library;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.orrery.graph.Keep;
import io.orrery.graph.Node;
import io.orrery.graph.Step;
import io.orrery.trace.Requester;
import io.orrery.trace.Trace;
import io.orrery.wire.Cursor;
import io.orrery.wire.Frame;
import io.orrery.wire.FrameTensor;
import io.orrery.wire.Frames;
import java.util.List;
import java.util.Optional;

/** A cache of encoded step frames. When a room moves, many clients need the same frame; it is encoded once. */
public final class StepFrames {
    private static final long BYTES = 32L << 20;

    private final Cache<Key, Frame> frames = Caffeine.newBuilder()
            .maximumWeight(BYTES)
            .weigher((Key key, Frame frame) -> frame.size())
            .recordStats()
            .build();

    private static final int COPIES = 2;

    private static final Requester VISITOR = Requester.of("frames for visitors");
    private static final Requester ROOM = Requester.ofRoom("frames for rooms");

    private record Key(Cursor cursor, int from, int most) {}

    /** Statistics of the cache. */
    public CacheStats stats() {
        return frames.stats();
    }

    /** For a visitor, a frame with all rows of a step's tensors, within the size limit of a live room. */
    public Frame of(Trace trace, Step step) {
        return from(trace, step, 0, Frames.LARGEST, VISITOR);
    }

    /**
     * For a room, a frame with all rows of a step's tensors, if they fit without loss; otherwise with the rows from {@code fresh} on.
     *
     * @param fresh the first position that nobody has seen
     * @param most size limit of the frame, in bytes
     */
    public Frame of(Trace trace, Step step, int fresh, int most) {
        return from(trace, step, first(trace, step, fresh, most), most, ROOM);
    }

    /** The frame that {@link #of(Trace, Step, int, int)} returns, if it is in the cache. */
    Optional<Frame> ifEncoded(Trace trace, Step step, int fresh, int most) {
        return Optional.ofNullable(frames.getIfPresent(key(trace, step, first(trace, step, fresh, most), most)));
    }

    private Frame from(Trace trace, Step step, int from, int most, Requester requester) {
        return frames.get(key(trace, step, from, most), missing -> {
            try (var memory = trace.reserve(memory(trace, step), requester);
                    var numbers = trace.hold(requester)) {
                return encode(trace, step, from, most);
            }
        });
    }

    /** The memory for encoding a step: its numbers in a row, then pooled, and the tensors that are computed for it. */
    private static long memory(Trace trace, Step step) {
        long bytes = 0;
        for (Node node : drawn(step)) {
            long cells = node.layout(trace.graph().sizes(), trace.positions()).cells();
            bytes += cells * Float.BYTES * (node.isDerived() ? COPIES + 1 : COPIES);
        }
        return bytes;
    }

    private static Key key(Trace trace, Step step, int from, int most) {
        return new Key(new Cursor(trace.id(), step.id()), from, most);
    }

    private static int first(Trace trace, Step step, int fresh, int most) {
        return isExact(trace, step, most) ? 0 : fresh;
    }

    private static Frame encode(Trace trace, Step step, int from, int most) {
        var cursor = new Cursor(trace.id(), step.id());
        var tensors = drawn(step).stream().map(node -> rows(trace, node, from)).toList();
        return Frames.step(trace.recipe().model(), cursor, tensors, most);
    }

    private static FrameTensor rows(Trace trace, Node node, int from) {
        var tensor = trace.tensor(node);
        return FrameTensor.rows(node.name(), tensor, from, trace.positions(), Trace.colourScale(node, tensor));
    }

    /** The size of a step's tensors as float32, which are copied to encode its frame, in bytes. */
    public static long bytes(Trace trace, Step step) {
        return drawn(step).stream()
                .mapToLong(node -> trace.layout(node).cells() * Float.BYTES)
                .sum();
    }

    /** Whether all rows are sure to fit as float32; half of the frame is reserved for the header. */
    private static boolean isExact(Trace trace, Step step, int most) {
        long cells = drawn(step).stream()
                .mapToLong(node ->
                        node.layout(trace.graph().sizes(), trace.positions()).cells())
                .sum();
        return cells * Float.BYTES <= most / 2;
    }

    private static List<Node> drawn(Step step) {
        return step.nodes().stream().filter(node -> node.keep() != Keep.ASIDE).toList();
    }
}
