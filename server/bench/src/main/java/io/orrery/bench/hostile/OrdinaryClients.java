package io.orrery.bench.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.bench.RoomSocket;
import io.orrery.bench.fanout.LoadedRoom;
import io.orrery.bench.fanout.PresenterConnection;
import io.orrery.wire.Cursor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sixteen ordinary clients, which ask, train, change, leave and come back. Two of them present rooms of their own. Measures whether
 * what the server needs for them keeps growing.
 *
 * @param operatorKey opens the rooms
 */
record OrdinaryClients(Site site, String operatorKey) {
    private static final int VISITORS = 14;
    private static final int PRESENTERS = 2;
    private static final long PAUSE_MS = 100;
    private static final long STAY_MS = 2000;
    private static final int UPDATES = 3;
    private static final Duration BETWEEN = Duration.ofSeconds(30);
    private static final int MIB = 1 << 20;
    private static final List<String> STEPS = List.of("embed", "blocks.1.attn.pattern", "blocks.2.mlp.out", "logits");
    private static final String EVICTIONS = "orrery_cache_evictions_total{cache=\"traces\"}";

    /** Texts of the sorting model, with as many letters to sort. */
    private static final int LETTERS = 6;

    /** It has as many heads in each. */
    private static final int LAYERS = 3;

    private static final int CHANGED = 20;
    private static final JsonMapper JSON = new JsonMapper();

    /** Something that a client does. */
    private interface Act {
        void happen() throws IOException, InterruptedException;
    }

    /**
     * Lets them in until the time is over; before it begins, others fill the cache of traces, which would grow otherwise.
     *
     * @return {@code answers} by status, how many acts broke off ({@code failed}), and the server's memory at the beginning and every
     *     half minute: what is reachable on its heap after a collection, and what is reserved of its budget
     */
    Map<String, ?> run(Duration time) throws IOException, InterruptedException {
        var full = new AtomicBoolean();
        var others = started(new CountedAnswers(), full, new CountedAnswers(), (client, number) -> client::fill);
        while (site.server().process().isAlive() && site.metric(operatorKey, EVICTIONS) == 0) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        end(others, full);
        var answers = new CountedAnswers();
        var failed = new CountedAnswers();
        var isOver = new AtomicBoolean();
        var memory = new ArrayList<Map<String, ?>>();
        long began = System.nanoTime();
        memory.add(memory(began));
        var threads = started(
                answers, isOver, failed, (client, number) -> number < VISITORS ? client::visit : client::present);
        while (System.nanoTime() - began < time.toNanos()
                && site.server().process().isAlive()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(BETWEEN.toNanos(), time.toNanos()));
            memory.add(memory(began));
        }
        end(threads, isOver);
        var figures = new LinkedHashMap<String, Object>();
        figures.put("clients", threads.size());
        figures.put("answers", answers.figures().get("answers"));
        figures.put("failed", failed.figures().get("answers"));
        figures.put("memory", memory);
        figures.put("alive", site.server().process().isAlive());
        return figures;
    }

    /** What a client does again and again. */
    private interface Habit {
        Act of(Client client, int number);
    }

    private List<Thread> started(CountedAnswers answers, AtomicBoolean isOver, CountedAnswers failed, Habit habit) {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < VISITORS + PRESENTERS; i++) {
            Act act = habit.of(new Client(i, new Random(i), answers), i);
            var thread = new Thread(() -> repeat(act, isOver, failed));
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private static void end(List<Thread> threads, AtomicBoolean isOver) throws InterruptedException {
        isOver.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void repeat(Act act, AtomicBoolean isOver, CountedAnswers failed) {
        try {
            while (!isOver.get()) {
                try {
                    act.happen();
                } catch (IOException e) {
                    failed.count(String.valueOf(e.getMessage()).replaceAll("\"id\":\"[^\"]*\"", "…"));
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, ?> memory(long began) throws IOException, InterruptedException {
        var row = new LinkedHashMap<String, Object>();
        row.put("s", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
        row.put("liveMib", Math.round(site.server().process().liveMib()));
        row.put("reservedMib", Math.round(site.metric(operatorKey, "orrery_memory_used_bytes") / MIB));
        return row;
    }

    private final class Client {
        private final int number;
        private final Random random;
        private final CountedAnswers answers;

        Client(int number, Random random, CountedAnswers answers) {
            this.number = number;
            this.random = random;
            this.answers = answers;
        }

        private <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        /** The answer; of a refusal its problem. */
        private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
            var asked = request.header("X-Forwarded-For", "198.18.0." + (number + 1))
                    .build();
            var answer = site.client().send(asked, HttpResponse.BodyHandlers.ofByteArray());
            answers.count(Integer.toString(answer.statusCode()));
            boolean isJson = answer.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.contains("json"))
                    .isPresent();
            return isJson ? JSON.readTree(answer.body()) : JSON.nullNode();
        }

        private JsonNode get(String path) throws IOException, InterruptedException {
            return send(site.request(path).GET());
        }

        private JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
            return send(site.post(path, body));
        }

        private String model() throws IOException, InterruptedException {
            return get("/api/presets").at("/presets/0/id").textValue();
        }

        /** The id of the trace of a random text, which the model has begun to answer. */
        private String text(String model) throws IOException, InterruptedException {
            var letters = Map.of("model", model, "tokens", tokens(LETTERS));
            String id = post("/api/traces", letters).path("id").asText();
            return post("/api/traces", Map.of("trace", id, "append", tokens(1 + random.nextInt(LETTERS - 1))))
                    .path("id")
                    .asText();
        }

        private int[] tokens(int count) {
            return random.ints(count, 0, 3).toArray();
        }

        void fill() throws IOException, InterruptedException {
            String trace = text(model());
            for (int i = 0; i < CHANGED; i++) {
                changed(trace);
            }
        }

        void visit() throws IOException, InterruptedException {
            String model = model();
            String trace = text(model);
            switch (random.nextInt(4)) {
                case 0 -> ask(trace);
                case 1 -> train(model, trace);
                case 2 -> change(trace);
                default -> comeAndGo();
            }
        }

        private void ask(String trace) throws IOException, InterruptedException {
            get("/api/traces/" + trace + "/steps/" + one(STEPS));
            get("/api/traces/" + trace + "/tensors/logits");
            for (String tool : List.of("attribution", "lens", "saliency?steps=50")) {
                get("/api/traces/" + trace + "/why/" + tool);
            }
        }

        private void change(String trace) throws IOException, InterruptedException {
            get("/api/traces/" + changed(trace) + "/steps/" + one(STEPS));
        }

        /** The id of the trace of a text with a head that is changed in a random way. */
        private String changed(String trace) throws IOException, InterruptedException {
            String what = "blocks." + random.nextInt(LAYERS) + ".attn.hook_z[" + random.nextInt(LAYERS) + "]=scale:"
                    + random.nextFloat();
            return post("/api/traces", Map.of("trace", trace, "changes", List.of(what)))
                    .path("id")
                    .asText();
        }

        private void train(String model, String trace) throws IOException, InterruptedException {
            JsonNode progress =
                    post("/api/training", Map.of("do", "begin", "model", model, "seed", random.nextInt(1000)));
            for (int i = 0; i < UPDATES && progress.has("training"); i++) {
                shows(progress, trace);
                progress = post(
                        "/api/training",
                        Map.of(
                                "do",
                                "run",
                                "training",
                                progress.get("training").textValue(),
                                "after",
                                progress.get("update").intValue(),
                                "perSecond",
                                0));
            }
            if (progress.has("training")) {
                JsonNode looked = post(
                        "/api/training",
                        Map.of(
                                "do",
                                "look",
                                "training",
                                progress.get("training").textValue()));
                if (looked.has("look")) {
                    get("/api/training/updates/" + looked.at("/look/model").textValue() + "/gradients");
                    shows(looked, trace);
                }
            }
        }

        private void shows(JsonNode progress, String trace) throws IOException, InterruptedException {
            String weights = progress.path("model").asText();
            post("/api/traces", Map.of("trace", trace, "with", weights));
            get("/api/models/" + weights + "/graph");
            get("/api/models/" + weights + "/weights");
        }

        /** Attends the server's own room for a while, and comes back to it as the same person. */
        private void comeAndGo() throws IOException, InterruptedException {
            String me = attend("");
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            attend(me);
        }

        private String attend(String me) throws IOException, InterruptedException {
            var page = new Welcomed();
            try (var socket = RoomSocket.to(site.room().socket(), site.client(), page)) {
                socket.say(Map.of("type", "hello", "v", 1, "view", "attendee", "me", me, "name", "Visitor " + number));
                TimeUnit.MILLISECONDS.sleep(random.nextLong(STAY_MS));
                return page.me;
            }
        }

        /** Opens a room, presents in it, leaves it, comes back to it, and closes it. */
        void present() throws IOException, InterruptedException {
            var links = send(asOperator(site.post("/api/rooms", Map.of())));
            var room = LoadedRoom.of(URI.create(links.path("presenter").asText()));
            try {
                for (int visit = 0; visit < 2; visit++) {
                    try (var presenter = new PresenterConnection(site.client(), room)) {
                        new Talk(presenter, presenter.hello(room.key())).give();
                    }
                }
            } finally {
                send(asOperator(site.request("/api/rooms/" + room.code()).DELETE()));
            }
        }

        private HttpRequest.Builder asOperator(HttpRequest.Builder request) {
            return request.header("Authorization", "Bearer " + operatorKey);
        }

        /** What a presenter does in a room. */
        private final class Talk {
            private final PresenterConnection presenter;
            private JsonNode last;

            Talk(PresenterConnection presenter, JsonNode welcome) {
                this.presenter = presenter;
                this.last = welcome;
            }

            private void order(String what, Map<String, ?> fields) throws IOException, InterruptedException {
                last = presenter.order(last.get("seq").longValue(), what, new LinkedHashMap<>(fields));
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }

            private void walk() throws IOException, InterruptedException {
                for (String step : STEPS) {
                    String trace = last.at("/state/cursor/trace").textValue();
                    order("go", Map.of("cursor", new Cursor(trace, step)));
                }
            }

            void give() throws IOException, InterruptedException {
                order("prompt", Map.of("trace", text(model())));
                walk();
                order("train", Map.of("seed", random.nextInt(1000)));
                walk();
                order("train-pause", Map.of());
                order("train-step", Map.of());
                order("train-look", Map.of("phase", "gradients"));
                order("train-stop", Map.of());
                walk();
                order("undo", Map.of());
                order("undo", Map.of());
                String trace = last.at("/state/trace/id").textValue();
                order("change", Map.of("trace", trace, "changes", List.of("blocks.1.hook_mlp_out=zero")));
                walk();
            }
        }
    }

    /** The page of an attendee, who is recognised by a secret. */
    private static final class Welcomed implements RoomSocket.Page {
        private volatile String me = "";

        @Override
        public void text(String message) throws IOException {
            JsonNode said = JSON.readTree(message);
            me = said.path("type").asText().equals("welcome") ? said.path("me").asText() : me;
        }

        @Override
        public void frame(byte[] frame) {}

        @Override
        public void failed(Throwable failure) {}
    }
}
