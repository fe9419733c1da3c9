package io.orrery.room.activity;

import java.util.Set;

/**
 * An activity whose part of the state goes into recordings. One that does not say how is left out of them, unless the presenter records people, too.
 */
public interface InRecordings<S extends Record> extends Activity<S> {
    /** The part, as the audience sees it, without names of people, and without what they have written. */
    S withoutPeople(S seen);

    /**
     * The part, as the audience sees it, without what single people have given.
     *
     * @param seen the part with the counts of all others
     * @param hidden the ids of those people
     */
    default S without(S seen, Set<String> hidden) {
        return withoutPeople(seen);
    }

    /** An activity in whose part nothing is of single people but what counts have of them. */
    interface OfCounts<S extends Record> extends InRecordings<S> {
        @Override
        default S without(S seen, Set<String> hidden) {
            return seen;
        }
    }

    /** An activity in whose part nothing is of a person of the audience. */
    interface OfNobody<S extends Record> extends InRecordings<S> {
        @Override
        default S withoutPeople(S seen) {
            return seen;
        }
    }
}
