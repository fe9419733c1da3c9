package io.orrery.web.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares values with the schemas of a description for programs. */
public final class Described {
    private final JsonNode description;
    private final Map<String, Schema> schemas = new HashMap<>();

    /** @param description OpenAPI or AsyncAPI */
    public Described(JsonNode description) {
        this.description = description;
    }

    /** What is wrong with a value that the server takes. @param at the JSON Pointer of its schema */
    public List<String> errors(String at, JsonNode value) {
        return errors(schemas.computeIfAbsent(at, any -> schema(at, false)), value);
    }

    /** What is wrong with a value that the server gives: it has no members but those that are described. */
    public List<String> errorsOfGiven(String at, JsonNode value) {
        return errors(schemas.computeIfAbsent(at, any -> schema(at, true)), value);
    }

    private static List<String> errors(Schema schema, JsonNode value) {
        return schema.validate(value.toString(), InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private Schema schema(String at, boolean isClosed) {
        JsonNode found = description.at(at);
        if (!found.isObject()) {
            throw new AssertionError("no schema at " + at);
        }
        ObjectNode schema = found.deepCopy();
        schema.set("components", description.get("components").deepCopy());
        if (isClosed) {
            close(schema);
        }
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.toString(), InputFormat.JSON);
    }

    private static void close(JsonNode schema) {
        if (schema.path("properties").isObject() && schema.path("type").asText().equals("object")) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
        schema.forEach(Described::close);
    }
}
