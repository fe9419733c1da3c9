package io.orrery.web.remote;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.AccessError;
import io.orrery.error.ClusterError;
import io.orrery.error.DomainError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.error.RoomError;
import io.orrery.error.ServerError;
import io.orrery.room.access.RoomCode;
import io.orrery.room.delivery.Connection;
import io.orrery.room.front.ClientSession;
import io.orrery.room.time.RateLimit;
import io.orrery.wire.CloseCode;
import io.orrery.wire.Json;
import io.orrery.wire.RefusalReason;
import io.orrery.wire.ServerMessage.Refused;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * What gives the commands of all requests with one key to a room: a connection like that of a page, without a page. It is there while requests come, so that each
 * of them is one message to the room's owner, on whichever server that is, and a command whose answer was lost is known by its id.
 */
final class RemoteSession implements Connection {
    /** As many commands as hands can give; a page may send twice as many messages. */
    static final double COMMANDS_PER_SECOND = 20;

    static final long COMMANDS_AT_ONCE = 60;

    /** The room is left after so long without a request, ms. */
    private static final double IDLE_MS = 60_000;

    /** After this long without an answer a client is told to ask again, ms. The command goes on. */
    private static final long ANSWER_MS = 30_000;

    private static final long AGAIN_MS = 200;

    /** The answers that are known by their ids; the owner remembers as many. */
    private static final int REMEMBERED = 256;

    private final RoomCode code;
    private final Function<Connection, Optional<ClientSession>> room;
    private final String hello;
    private final String network;
    private final Executor thread;
    private final DoubleSupplier now;
    private final Consumer<RemoteSession> whenGone;
    private final RateLimit commands;

    // The fields below are guarded by this object's lock.
    private Optional<ClientSession> session = Optional.empty();
    /** Whether a connection is being made, is there, or will be made again. */
    private boolean isWanted;

    private boolean isJoined;
    private boolean isGone;
    private double usedAt;
    private String epoch = "";
    private long seq;
    private ObjectNode state = JsonNodeFactory.instance.objectNode();
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final List<CompletableFuture<String>> asking = new ArrayList<>();
    private final Map<String, Long> done = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** How a command was answered. */
    sealed interface Answer {
        /**
         * @param id the command's
         * @param seq the number of the change that it made, or of the last one if it made none
         */
        record Done(String id, long seq) implements Answer {}

        record No(Refused refused) implements Answer {}
    }

    /** @param state what the room shows, JSON */
    record Shown(String epoch, long seq, @JsonRawValue String state) {}

    private record Waiting(Optional<Long> at, ObjectNode fields, CompletableFuture<Answer> answer) {}

    /**
     * @param room connects to the room; empty if there is none that can be entered, which the connection is told
     * @param hello the first message, JSON
     * @param network that of the first request
     * @param thread runs its tasks one at a time, in order
     * @param now a clock in ms
     * @param whenGone is told when nothing can be asked of this any more
     */
    RemoteSession(
            RoomCode code,
            Function<Connection, Optional<ClientSession>> room,
            String hello,
            String network,
            Executor thread,
            DoubleSupplier now,
            Consumer<RemoteSession> whenGone) {
        this.code = code;
        this.room = room;
        this.hello = hello;
        this.network = network;
        this.thread = thread;
        this.now = now;
        this.whenGone = whenGone;
        this.commands = new RateLimit(COMMANDS_PER_SECOND, COMMANDS_AT_ONCE, now);
        later(IDLE_MS, this::leaveIfIdle);
    }

    /** Whether one more request may be made now. */
    boolean maySpeak() {
        return commands.take();
    }

    /**
     * Gives a command to the room. One of the same id that was given before is not given again.
     *
     * @param at the number of the change that the sender has seen; empty for the newest
     * @param fields those of the command
     */
    CompletableFuture<Answer> command(String id, Optional<Long> at, ObjectNode fields) {
        CompletableFuture<Answer> answer;
        boolean isNew;
        synchronized (this) {
            usedAt = now.getAsDouble();
            if (isGone) {
                return CompletableFuture.failedFuture(new OrreryException(new RoomError.NoAnswerYet(1)));
            }
            if (done.containsKey(id)) {
                return CompletableFuture.completedFuture(new Answer.Done(id, done.get(id)));
            }
            isNew = !waiting.containsKey(id);
            var given = waiting.computeIfAbsent(id, any -> new Waiting(at, fields, new CompletableFuture<>()));
            answer = given.answer();
            if (isNew && isJoined) {
                give(id, given);
            }
        }
        if (isNew) {
            var unused = answer.orTimeout(ANSWER_MS, TimeUnit.MILLISECONDS).whenComplete((any, failure) -> forget(id));
            connect();
        }
        return answer.handle(RemoteSession::orNotYet);
    }

    /** The room's state as JSON, with the number of the last change. */
    CompletableFuture<String> state() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        synchronized (this) {
            usedAt = now.getAsDouble();
            if (isGone) {
                return CompletableFuture.failedFuture(new OrreryException(new RoomError.NoAnswerYet(1)));
            }
            if (isJoined) {
                return CompletableFuture.completedFuture(shown());
            }
            asking.add(answer);
        }
        answer.orTimeout(ANSWER_MS, TimeUnit.MILLISECONDS);
        connect();
        return answer.handle(RemoteSession::orNotYet);
    }

    private static <T> T orNotYet(T answer, Throwable failure) {
        if (failure == null) {
            return answer;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            throw new OrreryException(new RoomError.NoAnswerYet(1));
        }
        throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private synchronized void forget(String id) {
        waiting.remove(id);
    }

    private void connect() {
        synchronized (this) {
            if (isWanted) {
                return;
            }
            isWanted = true;
        }
        Optional<ClientSession> made = room.apply(this);
        boolean isLate;
        synchronized (this) {
            isLate = made.isPresent() && !isWanted;
            session = made.filter(any -> isWanted);
        }
        made.ifPresent(any -> {
            if (isLate) {
                any.closed();
            } else {
                any.received(hello);
            }
        });
    }

    /** Called with the lock. */
    private void give(String id, Waiting given) {
        ObjectNode message = given.fields().deepCopy();
        message.put("type", "command").put("id", id).put("at", given.at().orElse(seq));
        session.ifPresent(to -> to.received(message.toString()));
    }

    /** Called with the lock. */
    private String shown() {
        return Json.write(new Shown(epoch, seq, state.toString()));
    }

    private void hear(String text) {
        JsonNode message = Json.own(text);
        switch (message.path("type").asText()) {
            case "welcome" -> welcome(message);
            case "state" -> show(message);
            case "counts" -> count(message);
            case "refused" -> refuse(message);
            default -> {
                // Nobody is shown who is there, or where the driver points.
            }
        }
    }

    private synchronized void take(JsonNode message) {
        seq = message.path("seq").asLong();
        state = (ObjectNode) message.path("state");
    }

    private void welcome(JsonNode message) {
        List<CompletableFuture<String>> asked;
        String shown;
        synchronized (this) {
            epoch = message.path("epoch").asText();
            take(message);
            isJoined = true;
            waiting.forEach(this::give);
            asked = List.copyOf(asking);
            asking.clear();
            shown = shown();
        }
        asked.forEach(each -> each.complete(shown));
    }

    private void show(JsonNode message) {
        String id = message.path("by").asText();
        Optional<Waiting> answered;
        synchronized (this) {
            take(message);
            answered = Optional.ofNullable(waiting.remove(id));
            answered.ifPresent(any -> done.put(id, seq));
        }
        answered.ifPresent(any ->
                any.answer().complete(new Answer.Done(id, message.path("seq").asLong())));
    }

    private synchronized void count(JsonNode message) {
        message.path("state").fields().forEachRemaining(part -> {
            if (part.getValue().isNull()) {
                state.remove(part.getKey());
            } else {
                state.set(part.getKey(), part.getValue());
            }
        });
    }

    private void refuse(JsonNode message) {
        Optional<Waiting> answered;
        synchronized (this) {
            answered = Optional.ofNullable(waiting.remove(message.path("id").asText()));
        }
        var params = new LinkedHashMap<String, Object>();
        message.path("params").fields().forEachRemaining(each -> params.put(each.getKey(), each.getValue()));
        var refused = new Refused(
                message.path("id").asText(),
                RefusalReason.of(message.path("reason").asText()),
                message.path("code").asText(),
                params,
                message.path("detail").asText());
        answered.ifPresent(any -> any.answer().complete(new Answer.No(refused)));
    }

    @Override
    public String network() {
        return network;
    }

    /** Nothing is written: each message is heard at once, in another thread, so that none replaces another that answers a command. */
    @Override
    public void whenWriting(Runnable write) {
        write.run();
    }

    @Override
    public void send(String message, Runnable sent) {
        thread.execute(() -> hear(message));
        sent.run();
    }

    @Override
    public void send(ByteBuffer message, Runnable sent) {
        sent.run();
    }

    @Override
    public void close(CloseCode why) {
        thread.execute(() -> closed(why));
    }

    private void closed(CloseCode why) {
        Map<String, Waiting> unanswered;
        List<CompletableFuture<String>> asked;
        synchronized (this) {
            session = Optional.empty();
            isJoined = false;
            isWanted = false;
            boolean isAgain = why == CloseCode.RESTART || why == CloseCode.REPLACED || why == CloseCode.TOO_SLOW;
            if (isAgain && (!waiting.isEmpty() || !asking.isEmpty())) {
                later(AGAIN_MS, this::connect);
                return;
            }
            if (isAgain) {
                return;
            }
            isGone = true;
            unanswered = Map.copyOf(waiting);
            asked = List.copyOf(asking);
            waiting.clear();
            asking.clear();
        }
        whenGone.accept(this);
        var refusal = new OrreryException(error(why, code));
        unanswered.values().forEach(each -> each.answer().completeExceptionally(refusal));
        asked.forEach(each -> each.completeExceptionally(refusal));
    }

    /** Why nothing can be asked, as an answer over HTTP says it. */
    static DomainError error(CloseCode why, RoomCode code) {
        return switch (why) {
            case RESTART -> new ServerError.Starting(1);
            case NO_SUCH_ROOM -> new RequestError.UnknownRoom(code.text());
            case CLOSED -> new RoomError.ClosedUntilOpened();
            case OLDER_OWNER -> new ClusterError.OlderOwner();
            case TOO_FAST -> new AccessError.TooManyCommands(1);
            default -> new AccessError.NotRemote();
        };
    }

    private void leaveIfIdle() {
        Optional<ClientSession> left;
        synchronized (this) {
            if (isGone) {
                return;
            }
            if (!waiting.isEmpty() || !asking.isEmpty() || now.getAsDouble() - usedAt < IDLE_MS) {
                later(IDLE_MS, this::leaveIfIdle);
                return;
            }
            isGone = true;
            left = session;
            session = Optional.empty();
        }
        whenGone.accept(this);
        left.ifPresent(ClientSession::closed);
    }

    private void later(double ms, Runnable task) {
        CompletableFuture.delayedExecutor((long) ms, TimeUnit.MILLISECONDS, thread)
                .execute(task);
    }
}
