package io.orrery.cluster;

import io.orrery.error.ClusterError;
import io.orrery.error.OrreryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a server reaches NATS.
 *
 * @param servers the addresses of one or more servers of NATS, separated by commas
 * @param credentials a file with a user's JWT and seed; without one, NATS lets anybody in
 * @param certificates a PEM file with the certificates that are trusted; without one, those of the system are
 * @param name tells the clusters apart that use the same servers of NATS
 */
public record ClusterOptions(String servers, Optional<Path> credentials, Optional<Path> certificates, String name) {
    public static final String DEFAULT_NAME = "orrery";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");

    public ClusterOptions {
        if (!NAME.matcher(name).matches()) {
            throw new OrreryException(new ClusterError.NotAClusterName(name));
        }
    }

    /** Servers that let anybody in. */
    public ClusterOptions(String servers) {
        this(servers, Optional.empty(), Optional.empty(), DEFAULT_NAME);
    }
}
