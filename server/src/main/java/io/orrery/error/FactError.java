package io.orrery.error;

import java.util.List;

/** A fact of a tour that cannot be read, or that this model or text cannot answer. Layers, heads and positions count from 1. */
@Kind(ErrorType.MALFORMED)
public sealed interface FactError extends DomainError {
    record FactEmpty() implements FactError {}

    record FactTooLong(int limit) implements FactError {}

    record TooManyFacts(int limit) implements FactError {}

    /** @param facts the first words that there are */
    record NoSuchFact(String word, List<String> facts) implements FactError {}

    /** A quotation mark without its partner. */
    record FactQuoteOpen(String fact) implements FactError {}

    /**
     * Something else should stand in a fact.
     *
     * @param expected what, a key of the sentence
     * @param found what stands there; empty at the end
     */
    record FactExpects(String fact, String expected, String found, boolean isFound) implements FactError {}

    /** A fact without a word that belongs to it. */
    record FactNeedsWord(String fact, String word) implements FactError {}

    /** Words after the end of a fact or a condition. */
    record FactGoesOn(String fact, String word) implements FactError {}

    /** A condition of a fact that is not true or false. */
    record FactIsNoFlag(String fact) implements FactError {}

    /** A comparison that makes no sense. @param kind of the fact */
    record NotComparable(String fact, String operator, String kind) implements FactError {}

    record NoSuchLayerNumber(int layer, int layers) implements FactError {}

    record NoSuchHeadNumber(int head, int heads) implements FactError {}

    record NoSuchTextPosition(int position, int positions) implements FactError {}

    record NoSuchRank(int rank, int tokens) implements FactError {}

    /** A number of a row that the row does not have. */
    record NoSuchNumber(int number, int numbers) implements FactError {}

    record NotOneToken(String text) implements FactError {}

    /** A word that names no tensor of this model. */
    record NoSuchBlockWord(String block) implements FactError {}

    /** A block that needs {@code layer}, {@code head}, {@code key} or {@code number}, or has none. */
    record BlockNeeds(String block, String needs) implements FactError {}

    record BlockHasNo(String block, String part) implements FactError {}

    record KeyIsLater(int query, int key) implements FactError {}

    /** The first token comes after nothing. */
    record NothingBefore() implements FactError {}

    /** @param count of the tokens that the model has added */
    record NotGenerated(int number, int count) implements FactError {}

    record NotASortingModel() implements FactError {}

    /** A text that is not yet complete, or goes on after the letters are sorted. */
    record NothingToSort(int length) implements FactError {}

    /** Nothing is known of the training of these weights. */
    record NoTrainingKnown() implements FactError {}

    /** A token that is not the most probable after the last layer. */
    record NeverLeads(String token) implements FactError {}

    record NoAnswerGiven() implements FactError {}

    /** An answer of another kind than the fact reads: a position, a token or a head. */
    record AnswerIsNot(String kind) implements FactError {}

    record UnreadableAnswer(String answer) implements FactError {}
}
