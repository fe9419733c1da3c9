package io.orrery.room.ballot;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the people of one room answer, by ballot and person: whether they are lost, what they guess. It is apart from the room's state, so
 * that no message to others, no log and no undo history holds it. Counts are kept as answers come: an answer costs the same
 * however many people there are.
 *
 * <p>For the room's thread only.
 */
public final class Ballots {
    private static final Ballot NONE = new Ballot();

    private final Map<String, Ballot> open = new LinkedHashMap<>();
    private final Store store;
    private final Runnable counted;
    /** Which answers are not stored at present. */
    private Predicate<Answer> isHeld = any -> false;
    /** The people for whom there are such answers, by ballot. */
    private final Map<String, Set<String>> held = new HashMap<>();

    /**
     * An answer.
     *
     * @param ballot the ballot's name
     * @param person the id of the person who gave it, or another name of which there is one for each answer
     */
    public record Answer(String ballot, String person, String answer) {}

    /**
     * How many people gave each answer.
     *
     * @param people how many people have answered
     * @param each by answer; without those that nobody gave
     */
    public record Counts(int people, Map<String, Integer> each) {
        public static final Counts NONE = new Counts(0, Map.of());

        public Counts {
            each = Map.copyOf(each);
        }

        public int of(String answer) {
            return each.getOrDefault(answer, 0);
        }
    }

    /** Where answers are stored permanently. */
    public interface Store {
        /** Stores an answer in the place of the person's earlier one. */
        void keep(Answer answer);

        void withdraw(String ballot, String person);

        /** Deletes a ballot with all its answers. */
        void end(String ballot);
    }

    /**
     * @param stored the answers that were stored, in the order in which they came
     * @param counted called when counts have changed; a ballot that has ended has none
     */
    public Ballots(List<Answer> stored, Store store, Runnable counted) {
        this.store = store;
        this.counted = counted;
        stored.forEach(answer -> ballot(answer.ballot()).put(answer.person(), answer.answer()));
    }

    private Ballot ballot(String name) {
        return open.computeIfAbsent(name, any -> new Ballot());
    }

    /** A ballot for reading: one that is not there has no answers. */
    private Ballot known(String name) {
        return open.getOrDefault(name, NONE);
    }

    /** What a person has answered; empty for nothing. */
    public Optional<String> answer(String ballot, String person) {
        return Optional.ofNullable(known(ballot).answers.get(person));
    }

    /** What each person has answered, by the person's id, in the order in which they first did. */
    public Map<String, String> answers(String ballot) {
        return Collections.unmodifiableMap(known(ballot).answers);
    }

    /** How many people gave an answer. */
    public int count(String ballot, String answer) {
        return known(ballot).counts.getOrDefault(answer, 0);
    }

    /**
     * The names of a ballot's answers that end with a space and this word, as they change: of a person who gives several, each with a name of its own
     * before the person's id.
     */
    public Set<String> namesOf(String ballot, String word) {
        return Collections.unmodifiableSet(known(ballot).named.getOrDefault(word, Set.of()));
    }

    /** The different answers of a ballot that begin with this letter, as they change, in no order: of a ballot with several kinds, those of one kind. */
    public Set<String> given(String ballot, String letter) {
        return Collections.unmodifiableSet(known(ballot).given.getOrDefault(letter, Set.of()));
    }

    public Counts counts(String ballot) {
        return known(ballot).counts();
    }

    /** The counts of all ballots, by name. */
    public Map<String, Counts> counts() {
        var counts = new HashMap<String, Counts>();
        open.forEach((name, ballot) -> counts.put(name, ballot.counts()));
        return counts;
    }

    /** The counts of all ballots without what some people have given. @param people their ids */
    public Map<String, Counts> countsWithout(Set<String> people) {
        var counts = new HashMap<String, Counts>();
        open.forEach((name, ballot) -> {
            var others = new Ballot();
            ballot.answers.forEach((person, answer) -> {
                // A name may stand before the id, and the kind of answer behind it. Of a question that is the room's,
                // the answer has the id as a field.
                if (Stream.concat(Stream.of(person.split(" ")), Stream.of(answer.split("\t")))
                        .noneMatch(people::contains)) {
                    others.put(person, answer);
                }
            });
            counts.put(name, others.counts());
        });
        return counts;
    }

    /**
     * Takes an answer in the place of the person's earlier one.
     *
     * @param most the most answers of this ballot; beyond it the one that has stood longest goes
     * @return whether anything has changed
     */
    public boolean put(Answer answer, int most) {
        Ballot ballot = ballot(answer.ballot());
        if (!ballot.put(answer.person(), answer.answer())) {
            return false;
        }
        stores(answer.ballot(), answer.person());
        counted.run();
        if (ballot.answers.size() > most) {
            withdraw(answer.ballot(), ballot.answers.keySet().iterator().next());
        }
        return true;
    }

    /** @return whether the person had answered */
    public boolean withdraw(String ballot, String person) {
        Ballot in = open.get(ballot);
        if (in == null || !in.withdraw(person)) {
            return false;
        }
        stores(ballot, person);
        counted.run();
        return true;
    }

    /** Ends all ballots but these: their answers are deleted. */
    public void keepOnly(Set<String> names) {
        List.copyOf(open.keySet()).stream()
                .filter(name -> !names.contains(name))
                .forEach(ended -> {
                    open.remove(ended);
                    held.remove(ended);
                    store.end(ended);
                });
    }

    /** Stores some answers no more from now on; those that this is not said of any more are stored as they are now. */
    public void hold(Predicate<Answer> which) {
        isHeld = which;
        var changed = new HashMap<>(held);
        held.clear();
        changed.forEach((ballot, people) -> people.forEach(person -> stores(ballot, person)));
    }

    private void stores(String ballot, String person) {
        Optional<Answer> now = answer(ballot, person).map(answer -> new Answer(ballot, person, answer));
        if (now.filter(isHeld).isPresent()) {
            held.computeIfAbsent(ballot, any -> new HashSet<>()).add(person);
        } else {
            now.ifPresentOrElse(store::keep, () -> store.withdraw(ballot, person));
        }
    }

    private static final class Ballot {
        /** In the order in which people first answered. */
        private final Map<String, String> answers = new LinkedHashMap<>();

        private final Map<String, Integer> counts = new HashMap<>();

        /** The keys of {@link #counts} by their first letter, so that nobody has to look through all votes for what can be voted for. */
        private final Map<String, Set<String>> given = new HashMap<>();

        /** Names of answers by what follows their last space, so that nobody has to look through all answers for those of one person. */
        private final Map<String, Set<String>> named = new HashMap<>();

        boolean put(String person, String answer) {
            if (answer.equals(answers.get(person))) {
                return false;
            }
            uncount(Optional.ofNullable(answers.put(person, answer)));
            if (counts.merge(answer, 1, Integer::sum) == 1) {
                given.computeIfAbsent(letterOf(answer), any -> new HashSet<>()).add(answer);
            }
            int space = person.lastIndexOf(' ');
            if (space >= 0) {
                named.computeIfAbsent(person.substring(space + 1), any -> new LinkedHashSet<>())
                        .add(person);
            }
            return true;
        }

        boolean withdraw(String person) {
            Optional<String> before = Optional.ofNullable(answers.remove(person));
            uncount(before);
            String word = person.substring(person.lastIndexOf(' ') + 1);
            named.computeIfPresent(word, (any, names) -> names.remove(person) && names.isEmpty() ? null : names);
            return before.isPresent();
        }

        private void uncount(Optional<String> answer) {
            answer.filter(was -> counts.computeIfPresent(was, (key, count) -> count == 1 ? null : count - 1) == null)
                    .ifPresent(was -> given.get(letterOf(was)).remove(was));
        }

        private static String letterOf(String answer) {
            return answer.substring(0, Math.min(1, answer.length()));
        }

        Counts counts() {
            return new Counts(answers.size(), counts);
        }
    }
}
