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
 */
public record ServerOptions(String host, int port, List<ModelReference> models, Optional<URI> publicUrl) {
    public static final String ALL_INTERFACES = "0.0.0.0";
    public static final int DEFAULT_PORT = 8080;

    public ServerOptions {
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a server offers at least one model");
        }
    }
}
