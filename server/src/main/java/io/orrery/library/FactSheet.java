package io.orrery.library;

import io.orrery.error.DomainError;
import io.orrery.error.FactError;
import io.orrery.error.LabError;
import io.orrery.error.LibraryError;
import io.orrery.error.OrreryException;
import io.orrery.tour.fact.Fact;
import io.orrery.tour.fact.FactContext;
import io.orrery.tour.fact.FactKind;
import io.orrery.tour.fact.FactValue;
import io.orrery.tour.fact.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Facts as they were asked for, and what is known of each: its value or why it has none. For one thread at a time. */
public final class FactSheet {
    private final List<Line> lines;

    /** A fact. @param fact empty if it cannot be read */
    private record Line(String text, Optional<Fact> fact, Optional<DomainError> unreadable) {}

    /**
     * What is told of a fact.
     *
     * @param text as it was asked for
     * @param value empty if there is an error
     */
    public record Told(String text, Optional<FactKind> kind, Optional<FactValue> value, Optional<DomainError> error) {}

    private FactSheet(List<Line> lines) {
        this.lines = lines;
    }

    /** Reads facts. What cannot be read is told as such. */
    public static FactSheet of(List<String> texts) {
        return new FactSheet(texts.stream().map(FactSheet::line).toList());
    }

    private static Line line(String text) {
        try {
            return new Line(text, Optional.of(Fact.parse(text)), Optional.empty());
        } catch (OrreryException e) {
            return new Line(text, Optional.empty(), Optional.of(e.error()));
        }
    }

    /** Whether one of the facts has a trait. */
    public boolean has(Fact.Trait trait) {
        return lines.stream().flatMap(line -> line.fact().stream()).anyMatch(fact -> fact.is(trait));
    }

    /** The questions of why that must be answered next, each once. */
    List<ToolCall> asked(FactContext shown) {
        var asked = new LinkedHashMap<ToolCall, ToolCall>();
        for (Line line : lines) {
            told(line, fact -> {
                fact.asked(shown).ifPresent(one -> asked.put(one, one));
                return Optional.empty();
            });
        }
        return List.copyOf(asked.keySet());
    }

    /** What is known of each fact, in the order in which they were asked for. */
    List<Told> told(FactContext shown) {
        var all = new ArrayList<Told>();
        var known = new HashMap<String, Told>();
        for (Line line : lines) {
            all.add(known.computeIfAbsent(line.text(), text -> told(line, fact -> Optional.of(fact.value(shown)))));
        }
        return all;
    }

    private static Told told(Line line, Function<Fact, Optional<FactValue>> value) {
        var kind = line.fact().map(Fact::kind);
        try {
            return new Told(line.text(), kind, line.fact().flatMap(value), line.unreadable());
        } catch (OrreryException e) {
            return new Told(line.text(), kind, Optional.empty(), Optional.of(ofFact(e)));
        }
    }

    /**
     * An error that says why a fact has no value.
     *
     * @throws OrreryException again, if it says that the server could not find out now
     */
    static DomainError ofFact(OrreryException failure) {
        DomainError error = failure.error();
        if (error instanceof FactError
                || error instanceof LabError
                || error instanceof LibraryError.TokenOutOfVocabulary) {
            return error;
        }
        throw failure;
    }
}
