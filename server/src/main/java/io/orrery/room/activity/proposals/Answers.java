package io.orrery.room.activity.proposals;

import io.orrery.room.activity.proposals.ProposalsState.Reading;
import io.orrery.room.ballot.Ballots;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How proposed texts, votes for them, and what a model makes of them are written as answers in the ballot. A letter at the beginning says which it is. */
final class Answers {
    /** Behind the id of the person who has voted. */
    static final String VOTES = " votes";

    /** Behind the id of the person who has proposed the text. */
    static final String READING = " reading";

    /** The beginning of what a model makes of a text. */
    static final String READ = "r";

    private static final int RADIX = 36;

    private Answers() {}

    /**
     * A text that a person proposes.
     *
     * @param id of digits and letters, of equal length; a later text has a later one
     * @param person the person's id
     */
    record Proposal(String id, String person, String name, String text) {
        /** The beginning of a text as an answer. */
        static final String LETTER = "t";

        /** Ids are times, so no text gets one that an earlier text had, whose votes may still be there. @param now ms */
        static String idAfter(List<Proposal> others, double now) {
            long last = others.isEmpty()
                    ? 0
                    : Long.parseLong(others.get(others.size() - 1).id(), RADIX);
            return "%11s"
                    .formatted(Long.toString(Math.max(last + 1, (long) now), RADIX))
                    .replace(' ', '0');
        }

        /** When the text was proposed, or about then, ms. */
        long at() {
            return Long.parseLong(id, RADIX);
        }

        String answer() {
            return LETTER + id + " " + person + " " + name + "\n" + text;
        }

        /** The id of a text, faster than {@link #read}. */
        static String idOf(String answer) {
            return answer.substring(LETTER.length(), answer.indexOf(' '));
        }

        static Optional<Proposal> read(String answer) {
            if (!answer.startsWith(LETTER)) {
                return Optional.empty();
            }
            String[] parts = answer.substring(1).split("\n", 2);
            String[] who = parts[0].split(" ", 3);
            return Optional.of(new Proposal(who[0], who[1], who[2], parts[1]));
        }
    }

    /** All texts, in the order in which they were proposed. */
    static List<Proposal> proposals(Ballots.Counts counts) {
        return counts.each().keySet().stream()
                .flatMap(answer -> Proposal.read(answer).stream())
                .sorted(Comparator.comparing(Proposal::id))
                .toList();
    }

    /** The ids for which a person votes, as an answer; empty for none. */
    static Optional<String> votes(Set<String> ids) {
        return ids.isEmpty() ? Optional.empty() : Optional.of("v" + String.join(" ", new TreeSet<>(ids)));
    }

    static Set<String> votes(String answer) {
        return Set.of(ids(answer));
    }

    private static String[] ids(String votes) {
        return votes.substring(1).split(" ");
    }

    /** The number of votes by id. */
    static Map<String, Integer> votes(Ballots.Counts counts) {
        var votes = new HashMap<String, Integer>();
        counts.each().forEach((answer, people) -> {
            if (answer.startsWith("v")) {
                for (String id : ids(answer)) {
                    votes.merge(id, people, Integer::sum);
                }
            }
        });
        return votes;
    }

    static String reading(String id, Reading reading) {
        return READ + id + " " + reading.model() + " " + reading.tokens() + " "
                + reading.p().orElse(0f) + " " + reading.next().orElse("");
    }

    /** What a model makes of the texts that it has read, by id. */
    static Map<String, Reading> readings(Ballots.Counts counts, String model) {
        return counts.each().keySet().stream()
                .filter(answer -> answer.startsWith(READ))
                .map(answer -> answer.substring(1).split(" ", 5))
                .filter(parts -> parts[1].equals(model))
                .collect(Collectors.toMap(parts -> parts[0], Answers::readingOf));
    }

    private static Reading readingOf(String... parts) {
        int tokens = Integer.parseInt(parts[2]);
        return tokens == Reading.UNREADABLE
                ? new Reading(parts[1], tokens, Optional.empty(), Optional.empty())
                : new Reading(parts[1], tokens, Optional.of(parts[4]), Optional.of(Float.valueOf(parts[3])));
    }

    /** @param readings the answers that begin with {@link #READ} */
    static boolean isRead(Set<String> readings, String id, String model) {
        String beginning = READ + id + " " + model + " ";
        return readings.stream().anyMatch(answer -> answer.startsWith(beginning));
    }
}
