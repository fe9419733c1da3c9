package io.orrery.web.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.orrery.error.DomainError;
import io.orrery.error.JsonError;
import io.orrery.room.activity.Command;
import io.orrery.wire.Fields;
import io.orrery.wire.MalformedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The fields of a command, as JSON Schema. Their only declaration is the command's reader, so it is asked: it reads an example, to which each field is added that it
 * misses. Its errors say what a field must be; fields that it looks for without missing them are optional. Each of these, and each permitted word, is tried.
 */
final class CommandFields {
    private static final String ROOT = "command";
    private static final String ITEMS = "items";
    private static final long LARGEST_INTEGER = (1L << 53) - 1;
    private static final double LARGE = 1e300;

    /** A reader takes as many corrections as its fields need, some three for each. */
    private static final int MOST_CORRECTIONS = 100;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Is of no type that a field may have. */
    private static final JsonNode WRONG = BinaryNode.valueOf(new byte[0]);

    private final Command<?> command;
    private final Deque<Trial> trials = new ArrayDeque<>();
    private final Set<String> tried = new HashSet<>();
    /** What all examples that were read have in common, by path. */
    private final Map<String, ObjectNode> schemas = new TreeMap<>();

    private final Map<String, Set<String>> required = new TreeMap<>();

    private CommandFields(Command<?> command) {
        this.command = command;
    }

    /** The schema of an object with the fields of a command, but for those that all commands have. */
    static ObjectNode of(Command<?> command) {
        var fields = new CommandFields(command);
        fields.trials.add(new Trial(new Watched(), new TreeMap<>()));
        while (!fields.trials.isEmpty()) {
            fields.read(fields.trials.pop());
        }
        return fields.schema(ROOT);
    }

    /**
     * An example that is being made.
     *
     * @param schemas what is known of its fields, by path
     */
    private record Trial(Watched example, Map<String, ObjectNode> schemas) {
        Trial copy() {
            var copies = new TreeMap<String, ObjectNode>();
            schemas.forEach((path, schema) -> copies.put(path, schema.deepCopy()));
            return new Trial(example.deepCopy(), copies);
        }

        Trial with(String path, JsonNode value) {
            put(path, value);
            return this;
        }

        /** Those of its fields that take certain words only. */
        String words() {
            var words = new StringBuilder();
            schemas.forEach((path, schema) -> {
                if (schema.has("enum")) {
                    words.append(' ').append(path).append('=').append(at(path));
                }
            });
            return words.toString();
        }

        void put(String path, JsonNode value) {
            int last = path.lastIndexOf('.');
            Optional.ofNullable(at(path.substring(0, last)))
                    .ifPresent(parent -> ((ObjectNode) parent).set(path.substring(last + 1), value));
        }

        /** The value at a path, which leads through the first entries of lists; null for none. */
        JsonNode at(String path) {
            JsonNode value = example;
            String[] names = path.split("\\.");
            for (String name : List.of(names).subList(1, names.length)) {
                value = (value.isArray() ? value.path(0) : value).get(name);
                if (value == null) {
                    return null;
                }
            }
            return value.isArray() && value.path(0).isObject() ? value.get(0) : value;
        }

        JsonNode list(String path) {
            int last = path.lastIndexOf('.');
            JsonNode parent = at(path.substring(0, last));
            JsonNode value = parent == null ? WRONG : parent.path(path.substring(last + 1));
            return value.isArray() ? value : WRONG;
        }
    }

    /** An object that knows which of its fields a reader has looked for, and which it has read. */
    private static final class Watched extends ObjectNode {
        private static final long serialVersionUID = 1;

        private final transient Set<String> sought = new LinkedHashSet<>();
        private final transient Set<String> taken = new LinkedHashSet<>();

        Watched() {
            super(JSON);
        }

        @Override
        public boolean hasNonNull(String name) {
            sought.add(name);
            return super.hasNonNull(name);
        }

        @Override
        public JsonNode path(String name) {
            taken.add(name);
            return super.path(name);
        }

        @Override
        @SuppressWarnings("unchecked") // JsonNode promises a type of the caller's choice.
        public Watched deepCopy() {
            var copy = new Watched();
            properties().forEach(each -> copy.set(each.getKey(), each.getValue().deepCopy()));
            return copy;
        }
    }

    private void read(Trial trial) {
        for (int i = 0; i < MOST_CORRECTIONS; i++) {
            try {
                command.read(Fields.of(ROOT, trial.example()));
                keep(trial);
                return;
            } catch (MalformedException e) {
                if (!correct(trial, e.error())) {
                    keep(trial);
                    return;
                }
            }
        }
    }

    /** Puts a better value in the place of the one that an error names. @return whether there is one */
    private boolean correct(Trial trial, DomainError error) {
        if (error instanceof JsonError.FieldNotText wrong) {
            learn(trial, wrong.field(), type("string").put("minLength", 1).put("maxLength", wrong.longest()));
        } else if (error instanceof JsonError.FieldTextTooLong wrong) {
            learn(trial, wrong.field(), type("string").put("maxLength", wrong.longest()));
        } else if (error instanceof JsonError.FieldNotCount wrong) {
            learn(trial, wrong.field(), type("integer").put("minimum", 0), LongNode.valueOf(LARGEST_INTEGER));
        } else if (error instanceof JsonError.FieldOutOfRange wrong) {
            learn(
                    trial,
                    wrong.field(),
                    type("integer").put("minimum", wrong.least()).put("maximum", wrong.largest()));
        } else if (error instanceof JsonError.FieldNotNumber wrong) {
            learn(trial, wrong.field(), type("number"), DoubleNode.valueOf(LARGE));
        } else if (error instanceof JsonError.FieldNumberTooLarge wrong) {
            learn(
                    trial,
                    wrong.field(),
                    type("number").put("minimum", -wrong.largest()).put("maximum", wrong.largest()));
        } else if (error instanceof JsonError.FieldNotFlag wrong) {
            learn(trial, wrong.field(), type("boolean"));
        } else if (error instanceof JsonError.FieldNotObject wrong) {
            learn(trial, wrong.field(), type("object"));
        } else if (error instanceof JsonError.FieldNotServerAddress wrong) {
            learn(trial, wrong.field(), type("string").put("format", "uri"));
        } else if (error instanceof JsonError.FieldNotOneOf wrong) {
            return choose(trial, wrong.field(), List.of(wrong.values().split(", ")));
        } else {
            return correctList(trial, error);
        }
        return true;
    }

    private boolean correctList(Trial trial, DomainError error) {
        if (error instanceof JsonError.FieldNotList wrong) {
            learn(trial, wrong.field(), list(wrong.most()), JSON.arrayNode().add(WRONG));
        } else if (error instanceof JsonError.FieldNotIntegers wrong) {
            // What was a list of integers already is of a wrong length.
            int size = trial.list(wrong.field()).isArray() ? wrong.most() : 1;
            ObjectNode schema = list(wrong.most()).set(ITEMS, type("integer"));
            ArrayNode value = JSON.arrayNode();
            IntStream.range(0, Math.min(size, wrong.most())).forEach(any -> value.add(Integer.MAX_VALUE));
            learn(trial, wrong.field(), schema, value);
        } else if (error instanceof JsonError.FieldIntegersOutOfRange wrong) {
            ObjectNode schema = trial.schemas().get(wrong.field());
            schema.set(ITEMS, type("integer").put("minimum", wrong.least()).put("maximum", wrong.largest()));
            trial.put(wrong.field(), filled(schema, trial.list(wrong.field()).size()));
        } else if (error instanceof JsonError.FieldNotListOf wrong) {
            ObjectNode schema = trial.schemas().computeIfAbsent(wrong.field(), any -> type("array"));
            schema.put("minItems", wrong.least()).put("maxItems", wrong.most());
            trial.put(wrong.field(), filled(schema, wrong.least()));
        } else {
            return empty(trial);
        }
        return true;
    }

    /** Empties a list whose entries have a form that is not said. */
    private static boolean empty(Trial trial) {
        for (String path : trial.schemas().keySet()) {
            if (trial.list(path).path(0).isTextual()) {
                trial.put(path, JSON.arrayNode());
                return true;
            }
        }
        return false;
    }

    private void learn(Trial trial, String path, ObjectNode schema) {
        learn(trial, path, schema, example(schema, 0));
    }

    /** @param value the next to be tried; in a list, the entries have this schema */
    private void learn(Trial trial, String path, ObjectNode schema, JsonNode value) {
        JsonNode list = trial.list(path);
        if (list.isArray() && !schema.path("type").asText().equals("array")) {
            trial.schemas().get(path).set(ITEMS, schema);
            trial.put(path, filled(trial.schemas().get(path), Math.max(1, list.size())));
        } else {
            trial.schemas().put(path, schema);
            trial.put(path, value);
        }
    }

    /** Tries each of the permitted words. What is no word itself, but says in words what is permitted, is a remark. */
    private boolean choose(Trial trial, String path, List<String> words) {
        var accepted = new ArrayList<String>();
        for (String word : words) {
            try {
                command.read(Fields.of(
                        ROOT, trial.copy().with(path, TextNode.valueOf(word)).example()));
                accepted.add(word);
            } catch (MalformedException e) {
                if (!path.equals(e.error().parameters().get("field"))) {
                    accepted.add(word);
                }
            }
        }
        if (accepted.isEmpty()) {
            return false;
        }
        ObjectNode schema = trial.schemas().computeIfAbsent(path, any -> type("string"));
        if (accepted.size() == words.size()) {
            words.forEach(schema.putArray("enum")::add);
        } else {
            schema.put("description", String.join(", ", words));
        }
        accepted.forEach(word -> trials.add(trial.copy().with(path, TextNode.valueOf(word))));
        trial.put(path, TextNode.valueOf(accepted.get(0)));
        return true;
    }

    /** Adds what an example shows, and tries the fields that were looked for and are not in it. Limits may depend on how long a list is. */
    private void keep(Trial trial) {
        keep(trial, ROOT, trial.example());
        trial.schemas().forEach((path, schema) -> {
            int most = schema.path("maxItems").asInt();
            if (schema.has("minItems")
                    && trial.list(path).size() < most
                    && tried.add(path + trial.schemas().keySet() + trial.words())) {
                Trial longer = trial.copy().with(path, filled(schema, most));
                trial.schemas().forEach((other, of) -> {
                    if (of.path("type").asText().equals("integer")
                            || of.at("/items/type").asText().equals("integer")) {
                        longer.put(other, WRONG);
                    }
                });
                trials.add(longer);
            }
        });
        trial.schemas().forEach((path, schema) -> schemas.merge(path, schema, CommandFields::merged));
    }

    private void keep(Trial trial, String path, JsonNode value) {
        if (!(value instanceof Watched object)) {
            return;
        }
        var missed = new LinkedHashSet<>(object.taken);
        missed.removeAll(object.sought);
        required.merge(path, missed, (before, now) -> {
            before.retainAll(now);
            return before;
        });
        for (String name : object.sought) {
            String optional = path + "." + name;
            schemas.computeIfAbsent(optional, any -> JSON.objectNode());
            Set<String> names = new TreeSet<>(trial.schemas().keySet());
            if (object.get(name) == null && names.add(optional) && tried.add(names + trial.words())) {
                trials.add(trial.copy().with(optional, WRONG));
            }
        }
        object.properties().forEach(each -> {
            JsonNode below = each.getValue();
            keep(trial, path + "." + each.getKey(), below.isArray() ? below.path(0) : below);
        });
    }

    /** What two schemas of a field both allow, and what only one of them does. */
    private static ObjectNode merged(ObjectNode one, ObjectNode other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        ObjectNode both = JSON.objectNode();
        one.properties().forEach(each -> {
            String key = each.getKey();
            JsonNode value = each.getValue();
            JsonNode others = other.path(key);
            if (value.equals(others)) {
                both.set(key, value);
            } else if (value.isObject() && others.isObject()) {
                both.set(key, merged((ObjectNode) value, (ObjectNode) others));
            } else if (value.isNumber() && others.isNumber()) {
                boolean isLeast = key.startsWith("min");
                both.set(key, value.asDouble() < others.asDouble() == isLeast ? value : others);
            }
        });
        return both;
    }

    private ObjectNode schema(String path) {
        ObjectNode schema = schemas.getOrDefault(path, type("object")).deepCopy();
        ObjectNode object = schema.path(ITEMS).isObject() ? (ObjectNode) schema.get(ITEMS) : schema;
        ObjectNode members = JSON.objectNode();
        schemas.keySet().stream()
                .filter(each -> each.startsWith(path + ".") && each.indexOf('.', path.length() + 1) < 0)
                .forEach(each -> members.set(each.substring(path.length() + 1), schema(each)));
        if (!members.isEmpty()) {
            object.set("properties", members);
            Collection<String> names = required.getOrDefault(path, Set.of());
            if (!names.isEmpty()) {
                names.forEach(object.putArray("required")::add);
            }
        }
        return schema;
    }

    private static ObjectNode type(String name) {
        return JSON.objectNode().put("type", name);
    }

    private static ObjectNode list(int most) {
        return type("array").put("maxItems", most);
    }

    private static ArrayNode filled(ObjectNode list, int size) {
        ArrayNode value = JSON.arrayNode();
        for (int i = 0; i < size; i++) {
            value.add(list.has(ITEMS) ? example((ObjectNode) list.get(ITEMS), i) : WRONG);
        }
        return value;
    }

    /** A value of a simple schema. @param number of another number are different texts and numbers */
    private static JsonNode example(ObjectNode schema, int number) {
        return switch (schema.path("type").asText()) {
            case "string" ->
                TextNode.valueOf(schema.has("format") ? "https://a.example" : Character.toString('a' + number));
            case "integer" -> IntNode.valueOf(schema.path("minimum").asInt() + number);
            case "number" -> DoubleNode.valueOf(0);
            case "boolean" -> BooleanNode.TRUE;
            default -> new Watched();
        };
    }
}
