package io.orrery.error;

/** What is wrong in a tour's files. Layers, heads, positions and numbers count from 1, as in these files. */
@Kind(ErrorType.BAD_TOUR)
public sealed interface TourError extends DomainError {
    /** Whether a tour can be shown in spite of it: it would be better otherwise, but nothing in it is wrong. */
    default boolean isAdvice() {
        return false;
    }

    /** A problem of tours that can be shown all the same. */
    sealed interface Advice extends TourError {
        @Override
        default boolean isAdvice() {
            return true;
        }
    }

    @Kind(ErrorType.UNKNOWN_TOUR)
    record UnknownTour(String tour) implements TourError {}

    /** A tour that has never been read without problems. */
    record TourBroken(String tour, String problem) implements TourError {}

    record TourFolderMissing(String folder) implements TourError {}

    record TourFolderTaken(String folder) implements TourError {}

    record TourFileMissing(String file) implements TourError {}

    record TourFileTooLarge(int most) implements TourError {}

    record TourFileNotText() implements TourError {}

    record TourFileNotRead(String reason) implements TourError {}

    record TourNotYaml(String reason) implements TourError {}

    record TourYamlTooDeep(int most) implements TourError {}

    record TourYamlTooMuch(int most) implements TourError {}

    record TourYamlReference(String name) implements TourError {}

    record TourYamlTag(String tag) implements TourError {}

    record TourKeyTwice(String key) implements TourError {}

    record TourKeyUnknown(String key, Series known) implements TourError {}

    record TourKeyMissing(String key) implements TourError {}

    record TourKeysExclusive(String first, String second) implements TourError {}

    record TourNotAMapping(String key) implements TourError {}

    record TourNotAList(String key) implements TourError {}

    record TourNotAText(String key) implements TourError {}

    record TourTextEmpty(String key) implements TourError {}

    record TourTextTooLong(String key, int length, int longest) implements TourError {}

    record TourOptionTwice(String option) implements TourError {}

    record TourOptionsCount(String kind, int options, int least, int most) implements TourError {}

    /** @param options that the poll has in this language @param count that it has in its first one */
    record TourWordsCount(String language, int options, int count) implements TourError {}

    /** A poll of a tour that is told in several languages, whose words are in fewer. */
    record TourPollOneLanguage(String beat, Series languages) implements Advice {}

    record TourRightTooMany(String kind, int most) implements TourError {}

    record PollsMissing(String path) implements TourError {}

    record TourNotANumber(String key, String value, String least, String most) implements TourError {
        public TourNotANumber(String key, int value, int least, int most) {
            this(key, Integer.toString(value), Integer.toString(least), Integer.toString(most));
        }
    }

    record TourNotOneOf(String key, String value, Series known) implements TourError {}

    record TourIdUnreadable(String id) implements TourError {}

    record TourIdTwice(String id) implements TourError {}

    record TourMarkupUnknown(String markup) implements TourError {}

    record TourFormulaOpen() implements TourError {}

    record TourBraceOpen() implements TourError {}

    record TourFormOpen() implements TourError {}

    record TourFormNotOpen(String word) implements TourError {}

    record TourTargetUnknown(String target, Series known) implements TourError {}

    record TourTermUnknown(String term, Series known) implements TourError {}

    record TourFactUnreadable(String fact, String reason) implements TourError {}

    record TourAnswerOutside() implements TourError {}

    record TourModelUnknown(String model, Series known) implements TourError {}

    record TourTextUnreadable(String text, String model, String reason) implements TourError {}

    record TourTokenUnknown(String text, String model) implements TourError {}

    record TourStepUnknown(String step, String model) implements TourError {}

    record TourStepsReversed(String first, String last) implements TourError {}

    record TourBlockUnknown(String block, String model) implements TourError {}

    record TourHeadUnreadable(String head) implements TourError {}

    record TourHeadUnknown(String head, String model, int layers, int heads) implements TourError {}

    record TourExpertUnknown(String expert, String model, int layers, int experts) implements TourError {}

    record TourLayerUnknown(int layer, String model, int layers) implements TourError {}

    record TourNumberUnknown(int number, String block, int most) implements TourError {}

    record TourCellUnknown(String axis, String block) implements TourError {}

    record TourPositionUnreadable(String position) implements TourError {}

    record TourPositionUnknown(int position, int positions) implements TourError {}

    record TourPollUnknown(String poll) implements TourError {}

    record TourFromUnknown(String from) implements TourError {}

    record TourCheckpointUnknown(int checkpoint, String model, Series known) implements TourError {}

    record TourCheckpointsMissing(String model) implements TourError {}

    record TourChangeUnreadable(String reason) implements TourError {}

    record TourNeedUnknown(String need, Series known) implements TourError {}

    record TourRouteUnknown(String route, Series known) implements TourError {}

    record TourSecondsMissing(int route) implements TourError {}

    record TourRouteTooShort(int minutes, int seconds, int least) implements Advice {}

    record TourRouteTooLong(int minutes, int seconds, int most) implements Advice {}

    /** @param what the step, block or condition that tells what comes next */
    record TourAnswerHidden(String what) implements TourError {}

    record TourActMissing(String chapter) implements Advice {}

    record TourQuestionsMissing(String chapter, int questions, int wanted) implements Advice {}

    record TourOptionUnknown(String right, Series known) implements TourError {}

    record TourRightOfOtherKind(String right, String kind) implements TourError {}

    record TourAgainUnknown(String beat, String chapter) implements TourError {}

    record TourWordsMissing(String what) implements TourError {}

    record TourWordsExtra(String what) implements TourError {}

    record TourHintsCount(int hints, int wanted) implements Advice {}

    record TourLanguageMissing(String language) implements Advice {}

    record TourLanguageUnknown(String language) implements TourError {}

    record TourSimpleTooLong(int words, int most) implements Advice {}

    record TourSimpleFormula() implements Advice {}

    record TourSimpleSymbol(String symbol) implements Advice {}
}
