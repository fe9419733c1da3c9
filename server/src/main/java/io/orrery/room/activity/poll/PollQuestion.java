package io.orrery.room.activity.poll;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.Asks.Phase;
import io.orrery.room.activity.Asks.Question;
import io.orrery.room.ballot.Ballots;
import io.orrery.tour.file.PollSpec;
import io.orrery.tour.file.PollSpec.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A poll that a room was asked. Of a poll that is answered by options, lists have one entry for each; a scale has one for each of its values.
 *
 * @param options what can be chosen; of a scale the words for its two ends, or none; none of a text
 * @param words question and options in other languages, by language; a page in none of them has {@code question} and {@code options}
 * @param right the indices of the options that are right; none if they are withheld, or if nobody said so
 * @param answers how many people have answered, as pages are told; the room's own state has it only of a poll that is revealed
 * @param counts how many people chose each option, likewise; empty if it is withheld, and of a text
 * @param said what people wrote, from the most frequent on, as pages are told; the room's own state never has it. Empty if it is withheld
 * @param more how many people wrote what is not among {@code said}, hidden texts included, likewise
 * @param beat the beat of a tour that asks, as {@code chapter/beat}; empty for a poll of the presenter's
 * @param first of a poll in its second round, the counts of the first; none if they are withheld, and of a text, whose are in {@code said}
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PollQuestion(
        Kind kind,
        String question,
        List<String> options,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, PollSpec.Words> words,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> right,
        Phase phase,
        int answers,
        Optional<List<Integer>> counts,
        Optional<List<Said>> said,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int more,
        Optional<String> beat,
        Optional<List<Integer>> first)
        implements Question<PollQuestion> {
    /** As many texts as somebody who may drive can look through, and as a hall's screen can have. */
    static final int MOST_SAID = 40;

    /**
     * What people wrote; texts that differ in upper and lower case alone are one.
     *
     * @param id of the text
     * @param text as most of them wrote it
     * @param first how many wrote it in the first round; 0 without one
     * @param hidden whether somebody who may drive has hidden it
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Said(String id, String text, int count, int first, boolean hidden) {}

    public PollQuestion {
        options = List.copyOf(options);
        words = Map.copyOf(words);
        right = List.copyOf(right);
        counts = counts.map(List::copyOf);
        said = said.map(List::copyOf);
        first = first.map(List::copyOf);
    }

    /** A poll that is open, and that nobody has answered. */
    static PollQuestion asked(PollSpec poll, Optional<String> beat) {
        var open = new PollQuestion(
                poll.kind(),
                poll.question(),
                poll.options(),
                poll.words(),
                poll.right().stream().map(number -> number - 1).toList(),
                Phase.OPEN,
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                beat,
                Optional.empty());
        return open.counted(Ballots.Counts.NONE, List.of());
    }

    boolean isText() {
        return kind == Kind.TEXT;
    }

    /** How many answers there are to choose from. */
    int size() {
        return kind.size(options.size());
    }

    @Override
    public PollQuestion in(Phase next) {
        return with(next, answers, counts, said, more, first);
    }

    /** With what people have answered. @param hidden the ids of texts that are hidden */
    PollQuestion counted(Ballots.Counts counts, List<String> hidden) {
        return isText() ? withSaid(counts, hidden) : withCounts(counts);
    }

    private PollQuestion withCounts(Ballots.Counts given) {
        int[] people = new int[size()];
        given.each().forEach((answer, count) -> {
            for (int option : PollAnswer.options(answer)) {
                people[option] += count;
            }
        });
        return with(
                phase, given.people(), Optional.of(IntStream.of(people).boxed().toList()), Optional.empty(), 0, first);
    }

    private PollQuestion withSaid(Ballots.Counts given, List<String> hidden) {
        var all = new HashMap<String, Said>();
        // How many wrote the spelling that is shown.
        var spelled = new HashMap<String, Integer>();
        int people = 0;
        for (Map.Entry<String, Integer> each : given.each().entrySet()) {
            PollAnswer.Text text = PollAnswer.text(each.getKey());
            int count = each.getValue();
            people += text.isFirst() ? 0 : count;
            Said before = all.getOrDefault(text.id(), new Said(text.id(), "", 0, 0, hidden.contains(text.id())));
            int most = spelled.getOrDefault(text.id(), 0);
            boolean isMost = count > most || count == most && text.text().compareTo(before.text()) < 0;
            all.put(
                    text.id(),
                    new Said(
                            text.id(),
                            isMost ? text.text() : before.text(),
                            before.count() + (text.isFirst() ? 0 : count),
                            before.first() + (text.isFirst() ? count : 0),
                            before.hidden()));
            spelled.put(text.id(), Math.max(most, count));
        }
        List<Said> listed = all.values().stream()
                .sorted(Comparator.comparingInt(Said::count)
                        .thenComparingInt(Said::first)
                        .reversed()
                        .thenComparing(Said::text)
                        .thenComparing(Said::id))
                .limit(MOST_SAID)
                .toList();
        int rest = people - listed.stream().mapToInt(Said::count).sum();
        return with(phase, people, Optional.empty(), Optional.of(listed), rest, first);
    }

    /** Open for its second round. */
    @Override
    public PollQuestion asking() {
        return with(
                Phase.OPEN,
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.of(isText() ? List.of() : counts.orElse(List.of())));
    }

    /** Without what the room's own state does not keep: what people wrote. */
    PollQuestion kept() {
        return isText() ? with(phase, 0, Optional.empty(), Optional.empty(), 0, first) : this;
    }

    /** As everybody sees it after the reveal: without texts that are hidden. */
    PollQuestion revealed() {
        Optional<List<Said>> open =
                said.map(all -> all.stream().filter(text -> !text.hidden()).toList());
        int gone = said.stream()
                .flatMap(List::stream)
                .filter(Said::hidden)
                .mapToInt(Said::count)
                .sum();
        return with(phase, answers, counts, open, more + gone, first);
    }

    /** With the number of those who wrote something alone. */
    PollQuestion withoutWords() {
        int people = said.stream().flatMap(List::stream).mapToInt(Said::count).sum();
        return with(phase, answers, counts, said.map(any -> List.of()), more + people, first);
    }

    /** Without what the audience may not know before the reveal. */
    PollQuestion withheld() {
        return new PollQuestion(
                kind,
                question,
                options,
                words,
                List.of(),
                phase,
                answers,
                Optional.empty(),
                Optional.empty(),
                0,
                beat,
                first.map(any -> List.of()));
    }

    private PollQuestion with(
            Phase next,
            int people,
            Optional<List<Integer>> ofOptions,
            Optional<List<Said>> ofTexts,
            int rest,
            Optional<List<Integer>> before) {
        return new PollQuestion(
                kind, question, options, words, right, next, people, ofOptions, ofTexts, rest, beat, before);
    }
}
