package io.orrery.tour.text;

import java.util.List;
import java.util.Optional;

/** Where a link leads, in words of the model. */
public sealed interface LinkTarget {
    /** How links are written. */
    List<String> FORMS = List.of("block:WORD", "token:P", "head:L.H", "layer:N", "term:KEY", "alone:TOUR");

    /** @param word see {@link io.orrery.tour.scene.BlockWord}, or a hook name */
    record Block(String word) implements LinkTarget {}

    record Token(PositionRef place) implements LinkTarget {}

    record Head(HeadName head) implements LinkTarget {}

    /** @param layer from 1 */
    record Layer(int layer) implements LinkTarget {}

    /** @param key of the glossary */
    record Term(String key) implements LinkTarget {}

    /** The page on which somebody walks a tour alone. @param tour its id */
    record Alone(String tour) implements LinkTarget {}

    /** Reads what stands in a link's parentheses. */
    static Optional<LinkTarget> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || colon == text.length() - 1) {
            return Optional.empty();
        }
        String rest = text.substring(colon + 1);
        return switch (text.substring(0, colon)) {
            case "block" -> Optional.of(new Block(rest));
            case "token" -> PositionRef.parse(rest).map(Token::new);
            case "head" -> HeadName.parse(rest).map(Head::new);
            case "layer" ->
                rest.matches("[1-9]\\d{0,3}") ? Optional.of(new Layer(Integer.parseInt(rest))) : Optional.empty();
            case "term" -> Optional.of(new Term(rest));
            case "alone" -> rest.matches("[a-z0-9][a-z0-9-]{0,59}") ? Optional.of(new Alone(rest)) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
