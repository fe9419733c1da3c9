package io.orrery.web.remote;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.orrery.room.activity.Activities;
import io.orrery.room.state.StateJson;
import io.orrery.room.state.StatePart;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** JSON Schema of records as they are written, from what Jackson knows of them. Records within are schemas of their own, by name. */
final class RecordSchemas {
    private static final String STATE = "State";
    private static final String REFERENCE = "#/components/schemas/";
    private static final Set<JsonInclude.Include> LEFT_OUT = Set.of(
            JsonInclude.Include.NON_EMPTY,
            JsonInclude.Include.NON_ABSENT,
            JsonInclude.Include.NON_NULL,
            JsonInclude.Include.NON_DEFAULT);

    private final ObjectMapper mapper = StateJson.mapper().build();
    private final Map<String, Class<?>> names = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> named = new TreeMap<>();

    RecordSchemas() {
        Map<String, Object> members = new LinkedHashMap<>();
        for (StatePart<?> part : Activities.ALL.parts()) {
            if (part.isFlat()) {
                members.putAll(members(part.type()));
            } else {
                members.put(part.name(), of(part.type()));
            }
        }
        // Which parts there are depends on the room, and on who sees it.
        named.put(STATE, object(members, List.of()));
    }

    /** The schemas to which references of others lead, by name. */
    Map<String, Map<String, Object>> named() {
        return named;
    }

    Map<String, Object> of(Type type) {
        return of(mapper.constructType(type));
    }

    /** A record with one more member, which says the type of a message. */
    Map<String, Object> message(Class<?> record, String name) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", Map.of("const", name));
        members.putAll(members(record));
        var required = new ArrayList<>(List.of("type"));
        required.addAll(required(record));
        return object(members, required);
    }

    /** An object of a record's members. */
    Map<String, Object> record(Class<?> record) {
        return object(members(record), required(record));
    }

    private Map<String, Object> members(Class<?> record) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (BeanPropertyDefinition each : properties(record)) {
            boolean isState = each.getAccessor().hasAnnotation(JsonRawValue.class);
            Map<String, Object> schema = isState ? reference(STATE) : of(each.getPrimaryType());
            boolean mayBeNull = each.getPrimaryType().isReferenceType() && !isLeftOut(record, each);
            members.put(each.getName(), mayBeNull ? nullable(schema) : schema);
        }
        return members;
    }

    private List<String> required(Class<?> record) {
        return properties(record).stream()
                .filter(each -> !isLeftOut(record, each))
                .map(BeanPropertyDefinition::getName)
                .toList();
    }

    private List<BeanPropertyDefinition> properties(Class<?> record) {
        return bean(mapper.constructType(record)).findProperties().stream()
                .filter(BeanPropertyDefinition::couldSerialize)
                .toList();
    }

    private BeanDescription bean(JavaType type) {
        return mapper.getSerializationConfig().introspect(type);
    }

    /** Whether the member is not written if it is empty. */
    private boolean isLeftOut(Class<?> record, BeanPropertyDefinition member) {
        JsonInclude.Value all = bean(mapper.constructType(record)).findPropertyInclusion(JsonInclude.Value.empty());
        return LEFT_OUT.contains(all.withOverrides(member.findInclusion()).getValueInclusion());
    }

    private Map<String, Object> of(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (type.isReferenceType()) {
            return of(type.getContentType());
        }
        if (raw.isEnum()) {
            return Map.of(
                    "enum",
                    Stream.of(raw.getEnumConstants())
                            .map(each -> mapper.valueToTree(each).asText())
                            .toList());
        }
        if (type.isContainerType()) {
            boolean mayBeNull = type.getContentType().isReferenceType();
            Map<String, Object> content = of(type.getContentType());
            Map<String, Object> each = mayBeNull ? nullable(content) : content;
            return type.isMapLikeType()
                    ? Map.of("type", "object", "additionalProperties", each)
                    : Map.of("type", "array", "items", each);
        }
        return simple(raw).orElseGet(() -> structured(type));
    }

    private static Optional<Map<String, Object>> simple(Class<?> raw) {
        if (raw == String.class) {
            return Optional.of(type("string"));
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return Optional.of(type("boolean"));
        }
        if (raw == double.class || raw == Double.class || raw == float.class || raw == Float.class) {
            return Optional.of(type("number"));
        }
        if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) {
            return Optional.of(type("integer"));
        }
        // Something that is known only when it is written.
        return raw == Object.class || JsonNode.class.isAssignableFrom(raw) || raw == Record.class
                ? Optional.of(Map.of())
                : Optional.empty();
    }

    private Map<String, Object> structured(JavaType type) {
        AnnotatedMember value = bean(type).findJsonValueAccessor();
        if (value != null) {
            return of(value.getType());
        }
        Class<?> raw = type.getRawClass();
        JsonTypeInfo kinds = raw.getAnnotation(JsonTypeInfo.class);
        if (kinds != null) {
            List<NamedType> all = mapper.getSerializationConfig()
                    .getAnnotationIntrospector()
                    .findSubtypes(bean(type).getClassInfo());
            return Map.of(
                    "oneOf",
                    all.stream().map(each -> kind(each, kinds.property())).toList());
        }
        String name = name(raw);
        if (names.putIfAbsent(name, raw) == null) {
            named.put(name, record(raw));
        }
        return reference(name);
    }

    private Map<String, Object> kind(NamedType kind, String property) {
        Map<String, Object> members = new LinkedHashMap<>(Map.of(property, Map.of("const", kind.getName())));
        members.putAll(members(kind.getType()));
        var required = new ArrayList<>(List.of(property));
        required.addAll(required(kind.getType()));
        return object(members, required);
    }

    /** The simple name of a class, with that of the one around it if another class has it. */
    private String name(Class<?> of) {
        String name = of.getSimpleName();
        return names.getOrDefault(name, of) == of && !name.equals(STATE)
                ? name
                : of.getEnclosingClass().getSimpleName() + name;
    }

    private static Map<String, Object> nullable(Map<String, Object> schema) {
        return schema.isEmpty() ? schema : Map.of("anyOf", List.of(schema, type("null")));
    }

    private static Map<String, Object> reference(String name) {
        return Map.of("$ref", REFERENCE + name);
    }

    static Map<String, Object> object(Map<String, Object> members, Collection<String> required) {
        return Map.of("type", "object", "properties", members, "required", List.copyOf(required));
    }

    static Map<String, Object> type(String name) {
        return Map.of("type", name);
    }
}
