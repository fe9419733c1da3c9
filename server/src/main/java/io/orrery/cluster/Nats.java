package io.orrery.cluster;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueOptions;
import io.nats.client.ObjectStore;
import io.nats.client.ObjectStoreOptions;
import io.nats.client.Options;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import io.orrery.error.ClusterError;
import io.orrery.error.DomainError;
import io.orrery.error.OrreryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection to NATS, and the streams of one cluster. All methods may be called from any thread. */
public final class Nats implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Nats.class);

    /** Marks the form of what is stored. */
    private static final String VERSION = "Orrery 1";

    private static final int REPLICAS = 3;

    /** A new group of servers may need this long to choose a leader, ms. */
    private static final long LEADER_MS = 20_000;

    private static final long AGAIN_MS = 250;

    /** Servers of NATS that have just begun tell each other only every ten seconds which place they have, and one that is slow misses a turn, ms. */
    private static final long PLACES_MS = 60_000;

    /** How long an answer is waited for. */
    static final Duration ANSWER = Duration.ofSeconds(3);

    /** "stream not found". */
    private static final int NO_STREAM = 10_059;

    /** No servers are known that have place for a stream. */
    private static final int NO_PEERS = 10_005;

    /** "subjects overlap with an existing stream". */
    private static final int OVERLAP = 10_065;

    /** "wrong last sequence". */
    private static final int WRONG_LAST = 10_071;

    /** "resource limits exceeded for account", "insufficient resources", "insufficient storage resources available", "maximum bytes exceeded". */
    private static final Set<Integer> FULL = Set.of(10_002, 10_023, 10_047, 10_077);

    private final ClusterOptions options;
    private final Connection connection;
    private final JetStream streams;
    private final JetStreamManagement management;
    private final int replicas;
    private final AtomicLong unreadable = new AtomicLong();

    private Nats(ClusterOptions options) {
        this.options = options;
        connection = connect();
        boolean isOpen = false;
        try {
            var asked = JetStreamOptions.builder().requestTimeout(ANSWER).build();
            streams = connection.jetStream(asked);
            management = connection.jetStreamManagement(asked);
            boolean areSeveral = Optional.ofNullable(connection.getServerInfo().getCluster())
                    .filter(name -> !name.isEmpty())
                    .isPresent();
            replicas = areSeveral ? REPLICAS : 1;
            isOpen = true;
        } catch (IOException e) {
            throw new OrreryException(unreachable(e), e);
        } finally {
            if (!isOpen) {
                close();
            }
        }
        if (replicas == 1) {
            LOG.warn(
                    "There is one server of NATS: what it stores is stored once, and the rooms wait while it is away.");
        }
    }

    /** @throws OrreryException with a {@link ClusterError} if NATS cannot be reached, or does not let this server in */
    public static Nats open(ClusterOptions options) {
        return new Nats(options);
    }

    private Connection connect() {
        var builder = new Options.Builder()
                .servers(options.servers().split("\\s*,\\s*"))
                .connectionName("orrery " + options.name())
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(AGAIN_MS))
                .connectionTimeout(ANSWER)
                .pingInterval(Duration.ofSeconds(2))
                .maxPingsOut(2)
                // What could not be sent is not sent late: who waits for an answer asks again.
                .reconnectBufferSize(0)
                .errorListener(new ErrorListener() {
                    @Override
                    public void errorOccurred(Connection on, String error) {
                        LOG.atWarn().addKeyValue("reason", error).log("NATS has reported an error.");
                    }

                    @Override
                    public void exceptionOccurred(Connection on, Exception problem) {
                        LOG.debug("The connection to NATS failed", problem);
                    }
                });
        options.credentials().map(UserCredentials::read).ifPresent(builder::authHandler);
        options.certificates().map(Nats::trusting).ifPresent(builder::sslContext);
        try {
            return io.nats.client.Nats.connect(builder.build());
        } catch (AuthenticationException e) {
            throw new OrreryException(new ClusterError.NatsRefuses(options.servers()), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new OrreryException(unreachable(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrreryException(unreachable(e), e);
        }
    }

    private ClusterError unreachable(Exception problem) {
        return String.valueOf(problem.getMessage()).contains("Authorization Violation")
                ? new ClusterError.NatsRefuses(options.servers())
                : new ClusterError.NatsUnreachable(options.servers(), String.valueOf(problem.getMessage()));
    }

    private static SSLContext trusting(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("nats-" + count++, each);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new OrreryException(
                    new ClusterError.CertificateNotRead(file.toString(), String.valueOf(e.getMessage())), e);
        }
    }

    public boolean isUp() {
        return connection.getStatus() == Connection.Status.CONNECTED;
    }

    /** The name of the cluster. */
    public String cluster() {
        return options.name();
    }

    /** The addresses of the servers, as they were given. */
    public String servers() {
        return options.servers();
    }

    public Connection connection() {
        return connection;
    }

    public JetStream streams() {
        return streams;
    }

    public JetStreamManagement management() {
        return management;
    }

    /** A subject of this cluster. */
    public String subject(String... tokens) {
        return "orrery." + options.name() + "." + String.join(".", tokens);
    }

    /** The name of a stream, bucket or store of this cluster. */
    public String named(String what) {
        return "orrery_" + options.name() + "_" + what;
    }

    /** The stream with all messages of the subjects behind one; created if it is missing. @return its name */
    public String stream(String what) {
        return made(StreamConfiguration.builder()
                .name(named(what))
                .subjects(subject(what, ">"))
                .discardPolicy(DiscardPolicy.New));
    }

    /** A bucket with the newest value of each key; created if it is missing. What is read is the leader's. */
    public KeyValue bucket(String what) {
        String name = named(what);
        made(StreamConfiguration.builder()
                .name("KV_" + name)
                .subjects("$KV." + name + ".>")
                .maxMessagesPerSubject(1)
                .allowRollup(true)
                .denyDelete(true)
                .discardPolicy(DiscardPolicy.New));
        var withTimeout = KeyValueOptions.builder().jsRequestTimeout(ANSWER).build();
        return ask(() -> connection.keyValue(name, withTimeout), this::unreachable);
    }

    /**
     * Hears of all that a bucket has, before this returns, and of each change from then on, in a thread of NATS.
     *
     * @param patience for how long what it has is waited for
     * @throws IOException if it does not come
     */
    static NatsKeyValueWatchSubscription watch(KeyValue bucket, Consumer<KeyValueEntry> to, Duration patience)
            throws IOException, JetStreamApiException, InterruptedException {
        var whole = new CountDownLatch(1);
        var watch = bucket.watchAll(new KeyValueWatcher() {
            @Override
            public void watch(KeyValueEntry entry) {
                to.accept(entry);
            }

            @Override
            public void endOfData() {
                whole.countDown();
            }
        });
        if (!whole.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("what " + bucket.getBucketName() + " has did not come in time");
        }
        return watch;
    }

    /** A store of files; created if it is missing. @param kept after this time a file goes by itself; zero to keep it */
    public ObjectStore objects(String what, Duration kept) {
        String name = named(what);
        made(StreamConfiguration.builder()
                .name("OBJ_" + name)
                .subjects("$O." + name + ".C.>", "$O." + name + ".M.>")
                .allowRollup(true)
                .maxAge(kept)
                .discardPolicy(DiscardPolicy.New));
        var withTimeout = ObjectStoreOptions.builder().jsRequestTimeout(ANSWER).build();
        return ask(() -> connection.objectStore(name, withTimeout), this::unreachable);
    }

    /** How many copies of a stream there are: 3, or 1 where there is one server. */
    public int replicas() {
        return replicas;
    }

    /** Says that something of other servers cannot be read, and counts it. @param where its subject or key */
    void unreadable(String where, Exception problem) {
        unreadable.incrementAndGet();
        LOG.atWarn().addKeyValue("where", where).setCause(problem).log("What another server wrote cannot be read.");
    }

    /** How much of other servers could not be read. */
    long unreadable() {
        return unreadable.get();
    }

    /** Whether NATS has refused to store something because it has no place left. */
    static boolean isFull(Throwable problem) {
        return problem instanceof JetStreamApiException refused && FULL.contains(refused.getApiErrorCode());
    }

    /** Whether NATS has refused to store something because what it would replace or follow is not the last any more. */
    static boolean isOvertaken(Throwable problem) {
        return problem instanceof JetStreamApiException refused && refused.getApiErrorCode() == WRONG_LAST;
    }

    /** Something could not be stored, or not read. */
    OrreryException notStored(Exception problem) {
        return new OrreryException(
                isFull(problem)
                        ? new ClusterError.NatsFull(options.servers(), String.valueOf(problem.getMessage()))
                        : new ClusterError.NotStored(),
                problem);
    }

    /** Something that is asked of NATS. */
    interface Call<T> {
        T run() throws IOException, JetStreamApiException, InterruptedException, NoSuchAlgorithmException;
    }

    /** @param otherwise what is thrown if there is no answer */
    static <T> T ask(Call<T> call, Function<Exception, DomainError> otherwise) {
        try {
            return call.run();
        } catch (IOException | JetStreamApiException | NoSuchAlgorithmException | IllegalStateException e) {
            throw new OrreryException(otherwise.apply(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrreryException(otherwise.apply(e), e);
        }
    }

    private String made(StreamConfiguration.Builder wanted) {
        StreamConfiguration stream = wanted.description(VERSION)
                .storageType(StorageType.File)
                .replicas(replicas)
                .build();
        long since = System.nanoTime();
        while (true) {
            try {
                StreamConfiguration found = found(stream.getName());
                if (!VERSION.equals(found.getDescription())
                        || !found.getSubjects().equals(stream.getSubjects())) {
                    throw new OrreryException(new ClusterError.NotOurStream(stream.getName(), options.name()));
                }
                return stream.getName();
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == NO_STREAM) {
                    create(stream, since);
                } else {
                    waitFor(e, since);
                }
            } catch (IOException e) {
                waitFor(e, since);
            }
        }
    }

    private StreamConfiguration found(String name) throws IOException, JetStreamApiException {
        return management.getStreamInfo(name).getConfiguration();
    }

    private void create(StreamConfiguration stream, long since) {
        try {
            management.addStream(stream);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == OVERLAP) {
                throw new OrreryException(new ClusterError.NotOurStream(takenBy(stream), options.name()), e);
            }
            if (isFull(e)) {
                throw notStored(e);
            }
            waitFor(e, since);
        } catch (IOException e) {
            waitFor(e, since);
        }
    }

    /** The name of a stream that has the subjects of another one. */
    private String takenBy(StreamConfiguration stream) {
        try {
            return management.getStreamNames(stream.getSubjects().get(0)).stream()
                    .findFirst()
                    .orElse(stream.getName());
        } catch (IOException | JetStreamApiException e) {
            LOG.debug("The streams of NATS are not told", e);
            return stream.getName();
        }
    }

    private void waitFor(Exception problem, long since) {
        boolean isOfPlaces = problem instanceof JetStreamApiException known && known.getApiErrorCode() == NO_PEERS;
        long patience = Duration.ofMillis(isOfPlaces ? PLACES_MS : LEADER_MS).toNanos();
        if (System.nanoTime() - since > patience) {
            throw new OrreryException(
                    new ClusterError.NatsKeepsNothing(options.servers(), String.valueOf(problem.getMessage())),
                    problem);
        }
        try {
            Thread.sleep(AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrreryException(unreachable(e), e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
