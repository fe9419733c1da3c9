package io.orrery.web;

/** Another program listens on the port. The message is for the person who starts the server. */
public final class PortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PortInUseException(int port) {
        super("Port " + port + " is in use by another program; choose another one with --port.");
    }
}
