package io.orrery.tour.fact;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** What a fact says about a trace, as it is written in JSON beside its kind. */
public sealed interface FactValue {
    /** @param text words */
    record OfText(String text) implements FactValue {}

    /**
     * @param text as the token is shown
     * @param token its number in the vocabulary
     * @param position from 0; empty for a token that does not stand in the text
     */
    record OfToken(
            String text,
            int token,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalInt position) implements FactValue {}

    record OfCount(long value) implements FactValue {}

    /** A share or a number. */
    record OfNumber(double value) implements FactValue {}

    /** A difference, with what it is between: pages write the difference of the figures that they write for both. */
    record OfChange(double before, double after) implements FactValue {
        @JsonProperty
        double value() {
            return after - before;
        }
    }

    record OfFlag(boolean value) implements FactValue {}

    /** @param value −1, 0 or 1 */
    record OfSign(int value) implements FactValue {}

    record OfPart(@JsonIgnore Names.HeadIndex of) implements FactValue {
        @JsonProperty
        Map<String, Object> part() {
            var json = new LinkedHashMap<String, Object>();
            if (of.equals(Names.HeadIndex.EMBEDDING)) {
                json.put("embedding", true);
            } else {
                json.put("layer", of.layer());
                json.put(of.isHead() ? "head" : "mlp", of.isHead() ? (Object) of.head() : true);
            }
            return json;
        }
    }
}
