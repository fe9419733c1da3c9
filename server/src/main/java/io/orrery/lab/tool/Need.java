package io.orrery.lab.tool;

/**
 * The memory that an answer needs besides the run that it is about, in bytes. Both are upper bounds that are known before
 * anything is computed.
 *
 * @param computing what is held at one time while it is measured and written
 * @param answer its JSON
 */
public record Need(long computing, long answer) {
    Need plus(Need other) {
        return new Need(computing + other.computing, answer + other.answer);
    }
}
