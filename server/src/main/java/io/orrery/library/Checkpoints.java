package io.orrery.library;

import io.orrery.error.OrreryException;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.trace.MemoryPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of the models on offer: what their weights were after some of the updates of their training. Each is a
 * model of its own, with its own content id, which is opened when it is first asked for, and then stays open. Their memory
 * is counted in the {@link MemoryPlan} from the beginning.
 */
public final class Checkpoints {
    /** Only models whose checkpoints take no more than this together have them on offer, in bytes. */
    static final long MOST_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final List<Series> series = new ArrayList<>();
    private final Map<String, Opened> byId = new ConcurrentHashMap<>();

    /** The checkpoints of one model. @param named the name by which the model was opened, without an adapter */
    private record Series(Model base, String named, Map<Integer, Opened> opened) {}

    /**
     * A checkpoint that is open.
     *
     * @param base the model at the end of its training
     * @param update the number of updates after which the weights were saved
     */
    public record Opened(Model base, int update, Model model) {}

    /** Adds the checkpoints of a model that its description names, if there is memory for them. */
    public void add(ModelReference reference, Model base, MemoryPlan plan) {
        // A checkpoint that is on offer by itself has no others, and an adapter was trained on the last weights only.
        boolean isLast =
                base.preset().id().indexOf('@') < 0 && reference.adapter().isEmpty();
        int count = base.preset().checkpoints().size();
        long bytes = base.graph().weightBytes() * count;
        if (isLast && count > 0 && bytes <= MOST_BYTES && plan.addIfItFits(bytes)) {
            series.add(new Series(base, reference.name(), new TreeMap<>()));
        }
    }

    /** The updates after which a model's weights can be seen, ascending; empty if it has no checkpoints on offer. */
    public List<Integer> updates(Model base) {
        return of(base).map(each -> each.base().preset().checkpoints()).orElse(List.of());
    }

    /** The checkpoint with this content id. Opens those that have not been opened yet. */
    public Optional<Opened> withId(String id) {
        Opened known = byId.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        for (Series each : series) {
            for (int update : each.base().preset().checkpoints()) {
                try {
                    open(each, update);
                } catch (OrreryException | UncheckedIOException e) {
                    LOG.atWarn()
                            .addKeyValue("model", each.base().preset().id())
                            .addKeyValue("update", update)
                            .log("A checkpoint cannot be opened.", e);
                }
            }
        }
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * The checkpoint with a name, such as {@code nano-sort@100}.
     *
     * @throws OrreryException if its file cannot be used
     */
    public Optional<Opened> named(String name) {
        int at = name.lastIndexOf('@');
        if (at < 0) {
            return Optional.empty();
        }
        return series.stream()
                .filter(each -> each.base().preset().id().equals(name.substring(0, at)))
                .flatMap(each -> each.base().preset().checkpoints().stream()
                        .filter(update -> name.substring(at + 1).equals(Integer.toString(update)))
                        .map(update -> open(each, update)))
                .findFirst();
    }

    private Optional<Series> of(Model base) {
        return series.stream()
                .filter(each -> each.base().id().equals(base.id()))
                .findFirst();
    }

    private Opened open(Series of, int update) {
        synchronized (of) {
            return of.opened().computeIfAbsent(update, missing -> {
                var opened = new Opened(of.base(), update, read(of.named() + "@" + update));
                byId.put(opened.model().id(), opened);
                return opened;
            });
        }
    }

    private static Model read(String name) {
        try {
            return Presets.open(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
