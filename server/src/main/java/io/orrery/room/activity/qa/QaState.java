package io.orrery.room.activity.qa;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orrery.room.activity.qa.AudienceQuestion.Status;
import io.orrery.room.ballot.Ballots;
import io.orrery.room.state.StatePart;
import io.orrery.wire.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the room's state has of the audience's questions. Their texts, names and votes are answers of people and no part of it; what follows from these is
 * put in when people are told.
 *
 * @param round grows when all questions are deleted
 * @param approval whether questions are shown once somebody has approved of them, and not at once
 * @param version of the list that a page fetches: another one for another list; empty if nothing is listed
 * @param moderated the same of the list for those who moderate
 * @param waiting how many questions wait for somebody who moderates
 * @param merged whether the last merge can be undone
 * @param pinned the question on the hall's screen
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record QaState(
        int round,
        boolean approval,
        String version,
        String moderated,
        int waiting,
        boolean merged,
        Optional<Pinned> pinned) {
    static final StatePart<QaState> PART = StatePart.member("qa", QaState.class, inRound(1, false));

    /** So many reports hide a question until somebody who moderates has looked at it. */
    static final int REPORTS_HIDE = 3;

    /** @param people how many ask this: the person who asked it first, and all who voted for it */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Pinned(int number, String text, String name, int people) {}

    static QaState inRound(int round, boolean approval) {
        return new QaState(round, approval, "", "", 0, false, Optional.empty());
    }

    /** The name of the ballot with this round's questions and votes. */
    String ballot() {
        return "qa." + round;
    }

    QaState counted(Ballots.Counts counts) {
        if (counts.people() == 0) {
            return inRound(round, approval);
        }
        Asked asked = Asked.of(counts);
        return new QaState(
                round,
                approval,
                version(asked.list(Role.ATTENDEE)),
                version(asked.list(Role.PRESENTER)),
                (int) asked.questions().stream().filter(asked::waits).count(),
                counts.each().keySet().stream().anyMatch(line -> line.startsWith(QaActivity.MERGED)),
                asked.pinned());
    }

    private static String version(List<Row> list) {
        return list.isEmpty() ? "" : Integer.toHexString(list.hashCode());
    }

    /** What a role is sent; empty if that is what a new room has. */
    Optional<QaState> seenBy(Role role) {
        QaState seen = role.moderates()
                ? new QaState(round, approval, moderated, "", waiting, merged, pinned)
                : new QaState(round, approval, version, "", 0, false, pinned);
        return Optional.of(seen).filter(other -> !other.equals(inRound(1, false)));
    }

    /**
     * A question as pages list it.
     *
     * @param name the person's who asked; empty for none
     * @param people see {@link Pinned}
     * @param at when it was asked, ms of the server's clock
     * @param state {@code shown}, {@code answered}, {@code waiting}, {@code reported} or {@code hidden}; the audience is sent the first two
     * @param nameless whether a name is hidden; for those who moderate
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Row(
            int number, String text, String name, int people, long at, String step, String state, boolean nameless) {}

    private static boolean isReported(AudienceQuestion question, int reports) {
        return question.status() == Status.SHOWN && reports >= REPORTS_HIDE;
    }

    /** Whether everybody is shown a question that so many people report. */
    static boolean isShown(AudienceQuestion question, int reports) {
        return question.status() != Status.WAITING
                && question.status() != Status.HIDDEN
                && !isReported(question, reports);
    }

    /**
     * The questions of a ballot.
     *
     * @param questions in the order in which they were asked
     */
    record Asked(List<AudienceQuestion> questions, Ballots.Counts counts) {
        static Asked of(Ballots.Counts counts) {
            return new Asked(
                    counts.each().keySet().stream()
                            .flatMap(line -> AudienceQuestion.read(line).stream())
                            .sorted(Comparator.comparingInt(AudienceQuestion::number))
                            .toList(),
                    counts);
        }

        Optional<AudienceQuestion> find(int number) {
            return questions.stream().filter(each -> each.number() == number).findFirst();
        }

        private int people(AudienceQuestion question) {
            return 1 + counts.of(Mark.VOTE.answer(question.number()));
        }

        private boolean isReported(AudienceQuestion question) {
            return QaState.isReported(question, counts.of(Mark.REPORT.answer(question.number())));
        }

        boolean waits(AudienceQuestion question) {
            return question.status() == Status.WAITING || isReported(question);
        }

        /** Whether everybody is shown it. */
        boolean isShown(AudienceQuestion question) {
            return QaState.isShown(question, counts.of(Mark.REPORT.answer(question.number())));
        }

        private String stateOf(AudienceQuestion question) {
            if (isReported(question)) {
                return "reported";
            }
            return question.status() == Status.APPROVED
                    ? Status.SHOWN.word()
                    : question.status().word();
        }

        Optional<QaState.Pinned> pinned() {
            return questions.stream()
                    .filter(each -> counts.of(QaActivity.pin(each.number())) > 0 && isShown(each))
                    .map(each -> new QaState.Pinned(each.number(), each.text(), each.shownName(), people(each)))
                    .findFirst();
        }

        /** The questions that a role is shown. */
        List<Row> list(Role role) {
            return questions.stream()
                    .filter(each -> role.moderates() || isShown(each))
                    .map(each -> new Row(
                            each.number(),
                            each.text(),
                            each.shownName(),
                            people(each),
                            each.at(),
                            each.place().step(),
                            stateOf(each),
                            role.moderates()
                                    && each.isNameless()
                                    && !each.name().isEmpty()))
                    .toList();
        }
    }

    /** What a person says of a question of somebody else. */
    enum Mark {
        VOTE,
        REPORT;

        private String letter() {
            return this == VOTE ? "v" : "r";
        }

        /** The answer, which is the same for all people. */
        String answer(int number) {
            return letter() + number;
        }

        /** The numbers of the questions of which a person says so. */
        List<Integer> of(String person, Ballots ballots, String ballot) {
            return ballots.namesOf(ballot, person).stream()
                    .filter(name -> name.startsWith(letter()))
                    .map(name -> Integer.parseInt(name, letter().length(), name.indexOf(' '), 10))
                    .sorted()
                    .toList();
        }

        /** For whom there is one such answer. */
        String key(int number, String person) {
            return answer(number) + " " + person;
        }
    }
}
