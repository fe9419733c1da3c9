package io.orrery.train.tales;

import java.util.List;

/**
 * A story or the beginning of one.
 *
 * @param words with the end, if it is whole
 * @param answers the places of the words that can be known from the words before, ascending
 * @param first the first question's skill; {@link Skill#NONE} if it asks nothing
 * @param firstAnswers the places of the first question's answer
 */
record Story(List<String> words, List<Integer> answers, Skill first, List<Integer> firstAnswers) {}
