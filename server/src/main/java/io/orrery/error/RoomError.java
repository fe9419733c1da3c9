package io.orrery.error;

/** Why a live room refuses a message or a command, or an event that a page should report. */
public sealed interface RoomError extends DomainError {
    @Kind(ErrorType.NOT_ALLOWED)
    record NotAllowed() implements RoomError {}

    @Kind(ErrorType.NOT_ALLOWED)
    record WheelNotFree() implements RoomError {}

    @Kind(ErrorType.NOT_ALLOWED)
    record PresenterStays() implements RoomError {}

    /** Control was offered to an attendee or a projector. */
    @Kind(ErrorType.NOT_ALLOWED)
    record MayNotDrive() implements RoomError {}

    @Kind(ErrorType.NOT_DRIVING)
    record NotDriving() implements RoomError {}

    /** Somebody else has moved the room since the state that the sender saw. */
    @Kind(ErrorType.STALE)
    record Stale() implements RoomError {}

    /** @param most prompts that a room keeps */
    @Kind(ErrorType.NOT_ALLOWED)
    record TooManyKept(int most) implements RoomError {}

    /** @param most talks that a room keeps */
    @Kind(ErrorType.NOT_ALLOWED)
    record TooManyTalks(int most) implements RoomError {}

    /** @param most beats of one talk */
    @Kind(ErrorType.NOT_ALLOWED)
    record TooManyBeats(int most) implements RoomError {}

    /** @param most bytes of all talks of a room */
    @Kind(ErrorType.NOT_ALLOWED)
    record TalksTooLarge(GroupedNumber most) implements RoomError {}

    /** The room has no such talk, or not any more. */
    @Kind(ErrorType.UNKNOWN_TOUR)
    record UnknownTalk() implements RoomError {}

    /** Somebody else has changed the beat since the version that the sender saw. */
    @Kind(ErrorType.STALE)
    record BeatChanged() implements RoomError {}

    /** A token is being generated already. */
    @Kind(ErrorType.BUSY)
    record Busy() implements RoomError {}

    /** The command was cancelled while its answer was being computed. */
    @Kind(ErrorType.STOPPED)
    record Stopped() implements RoomError {}

    /** Nobody was in the room for long. */
    @Kind(ErrorType.BUSY)
    record ClosedUntilOpened() implements RoomError {}

    /** The room has not answered a request over HTTP in time. It may do the command yet: the same id asks again. @param retryAfter seconds */
    @Kind(ErrorType.TOOK_TOO_LONG)
    record NoAnswerYet(long retryAfter) implements RoomError {}

    @Kind(ErrorType.UNKNOWN_PERSON)
    record UnknownPerson() implements RoomError {}

    /** The state before an undone command cannot be computed on this server any more. */
    @Kind(ErrorType.UNKNOWN_TRACE)
    record UndoneTraceGone() implements RoomError {}

    /** A tour has no such beat, or not any more. */
    @Kind(ErrorType.UNKNOWN_TOUR)
    record UnknownBeat(String tour, String beat) implements RoomError {}

    /** A tour has no route of this length. */
    @Kind(ErrorType.UNKNOWN_TOUR)
    record UnknownRoute(String tour, int minutes) implements RoomError {}

    /** There is no model without weights with this id. */
    @Kind(ErrorType.UNKNOWN_MODEL)
    record UnknownExhibit(String model) implements RoomError {}

    /** The room is asked something already that has not been revealed. */
    @Kind(ErrorType.BUSY)
    record AlreadyAsked() implements RoomError {}

    /** Another device has begun a recording already. */
    @Kind(ErrorType.BUSY)
    record AlreadyRecorded() implements RoomError {}

    /** A recording is cut and erased once it has ended. */
    @Kind(ErrorType.BUSY)
    record StillRecorded() implements RoomError {}

    @Kind(ErrorType.STALE)
    record NotRecorded() implements RoomError {}

    /** The question is no longer shown, or was never asked. */
    @Kind(ErrorType.STALE)
    record QuestionGone() implements RoomError {}

    /** The question takes no more answers. */
    @Kind(ErrorType.NOT_ALLOWED)
    record GuessesClosed() implements RoomError {}

    /** With more people than a few, nobody rehearses. */
    @Kind(ErrorType.NOT_ALLOWED)
    record NoRehearsalAmongPeople(int most) implements RoomError {}

    /** People have answered a question, or play a series, which would end with a rehearsal. */
    @Kind(ErrorType.NOT_ALLOWED)
    record NoRehearsalAmongAnswers() implements RoomError {}

    /** A question has two rounds. */
    @Kind(ErrorType.NOT_ALLOWED)
    record AskedTwice() implements RoomError {}

    /** Words can be typed only for what comes next, and only beside "something else". */
    @Kind(ErrorType.NOT_ALLOWED)
    record TakesNoWords() implements RoomError {}

    /** The poll is answered in words, and not by an option. */
    @Kind(ErrorType.NOT_ALLOWED)
    record TakesWords() implements RoomError {}

    /** Of these options one can be chosen. */
    @Kind(ErrorType.NOT_ALLOWED)
    record TakesOneOption() implements RoomError {}

    /** No answer of the poll has this id. */
    @Kind(ErrorType.STALE)
    record UnknownText() implements RoomError {}

    /** No series of guesses has a result, or it is not shown. */
    @Kind(ErrorType.STALE)
    record NoSeries() implements RoomError {}

    /** Something that is to be erased is the text on the machine. */
    @Kind(ErrorType.BUSY)
    record TextOfPersonShown() implements RoomError {}

    /** The hall's screen is no person. */
    @Kind(ErrorType.NOT_ALLOWED)
    record ScreenCannotGuess() implements RoomError {}

    /** @param last the index of the last option */
    @Kind(ErrorType.MALFORMED)
    record UnknownOption(int option, int last) implements RoomError {}

    /** @param place as it was given: indices from 0 */
    @Kind(ErrorType.MALFORMED)
    record UnknownPlace(String place) implements RoomError {}

    /** @param most texts that people propose at the same time */
    @Kind(ErrorType.NOT_ALLOWED)
    record TooManyProposed(int most) implements RoomError {}

    /** Somebody else proposes the same text. */
    @Kind(ErrorType.NOT_ALLOWED)
    record AlreadyProposed() implements RoomError {}

    /** Nobody proposes this text, or not any more. */
    @Kind(ErrorType.STALE)
    record ProposalGone() implements RoomError {}

    @Kind(ErrorType.NOT_ALLOWED)
    record OwnProposal() implements RoomError {}

    /** The audience has asked this already. */
    @Kind(ErrorType.NOT_ALLOWED)
    record AskedBefore() implements RoomError {}

    /** @param most questions of one person that are not answered yet */
    @Kind(ErrorType.NOT_ALLOWED)
    record TooManyOpenQuestions(int most) implements RoomError {}

    /** @param most questions of the audience that a room keeps */
    @Kind(ErrorType.NOT_ALLOWED)
    record TooManyQuestions(int most) implements RoomError {}

    /** Nobody votes for a question of their own, or reports it. */
    @Kind(ErrorType.NOT_ALLOWED)
    record OwnQuestion() implements RoomError {}

    /** The operator forbids trainings, or there is nothing to train with. */
    @Kind(ErrorType.NOT_ALLOWED)
    record TrainingForbidden() implements RoomError {}

    /** Another room trains: a server has one training at a time. */
    @Kind(ErrorType.BUSY)
    record TrainingBusy() implements RoomError {}

    /** This room trains already. */
    @Kind(ErrorType.BUSY)
    record TrainingRuns() implements RoomError {}

    /** The training was forgotten, because it stood still for long, another room trains, or the server was restarted. */
    @Kind(ErrorType.STALE)
    record TrainingGone() implements RoomError {}

    /** @param most the weights of trainings that are kept for rooms; all of them are in use */
    @Kind(ErrorType.BUSY)
    record TooManyWeights(int most) implements RoomError {}

    /** @param model its title */
    @Kind(ErrorType.UNKNOWN_MODEL)
    record CannotTrainHere(String model) implements RoomError {}

    /** An unexpected error of the server. */
    @Kind(ErrorType.INTERNAL)
    record NotComputed() implements RoomError {}

    /** @param limit bytes */
    @Kind(ErrorType.MESSAGE_TOO_LONG)
    record MessageTooLong(GroupedNumber limit) implements RoomError {}

    @Kind(ErrorType.NO_HELLO)
    record NoHello() implements RoomError {}

    @Kind(ErrorType.MALFORMED)
    record SecondHello() implements RoomError {}

    /** The room was restored, but its model is no longer offered. */
    @Kind(ErrorType.MODEL_GONE)
    record ModelGone() implements RoomError {}
}
