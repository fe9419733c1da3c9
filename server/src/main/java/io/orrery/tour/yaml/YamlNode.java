package io.orrery.tour.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a YAML file, and the line where it begins, from 1. */
public sealed interface YamlNode {
    int line();

    /**
     * A text.
     *
     * @param isPlain without quotes, in one or more lines
     * @param isBlock written below its key, after {@code |} or {@code >}: its first line is the one after {@code line}
     */
    record Scalar(int line, String text, boolean isPlain, boolean isBlock) implements YamlNode {
        /** The line of the file where the text's first line is. */
        public int firstLine() {
            return isBlock ? line + 1 : line;
        }
    }

    record Sequence(int line, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Named values, in the order of the file. */
    record Mapping(int line, Map<String, MappingEntry> entries) implements YamlNode {
        public Mapping {
            entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /** @param line where the name is */
    record MappingEntry(int line, YamlNode value) {}
}
