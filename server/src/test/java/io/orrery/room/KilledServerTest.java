package io.orrery.room;

import static io.orrery.room.RoomFixture.go;
import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.room.ballot.Ballots;
import io.orrery.room.log.Log;
import io.orrery.room.storage.SavedRoom;
import io.orrery.room.storage.Storage;
import io.orrery.store.DataFolder;
import io.orrery.store.LogLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server alone is killed between any two things that a command stores. Its storage just makes a transaction, as it may at any moment. */
class KilledServerTest {
    @TempDir
    private Path temporary;

    /** The rooms that a killed server would leave, after each thing that the command that is given stores. */
    private final List<List<SavedRoom>> left = new ArrayList<>();

    private DataFolder folder;

    @Test
    void nextServerKnowsAllThatACommandDecidedOrNothing() throws IOException {
        try (var opened = DataFolder.open(temporary.resolve("data"), new LogLimits(100 * 365, 1024))) {
            folder = opened;
            var server = new RoomsFixture(killedAfterEach(folder.storage()), Rooms.DEFAULT_ANSWERS_DAYS);
            Rooms.Opening room = server.open();
            HandSocket presenter = server.presenter(room);
            HandSocket ada = server.join(room, "attendee", "");
            HandSocket max = server.join(room, "attendee", "");
            String maxId = max.last("welcome").get("id").textValue();

            assertWhole(server, presenter, go("t3", "embed"), 1);
            assertWhole(server, ada, "'do':'qa-ask','text':'A zebra question?','name':'Xaver'", 2);
            assertWhole(server, max, "'do':'qa-vote','numbers':[1]", 2);
            assertWhole(server, ada, "'do':'too-fast'", 2);
            assertWhole(server, presenter, PredictionRoom.FREE, 1);
            assertWhole(server, max, PredictionRoom.guess(1, 1), 2);
            assertWhole(server, presenter, PredictionRoom.to("end", 1), 2);
            assertWhole(server, presenter, "'do':'kick','person':'" + maxId + "'", 2);
        }
    }

    /** @param things the least number of things that the command stores */
    private void assertWhole(RoomsFixture server, HandSocket by, String command, int things) throws IOException {
        List<SavedRoom> before = asLeft();
        left.clear();
        by.flush();
        server.command(by, by.latest().get("seq").longValue(), command);
        assertThat(by.heard("refused")).as(command).isEmpty();
        List<List<SavedRoom>> meanwhile = List.copyOf(left);
        List<SavedRoom> after = asLeft();

        assertThat(after).as(command).isNotEqualTo(before);
        assertThat(meanwhile).as(command).hasSizeGreaterThanOrEqualTo(things);
        assertThat(meanwhile).as(command).allSatisfy(rooms -> assertThat(rooms).isIn(before, after));
    }

    /** This storage, which writes what is queued after each thing that it is told to store, and of which a copy is kept then. */
    private Storage killedAfterEach(Storage storage) {
        return (Storage) watched(storage, Storage.class, Set.of("person", "forget"));
    }

    private Object watched(Object one, Class<?> type, Set<String> storing) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Object result = method.invoke(one, args);
            if (storing.contains(method.getName())) {
                left.add(CompletableFuture.supplyAsync(this::asLeft).join());
            }
            return switch (method.getName()) {
                case "answers" -> watched(result, Ballots.Store.class, Set.of("keep", "withdraw", "end"));
                case "log" -> watched(result, Log.class, Set.of("append"));
                default -> result;
            };
        });
    }

    /** What a server finds in copies of the files. */
    private List<SavedRoom> asLeft() {
        // Reading writes what is queued.
        folder.storage().rooms();
        Path copy = temporary.resolve("copy-" + System.nanoTime());
        try (var files = Files.list(temporary.resolve("data"))) {
            Files.createDirectory(copy);
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var opened = DataFolder.open(copy, new LogLimits(100 * 365, 1024))) {
            return opened.storage().rooms();
        }
    }
}
