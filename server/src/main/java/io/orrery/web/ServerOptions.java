package io.orrery.web;

import io.orrery.model.ModelReference;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How a server is started.
 *
 * @param host the address to listen on; {@code 0.0.0.0} for all interfaces
 * @param port 0 for any that is free
 * @param models the models to offer; the room shows the first one
 * @param publicUrl where people reach this server, when that is not an address of this machine
 * @param hosting how rooms are kept, and who may open one
 */
public record ServerOptions(
        String host, int port, List<ModelReference> models, Optional<URI> publicUrl, Hosting hosting) {
    public static final String ALL_INTERFACES = "0.0.0.0";
    public static final int DEFAULT_PORT = 8080;

    /** A server whose rooms are gone when it stops. */
    public ServerOptions(String host, int port, List<ModelReference> models, Optional<URI> publicUrl) {
        this(host, port, models, publicUrl, Hosting.PASSING);
    }

    public ServerOptions {
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a server offers at least one model");
        }
    }
}
