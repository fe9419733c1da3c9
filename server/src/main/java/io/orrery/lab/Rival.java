package io.orrery.lab;

import io.orrery.model.Model;
import io.orrery.model.preset.Preset;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * What an answer is compared with on pages where nobody has chosen: the most probable of the text's own words that the preset puts
 * with the answer, such as the other name of a story; without one, the second most probable token.
 */
public record Rival(Model model) {
    /**
     * A target whose answer, too, is the most probable token if it is left open.
     *
     * @throws io.orrery.error.OrreryException as {@link Target#of}
     */
    public Target target(Subject subject, int position, OptionalInt a) {
        int first = Target.againstAll(subject, position, a).a();
        var read = subject.tokens().subList(0, position + 1);
        return Target.of(
                subject, position, OptionalInt.of(first), OptionalInt.of(of(first, subject.logits(position), read)));
    }

    /**
     * The token itself.
     *
     * @param logits of the token that follows the text, {@code [d_vocab]}
     * @param read the text's tokens
     */
    public int of(int answer, float[] logits, List<Integer> read) {
        var kind = new HashSet<String>();
        model.preset().kinds().stream()
                .map(Preset.Kind::words)
                .filter(words -> words.contains(word(answer)))
                .forEach(kind::addAll);
        kind.remove(word(answer));
        return read.stream()
                .filter(token -> kind.contains(word(token)))
                .reduce((best, token) -> logits[token] > logits[best] ? token : best)
                .orElseGet(() -> Target.mostProbableBut(OptionalInt.of(answer), logits));
    }

    private String word(int token) {
        return model.tokenizer().piece(token).strip();
    }
}
