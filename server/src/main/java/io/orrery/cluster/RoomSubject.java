package io.orrery.cluster;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PurgeOptions;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.MessageInfo;
import io.orrery.room.access.RoomCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages of a room in the log's stream, as anybody may read them. Only the room's owner adds to them, see {@link RoomStream}. */
final class RoomSubject {
    private static final Logger LOG = LoggerFactory.getLogger(RoomSubject.class);

    /** "no message found". */
    private static final int NO_MESSAGE = 10_037;

    /** A read that hears nothing for this long begins anew. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final int TRIES = 5;

    private final Nats nats;
    private final String stream;
    private final String name;

    /** @param stream the log of all rooms */
    RoomSubject(Nats nats, String stream, RoomCode code) {
        this.nats = nats;
        this.stream = stream;
        this.name = nats.subject("rooms", code.text());
    }

    /** As NATS knows the subject. */
    String name() {
        return name;
    }

    /** The log of all rooms. */
    String stream() {
        return stream;
    }

    /**
     * The last message, which may be somebody else's that cannot be read, and the last one that can be.
     *
     * @param seq of the last message; 0 if there is none
     * @param newest the last that can be read; empty if there is none
     */
    record Tail(long seq, Optional<RoomContents.Message> newest) {
        /** The version that wrote the room last; 0 if nothing is written. */
        int form() {
            return newest.map(RoomContents.Message::v).orElse(0);
        }

        long epoch() {
            return newest.map(RoomContents.Message::epoch).orElse(0L);
        }

        String node() {
            return newest.map(RoomContents.Message::node).orElse("");
        }

        boolean isOf(long epoch, long n) {
            return newest.filter(it -> it.epoch() == epoch && it.n() == n).isPresent();
        }
    }

    Tail newest() throws IOException, JetStreamApiException {
        Optional<MessageInfo> tail = tail();
        if (tail.isEmpty()) {
            return new Tail(0, Optional.empty());
        }
        long seq = tail.get().getSeq();
        try {
            return new Tail(
                    seq, Optional.of(RoomContents.Message.read(tail.get().getData())));
        } catch (IOException e) {
            LOG.debug("The last message of {} cannot be read; those before it tell", name, e);
            return new Tail(seq, read(seq, false).newest());
        }
    }

    /** The last message, as the leader knows it. */
    private Optional<MessageInfo> tail() throws IOException, JetStreamApiException {
        try {
            return Optional.of(nats.management().getLastMessage(stream, name));
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_MESSAGE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Reads all messages that are there. @param isWhole as in {@link RoomContents} */
    RoomContents read(boolean isWhole) throws IOException, JetStreamApiException {
        Optional<MessageInfo> tail = tail();
        return tail.isEmpty() ? new RoomContents(isWhole) : read(tail.get().getSeq(), isWhole);
    }

    /**
     * Reads the messages up to one of them.
     *
     * @param upTo its sequence number
     * @param isWhole as in {@link RoomContents}
     */
    RoomContents read(long upTo, boolean isWhole) throws IOException, JetStreamApiException {
        for (int tries = 1; ; tries++) {
            var contents = new RoomContents(isWhole);
            var options =
                    PushSubscribeOptions.builder().stream(stream).ordered(true).build();
            var subscription = nats.streams().subscribe(name, options);
            try {
                long read = 0;
                while (read < upTo) {
                    Message message = subscription.nextMessage(SILENCE);
                    if (message == null) {
                        break;
                    }
                    read = message.metaData().streamSequence();
                    if (read <= upTo) {
                        add(contents, message);
                    }
                }
                if (read >= upTo) {
                    return contents;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            } finally {
                subscription.unsubscribe();
            }
            if (tries == TRIES) {
                throw new IOException("the messages of a room do not come");
            }
        }
    }

    /** A message that cannot be read is left out: the checksums of the rows tell that something is missing. */
    private void add(RoomContents contents, Message message) {
        try {
            contents.add(
                    RoomContents.Message.read(message.getData()),
                    message.metaData().timestamp().toInstant().toEpochMilli());
        } catch (IOException | RuntimeException e) {
            nats.unreadable(message.getSubject(), e);
        }
    }

    /** Deletes what is before the messages that replace all before them. */
    void deleteReplaced() throws IOException, JetStreamApiException {
        purge(PurgeOptions.builder().subject(name).sequence(firstOfReplacing()).build());
    }

    void deleteAll() throws IOException, JetStreamApiException {
        purge(PurgeOptions.subject(name));
    }

    private void purge(PurgeOptions which) throws IOException, JetStreamApiException {
        nats.management().purgeStream(stream, which);
    }

    /** The sequence number of the first message of the last replacement. */
    private long firstOfReplacing() throws IOException, JetStreamApiException {
        long from = 0;
        MessageInfo next = nats.management().getFirstMessage(stream, name);
        while (true) {
            if (RoomContents.Message.read(next.getData()).part() == 1) {
                from = next.getSeq();
            }
            try {
                next = nats.management().getNextMessage(stream, next.getSeq() + 1, name);
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == NO_MESSAGE) {
                    return from;
                }
                throw e;
            }
        }
    }
}
