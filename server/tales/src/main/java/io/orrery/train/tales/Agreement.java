package io.orrery.train.tales;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether articles, pronouns and adjectives agree with their nouns, counted over sentences that are the grammar's but for
 * their forms. A form has the right gender if the noun has it in any case, and the right case if any noun has it in the case
 * that the sentence asks for: {@code eine Ball} in place of {@code einen Ball} is a wrong gender, {@code einem Ball} a
 * wrong case.
 *
 * @param genders how many places there are where a form shows a gender
 * @param rightGenders at how many of them it is the noun's
 * @param cases how many places there are where a form could be in another case
 * @param rightCases at how many of them it is in the sentence's
 */
public record Agreement(int genders, int rightGenders, int cases, int rightCases) {
    private static final Agreement NONE = new Agreement(0, 0, 0, 0);

    /** Over all sentences that the grammar has if forms are not looked at; those that it has as they are count as such. */
    static Agreement of(Grammar grammar, List<List<String>> sentences) {
        return sentences.stream().map(sentence -> ofSentence(grammar, sentence)).reduce(NONE, Agreement::plus);
    }

    private static Agreement ofSentence(Grammar grammar, List<String> sentence) {
        var parser = new StoryParser(grammar);
        Agreement best = NONE;
        for (var pieces : grammar.templates().stream()
                .flatMap(template -> template.sentences().stream())
                .filter(pieces -> pieces.size() == sentence.size())
                .toList()) {
            var read = parser.bound(pieces, sentence, Map.of())
                    .flatMap(bound -> of(parser, grammar.words(), pieces, sentence, bound));
            if (read.isPresent() && (best.equals(NONE) || read.get().wrong() < best.wrong())) {
                best = read.get();
            }
        }
        return best;
    }

    /** Empty if a word is not even another form of the one that belongs there. */
    private static Optional<Agreement> of(
            StoryParser parser, Words words, List<Piece> pieces, List<String> sentence, Map<String, String> bound) {
        List<Agreement> found = new ArrayList<>();
        for (int i : IntStream.range(0, pieces.size()).toArray()) {
            if (!(pieces.get(i).kind() instanceof Piece.Kind.Bound place) || place.isOwnWord()) {
                continue;
            }
            var forms = bound.containsKey(place.agreesWith().orElse(place.variable()))
                    ? forms(words, place, bound)
                    : Optional.<Forms>empty();
            if (forms.isEmpty()) {
                if (!parser.follows(place, sentence.get(i), bound)) {
                    return Optional.empty();
                }
                continue;
            }
            var word = sentence.get(i);
            boolean gender = forms.get().ofGender().contains(word);
            boolean isCase = forms.get().ofCase().contains(word);
            if (!forms.get().all().contains(word)) {
                return Optional.empty();
            }
            int cases = forms.get().hasCases() ? 1 : 0;
            found.add(new Agreement(1, gender ? 1 : 0, cases, isCase ? cases : 0));
        }
        return Optional.of(found.stream().reduce(NONE, Agreement::plus));
    }

    /**
     * The words that could stand at a place.
     *
     * @param ofGender the forms for the noun's gender, in any case
     * @param ofCase the forms in the case of the place, for any gender
     * @param all in any case, for any gender
     */
    private record Forms(List<String> ofGender, List<String> ofCase, List<String> all, boolean hasCases) {}

    /** Empty if what stands there follows in another way, as a sound follows from an animal. */
    private static Optional<Forms> forms(Words words, Piece.Kind.Bound place, Map<String, String> bound) {
        if (place.agreesWith().isPresent()) {
            var gender = words.related(
                            Words.GENDER, bound.get(place.agreesWith().get()))
                    .orElseThrow();
            var own = words.of(place.wordClass());
            var all = words.genders().stream()
                    .flatMap(each -> related(words, each, own))
                    .toList();
            return Optional.of(new Forms(related(words, gender, own).toList(), all, all, false));
        }
        var relation = place.relations().get(0);
        return words.forms().stream()
                .filter(group -> group.contains(relation))
                .findFirst()
                .map(group -> {
                    var noun = bound.get(place.variable());
                    var nouns = List.copyOf(words.relations().get(relation).keySet());
                    return new Forms(
                            group.stream()
                                    .flatMap(each -> related(words, each, List.of(noun)))
                                    .toList(),
                            related(words, relation, nouns).toList(),
                            group.stream()
                                    .flatMap(each -> related(words, each, nouns))
                                    .toList(),
                            group.size() > 1);
                });
    }

    private static Stream<String> related(Words words, String relation, List<String> of) {
        return of.stream().flatMap(word -> words.related(relation, word).stream());
    }

    private int wrong() {
        return genders - rightGenders + cases - rightCases;
    }

    private Agreement plus(Agreement other) {
        return new Agreement(
                genders + other.genders,
                rightGenders + other.rightGenders,
                cases + other.cases,
                rightCases + other.rightCases);
    }

    /** The share of forms that have their noun's gender. */
    double genderShare() {
        return (double) rightGenders / genders;
    }

    /** The share of forms that are in the case that their sentence asks for. */
    double caseShare() {
        return (double) rightCases / cases;
    }
}
