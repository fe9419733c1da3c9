package io.orrery.tour.yaml;

import io.orrery.error.TourError;
import io.orrery.tour.Problems;
import io.orrery.tour.yaml.YamlNode.Mapping;
import io.orrery.tour.yaml.YamlNode.MappingEntry;
import io.orrery.tour.yaml.YamlNode.Scalar;
import io.orrery.tour.yaml.YamlNode.Sequence;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML of unknown origin as texts, lists and named values with their lines. It takes the parser's events, so that nothing is built
 * of what a tour does not have: aliases (which can stand for more than fits in memory), tags and a second document are refused, and so are
 * large and deeply nested files.
 */
public final class Yaml {
    /** Ten times the longest shipped file. */
    public static final int MOST_BYTES = 1 << 20;

    private static final int MOST_DEPTH = 32;
    private static final int MOST_VALUES = 50_000;

    private final Iterator<Event> events;
    private int values;

    /** A problem that ends the reading. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int line;
        private final transient TourError error;

        Refused(int line, TourError error) {
            super(null, null, false, false);
            this.line = line;
            this.error = error;
        }
    }

    private Yaml(String text) {
        var settings = LoadSettings.builder().setCodePointLimit(MOST_BYTES).build();
        events = new Parse(settings).parseString(text).iterator();
    }

    /** The text of a file's bytes, if it is one and not too large. */
    public static Optional<String> text(byte[] bytes, Problems problems) {
        if (bytes.length > MOST_BYTES) {
            problems.add(1, new TourError.TourFileTooLarge(MOST_BYTES));
            return Optional.empty();
        }
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.add(1, new TourError.TourFileNotText());
            return Optional.empty();
        }
    }

    /** The file's one value; empty if it cannot be read, which {@code problems} then explain. */
    public static Optional<YamlNode> read(String text, Problems problems) {
        try {
            return Optional.of(new Yaml(text).document());
        } catch (Refused e) {
            problems.add(e.line, e.error);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(line, new TourError.TourNotYaml(String.valueOf(e.getProblem())));
        } catch (YamlEngineException e) {
            problems.add(1, new TourError.TourNotYaml(firstLine(e.getMessage())));
        }
        return Optional.empty();
    }

    private YamlNode document() {
        Event event = events.next();
        while (!(event instanceof NodeEvent)) {
            if (event instanceof DocumentEndEvent || !events.hasNext()) {
                throw new Refused(1, new TourError.TourTextEmpty("tour"));
            }
            event = events.next();
        }
        YamlNode read = node(event, 0);
        events.forEachRemaining(later -> {
            if (later instanceof DocumentStartEvent) {
                throw new Refused(line(later), new TourError.TourNotYaml("a second document begins"));
            }
        });
        return read;
    }

    private YamlNode node(Event event, int depth) {
        int line = line(event);
        values++;
        if (values > MOST_VALUES) {
            throw new Refused(line, new TourError.TourYamlTooMuch(MOST_VALUES));
        }
        if (depth > MOST_DEPTH) {
            throw new Refused(line, new TourError.TourYamlTooDeep(MOST_DEPTH));
        }
        if (event instanceof AliasEvent alias) {
            throw new Refused(line, new TourError.TourYamlReference("*" + alias.getAlias()));
        }
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> {
            throw new Refused(line, new TourError.TourYamlReference("&" + anchor));
        });
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar, line);
        }
        if (event instanceof SequenceStartEvent start) {
            refuseTag(start.getTag(), line);
            return sequence(line, depth);
        }
        refuseTag(((MappingStartEvent) event).getTag(), line);
        return mapping(line, depth);
    }

    private static Scalar scalar(ScalarEvent event, int line) {
        refuseTag(event.getTag(), line);
        var style = event.getScalarStyle();
        boolean isBlock = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
        return new Scalar(line, event.getValue(), style == ScalarStyle.PLAIN, isBlock);
    }

    private Sequence sequence(int line, int depth) {
        var items = new ArrayList<YamlNode>();
        for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new Sequence(line, items);
    }

    private Mapping mapping(int line, int depth) {
        var entries = new LinkedHashMap<String, MappingEntry>();
        for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            if (!(node(event, depth + 1) instanceof Scalar key)) {
                throw new Refused(line(event), new TourError.TourNotYaml("a name must be a text"));
            }
            var value = node(events.next(), depth + 1);
            if (entries.put(key.text(), new MappingEntry(key.line(), value)) != null) {
                throw new Refused(key.line(), new TourError.TourKeyTwice(key.text()));
            }
        }
        return new Mapping(line, entries);
    }

    private static void refuseTag(Optional<String> tag, int line) {
        tag.ifPresent(name -> {
            throw new Refused(line, new TourError.TourYamlTag(name));
        });
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("it cannot be parsed");
    }
}
