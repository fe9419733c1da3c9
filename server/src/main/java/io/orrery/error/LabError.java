package io.orrery.error;

/** A question of why that cannot be answered. Layers, heads and positions count from 0. */
@Kind(ErrorType.MALFORMED)
public sealed interface LabError extends DomainError {
    record NoSuchTool(String tool) implements LabError {}

    /** A tool needs a parameter that it was not given. */
    record ParameterMissing(String name) implements LabError {}

    /** Two parameters of which exactly one must be given. */
    record EitherOf(String first, String second) implements LabError {}

    /** A baseline of the saliency that is none. */
    record NoSuchBaseline(String baseline) implements LabError {}

    record NoSuchPosition(int position, int last) implements LabError {}

    record NoSuchLayer(int layer, int last) implements LabError {}

    record NoSuchHead(int head, int last) implements LabError {}

    record NoSuchNeuron(int neuron, int last) implements LabError {}

    /** A layer without an MLP whose neurons can be told apart, such as one of experts. */
    record NoNeurons(int layer) implements LabError {}

    /** No word of a search is one that the model reads in one piece. */
    record NoSuchWord(String words) implements LabError {}

    /** Texts that are shorter than two tokens, or none: nothing can be said of neurons. */
    record NoTexts() implements LabError {}

    /** A file that is no survey of this model's neurons. */
    record NotASurvey(String file) implements LabError {}

    record NoSuchNode(String node) implements LabError {}

    /** A tensor from which nothing is computed, or a weight. */
    record NothingReadsNode(String node) implements LabError {}

    record NodeWithoutHeads(String node) implements LabError {}

    /** Only the scores of attention have edges to cut. */
    record NotScores(String node) implements LabError {}

    record KeyNotSeen(int query, int key) implements LabError {}

    /** A cut that would leave a query without any key. */
    record NoKeyLeft(String node, int head, int query) implements LabError {}

    record NoSuchExpert(int expert, int last) implements LabError {}

    /** Only the logits of a router decide which experts are taken. */
    record NotARouter(String node) implements LabError {}

    /** The numbers of experts are no quantities that could be scaled or averaged. @param router whose logits decide */
    record NumbersOfExperts(String node, String router) implements LabError {}

    /** @param taken how many experts are taken at each position */
    record TooFewExperts(String router, int experts, int off, int taken) implements LabError {}

    record TooManyForced(String router, int taken) implements LabError {}

    /** Rows of a node have another length at each position, so there is no mean of them. */
    record NoMeanOf(String node) implements LabError {}

    /** No reference text can be read by the model. */
    record NoReferences() implements LabError {}

    record TooManyChanges(int changes, int limit) implements LabError {}

    /** A change that is not written as {@code NODE[HEAD]@POSITION=…}. */
    record UnreadableChange(String change) implements LabError {}

    /** A changed model whose logits are no numbers any more. */
    record ResultNotFinite() implements LabError {}

    /** A question about a changed run that can be answered about an unchanged one alone. */
    record AlreadyChanged() implements LabError {}

    /** A place in a run that is not written as {@code NODE[HEAD]@POSITION}. */
    record UnreadablePlace(String place) implements LabError {}

    record TokensEqual(int token) implements LabError {}

    record LengthsDiffer(int first, int second) implements LabError {}

    /** Two texts with the same logit difference: there is nothing to recover. */
    record NothingToRecover() implements LabError {}

    /** What would take more than one answer may. */
    @Kind(ErrorType.TOO_LARGE)
    sealed interface TooLarge extends LabError {}

    record TooManyEdges(long edges, long limit) implements TooLarge {}

    /** @param limit the most bytes of an answer */
    record AnswerTooLarge(GroupedNumber limit) implements TooLarge {
        /** The most bytes of an answer over HTTP. */
        public static final int LIMIT = 16 << 20;

        public AnswerTooLarge() {
            this(new GroupedNumber(LIMIT));
        }
    }

    /**
     * A question that this server could not answer even if nobody else asked.
     *
     * @param megabytes that it may take
     * @param limit of memory for it, in MB
     */
    record NoMemoryForQuestion(long megabytes, long limit) implements TooLarge {}

    /** A part that is not in the circuit, or two that no edge connects. */
    record NoSuchEdge(String from, String to) implements LabError {}
}
