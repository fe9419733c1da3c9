package io.orrery.bench.hostile;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Many requests for the largest answers, which nobody reads. */
record UnreadAnswers() implements Attack {
    private static final int REQUESTS = 280;
    private static final int RECEIVE_BUFFER = 4096;
    private static final int LARGEST_ANSWER = 16 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String name() {
        return "unreadAnswers";
    }

    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        String path = largestAnswer(site);
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < REQUESTS; i++) {
                var socket = new Socket();
                socket.setReceiveBufferSize(RECEIVE_BUFFER);
                socket.connect(new InetSocketAddress(
                        site.room().socket().getHost(), site.room().socket().getPort()));
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: "
                                        + site.room().socket().getAuthority() + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                open.add(socket);
            }
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        return Map.of(
                "requests",
                REQUESTS,
                "serverMib",
                Math.round(site.server().process().rssMib()));
    }

    /** Address of as many rows of the table of tokens as one answer may hold. */
    private static String largestAnswer(Site site) throws IOException, InterruptedException {
        String weights = "/api/models/" + site.model().get("model").textValue();
        var sizes = JSON.readTree(site.get(weights + "/graph").body()).get("sizes");
        int width = sizes.get("d_model").intValue();
        int rows = Math.min(sizes.get("d_vocab").intValue(), LARGEST_ANSWER / Float.BYTES / width);
        return weights + "/weights/embed.W_E?rows=0:" + rows;
    }
}
