package io.orrery.web;

import io.orrery.error.OrreryException;
import io.orrery.error.ServerError;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;

/** Checks whether the server can listen at an address. */
final class ListenCheck {
    /** On most systems only the administrator may use lower ports. */
    private static final int FIRST_FREE_PORT = 1024;

    private ListenCheck() {}

    /**
     * Tries to listen. Javalin itself reports every failure as a port in use.
     *
     * @throws OrreryException with a {@link ServerError.CannotListen} that says why listening is not possible
     */
    static void check(String host, int port) {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new OrreryException(new ServerError.UnknownHost(host));
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (BindException e) {
            throw new OrreryException(because(e, host, port), e);
        } catch (IOException e) {
            throw new OrreryException(new ServerError.ListeningFailed(host, port, String.valueOf(e.getMessage())), e);
        }
    }

    private static ServerError.CannotListen because(BindException problem, String host, int port) {
        String reason = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("assign")) {
            return new ServerError.NotOurAddress(host);
        }
        if (reason.contains("permi") && port < FIRST_FREE_PORT) {
            return new ServerError.PortNotPermitted(port, FIRST_FREE_PORT);
        }
        return new ServerError.PortInUse(port);
    }
}
