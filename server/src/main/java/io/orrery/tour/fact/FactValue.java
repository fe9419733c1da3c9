package io.orrery.tour.fact;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** What a fact says about a trace. */
public sealed interface FactValue {
    /** The members of its JSON besides the kind. */
    Map<String, Object> json();

    /** @param text words */
    record OfText(String text) implements FactValue {
        @Override
        public Map<String, Object> json() {
            return Map.of("text", text);
        }
    }

    /**
     * @param text as the token is shown
     * @param token its number in the vocabulary
     * @param position from 0; empty for a token that does not stand in the text
     */
    record OfToken(String text, int token, OptionalInt position) implements FactValue {
        @Override
        public Map<String, Object> json() {
            var json = new LinkedHashMap<String, Object>();
            json.put("text", text);
            json.put("token", token);
            position.ifPresent(at -> json.put("position", at));
            return json;
        }
    }

    record OfCount(long count) implements FactValue {
        @Override
        public Map<String, Object> json() {
            return Map.of("value", count);
        }
    }

    /** A share or a number. */
    record OfNumber(double number) implements FactValue {
        @Override
        public Map<String, Object> json() {
            return Map.of("value", number);
        }
    }

    /** A difference, with what it is between: pages write the difference of the figures that they write for both. */
    record OfChange(double before, double after) implements FactValue {
        @Override
        public Map<String, Object> json() {
            return Map.of("value", after - before, "before", before, "after", after);
        }
    }

    record OfFlag(boolean isTrue) implements FactValue {
        @Override
        public Map<String, Object> json() {
            return Map.of("value", isTrue);
        }
    }

    /** @param sign −1, 0 or 1 */
    record OfSign(int sign) implements FactValue {
        @Override
        public Map<String, Object> json() {
            return Map.of("value", sign);
        }
    }

    record OfPart(Names.HeadIndex part) implements FactValue {
        @Override
        public Map<String, Object> json() {
            var json = new LinkedHashMap<String, Object>();
            if (part.equals(Names.HeadIndex.EMBEDDING)) {
                json.put("embedding", true);
            } else {
                json.put("layer", part.layer());
                json.put(part.isHead() ? "head" : "mlp", part.isHead() ? (Object) part.head() : true);
            }
            return Map.of("part", json);
        }
    }
}
