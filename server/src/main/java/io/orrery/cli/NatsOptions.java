package io.orrery.cli;

import io.orrery.cluster.ClusterOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a server reaches NATS, over which several servers share their rooms. */
final class NatsOptions {
    @Option(
            names = "--nats",
            paramLabel = "URLS",
            description =
                    "Shares the rooms with all servers that have this option: the addresses of the servers of NATS,"
                            + " separated by commas, such as nats://a,nats://b,nats://c. By default this server is alone.")
    private String servers;

    @Option(
            names = "--nats-credentials",
            paramLabel = "FILE",
            description = "A file with the credentials of a user of NATS.")
    private Path credentials;

    @Option(
            names = "--nats-tls",
            paramLabel = "FILE",
            description =
                    "A PEM file with the certificates that are trusted of the servers of NATS. By default those that"
                            + " Java trusts, for addresses that begin with tls://.")
    private Path certificates;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            defaultValue = ClusterOptions.DEFAULT_NAME,
            description =
                    "The name of the servers that belong together, where several such use the same servers of NATS."
                            + " By default ${DEFAULT-VALUE}.")
    private String name;

    /** Empty for a server alone. */
    Optional<ClusterOptions> options() {
        return Optional.ofNullable(servers)
                .map(urls -> new ClusterOptions(
                        urls, Optional.ofNullable(credentials), Optional.ofNullable(certificates), name));
    }
}
