package io.orrery.web;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;

/** The server cannot listen at its address. The message is for the person who starts it. */
public final class CannotListenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Ports below belong to the system's administrator on most systems. */
    private static final int FIRST_FREE_PORT = 1024;

    private CannotListenException(String message) {
        super(message);
    }

    /** Another program took the port a moment ago. */
    static CannotListenException portInUse(int port) {
        return new CannotListenException(
                "Port " + port + " is in use by another program; choose another one with --port.");
    }

    /**
     * Tries an address: the web server itself would log whatever is wrong with it, and call all of it a port in use.
     *
     * @throws CannotListenException when nobody can listen there
     */
    static void check(String host, int port) {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new CannotListenException(
                    "The address " + host + " is not known; choose one of this machine with --host.");
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (BindException e) {
            throw because(e, host, port);
        } catch (IOException e) {
            throw new CannotListenException(
                    "Listening on " + host + ", port " + port + ", failed: " + e.getMessage() + ".");
        }
    }

    private static CannotListenException because(BindException problem, String host, int port) {
        String reason = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("assign")) {
            return new CannotListenException(
                    "This machine has no address " + host + "; choose one that it has with --host.");
        }
        if (reason.contains("permi") && port < FIRST_FREE_PORT) {
            return new CannotListenException("Port " + port + " is not permitted to this user; choose one from "
                    + FIRST_FREE_PORT + " with --port.");
        }
        return portInUse(port);
    }
}
