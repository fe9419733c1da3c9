package io.orrery.web;

import io.orrery.cluster.ClusterOptions;
import io.orrery.model.ModelReference;
import io.orrery.model.PromptsFile;
import io.orrery.tour.file.PollsFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Options of a server.
 *
 * @param host the address to listen on; {@code 0.0.0.0} for all interfaces
 * @param port the port to listen on; 0 for any free port
 * @param models the models to offer; the server's own room begins with the first
 * @param publicUrl the server's public address, if it is not an address of this machine
 * @param hosting where rooms are saved, and who may open one
 * @param prompts ready prompts for the presenters of all rooms, besides those of the models
 * @param training whether presenters may train a model on this server
 * @param tours a folder with tours besides the shipped ones
 * @param polls ready polls for the presenters of all rooms
 * @param cluster how this server reaches those with which it shares its rooms; empty for a server alone
 */
public record ServerOptions(
        String host,
        int port,
        List<ModelReference> models,
        Optional<URI> publicUrl,
        Hosting hosting,
        Optional<PromptsFile> prompts,
        boolean training,
        Optional<Path> tours,
        List<PollsFile.Prepared> polls,
        Optional<ClusterOptions> cluster) {
    public static final String ALL_INTERFACES = "0.0.0.0";
    public static final int DEFAULT_PORT = 8080;

    /** Options of a server that saves nothing. */
    public ServerOptions(String host, int port, List<ModelReference> models, Optional<URI> publicUrl) {
        this(host, port, models, publicUrl, Hosting.TEMPORARY);
    }

    /** Options of a server alone, without prompts, tours and polls of its own. */
    public ServerOptions(String host, int port, List<ModelReference> models, Optional<URI> publicUrl, Hosting hosting) {
        this(
                host,
                port,
                models,
                publicUrl,
                hosting,
                Optional.empty(),
                true,
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** Options of a server for this process alone: on any free port, and without trainings. */
    public static ServerOptions ofProcess(List<ModelReference> models, Hosting hosting) {
        return new ServerOptions("127.0.0.1", 0, models, Optional.empty(), hosting).withTraining(false);
    }

    /** The same options, by which presenters may train a model or not. */
    public ServerOptions withTraining(boolean isAllowed) {
        return new ServerOptions(host, port, models, publicUrl, hosting, prompts, isAllowed, tours, polls, cluster);
    }

    /** The same options for one of several servers. */
    public ServerOptions withCluster(ClusterOptions others) {
        return new ServerOptions(
                host, port, models, publicUrl, hosting, prompts, training, tours, polls, Optional.of(others));
    }

    /** The same options with ready prompts. */
    public ServerOptions withPrompts(PromptsFile file) {
        return new ServerOptions(
                host, port, models, publicUrl, hosting, Optional.of(file), training, tours, polls, cluster);
    }

    /** The same options with a folder of tours. */
    public ServerOptions withTours(Path folder) {
        return new ServerOptions(
                host, port, models, publicUrl, hosting, prompts, training, Optional.of(folder), polls, cluster);
    }

    public ServerOptions {
        models = List.copyOf(models);
        polls = List.copyOf(polls);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a server offers at least one model");
        }
    }

    public boolean listensEverywhere() {
        return host.equals(ALL_INTERFACES) || host.equals("::");
    }

    /** The address at which a server on this machine is reached from there, such as {@code http://127.0.0.1:8080}. */
    String ownAddress(int at) {
        String named = listensEverywhere() ? "127.0.0.1" : host;
        return "http://" + (named.contains(":") ? "[" + named + "]" : named) + ":" + at;
    }

    /** @param own an address of this machine, as written in a URL */
    public boolean listensOn(String own) {
        return listensEverywhere() || own.equals(host) || own.equals("[" + host + "]");
    }
}
