package io.orrery.tools;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Ports of this machine for programs that must be told where to listen. */
public final class Ports {
    private static final Random RANDOM = new Random();
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    /** A port below those that systems give to connections, so that nobody takes it between this check and its use. */
    public static synchronized int free() {
        while (true) {
            int port = 20_000 + RANDOM.nextInt(12_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return port;
                }
            } catch (IOException e) {
                // It is taken.
            }
        }
    }
}
