package io.orrery.bench.hostile;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Connections to the room that send empty WebSocket pings as fast as they can. */
record PingFlood() implements Attack {
    private static final int CONNECTIONS = 10;

    /** Pings in one write. */
    private static final int AT_ONCE = 1000;

    /** A final ping without payload, masked with zeros. */
    private static final byte[] PING = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};

    @Override
    public String name() {
        return "pingFlood";
    }

    @Override
    public Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException {
        double cpu = site.server().process().cpuSeconds();
        long end = System.nanoTime() + time.toNanos();
        byte[] pings = new byte[AT_ONCE * PING.length];
        for (int i = 0; i < pings.length; i++) {
            pings[i] = PING[i % PING.length];
        }
        List<Socket> open = new ArrayList<>();
        int cut = 0;
        long sent = 0;
        try {
            while (System.nanoTime() < end) {
                while (open.size() < CONNECTIONS) {
                    open.add(upgraded(site));
                }
                for (Socket socket : List.copyOf(open)) {
                    if (isWritten(socket, pings)) {
                        sent += AT_ONCE;
                    } else {
                        open.remove(socket);
                        socket.close();
                        cut++;
                    }
                }
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        return Map.of(
                "sent",
                sent,
                "cutConnections",
                cut,
                "serverCpuSeconds",
                site.server().process().cpuSeconds() - cpu);
    }

    private static boolean isWritten(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Socket upgraded(Site site) throws IOException {
        Socket socket = site.connection();
        var room = site.room().socket();
        socket.getOutputStream()
                .write(("GET " + room.getPath() + " HTTP/1.1\r\nHost: " + room.getAuthority()
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                                + "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
