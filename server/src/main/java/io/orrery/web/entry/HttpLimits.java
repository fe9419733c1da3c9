package io.orrery.web.entry;

import java.time.Duration;

/** The limits of HTTP; {@code docs/deploying.md} lists them for operators. */
public final class HttpLimits {
    /** Open connections in all. Further ones wait in the kernel until one is closed. Each takes about 16 KiB. */
    public static final int CONNECTIONS = 10_000;

    /**
     * Open connections from one address; further ones are closed at once. A hall of 500 people behind one address has one
     * WebSocket each, and up to six connections for each page that is loading.
     */
    public static final int CONNECTIONS_OF_AN_ADDRESS = 4000;

    /** Open requests of one address; further ones are refused. Browsers send at most six at once per page. */
    public static final int REQUESTS_OF_AN_ADDRESS = 2000;

    /**
     * Bodies of one address that are being read. Above that, the oldest is given up: almost all bodies arrive with their
     * headers, so what is old is slow, and a slow client never keeps out its neighbours behind the same address.
     */
    public static final int BODIES_OF_AN_ADDRESS = 256;

    /** Bodies that are being read in all, for 32 MiB at most. Above that, the oldest is given up. */
    public static final int BODIES = 512;

    /** As {@link #BODIES_OF_AN_ADDRESS}, of the files of recordings, which are larger. */
    public static final int FILES_OF_AN_ADDRESS = 8;

    /** As {@link #BODIES}, of the files of recordings, for 32 MiB at most. */
    public static final int FILES = 32;

    /** The time for a whole body. */
    public static final Duration BODY = Duration.ofSeconds(10);

    /** A body must arrive at this rate on average, in bytes per second, once it has had {@link #BODY_GRACE}. */
    public static final int LEAST_BODY_RATE = 256;

    public static final Duration BODY_GRACE = Duration.ofSeconds(3);

    /**
     * A body that is too large is read up to this many bytes, and thrown away, before it is refused: a client that is still
     * writing would not see the answer.
     */
    public static final int LARGEST_DISCARDED = 4 << 20;

    /** The connection is closed if the client takes nothing of an answer for this long. */
    public static final Duration STALLED_ANSWER = Duration.ofSeconds(10);

    /**
     * The time for a whole answer, whose numbers stay in memory until it is sent. On a line of 20 Mbit/s, 150 people load the
     * scene in half of it.
     */
    public static final Duration ANSWER = Duration.ofMinutes(2);

    /** The part of an answer that is given to the kernel at once, in bytes. */
    static final int PART = 16 * 1024;

    private HttpLimits() {}
}
