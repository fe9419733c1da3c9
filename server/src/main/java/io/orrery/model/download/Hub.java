package io.orrery.model.download;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.error.ModelError;
import io.orrery.error.OrreryException;
import io.orrery.error.OrreryIOException;
import io.orrery.error.TransferError;
import io.orrery.model.file.JsonFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Hugging Face hub, or a server with its protocol: what a repository has at a revision, with sizes and hashes, and its files. A key is
 * sent to the hub itself and to no server to which it redirects.
 */
public final class Hub {
    /** A repository's name: its owner's, and its own. */
    public static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][\\w.-]{0,95}/[A-Za-z0-9][\\w.-]{0,95}");

    /** Files of a model's folder that are read; weights are besides them. */
    private static final List<String> OF_A_FOLDER = List.of(
            "config.json",
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "chat_template.jinja",
            "model.safetensors.index.json");

    private static final Pattern WEIGHTS = Pattern.compile("model(-\\d{5}-of-\\d{5})?\\.safetensors");
    private static final Pattern PART = Pattern.compile("(.*)-\\d{5}-of-\\d{5}\\.gguf");
    private static final Pattern SAFE_NAME = Pattern.compile("[A-Za-z0-9][\\w.+=@ -]{0,200}");

    /** The most bytes of a listing: a hundred thousand files. */
    private static final int LONGEST_LISTING = 32 << 20;

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int MOST_REDIRECTS = 5;
    private static final int SHORT_COMMIT = 7;

    /** The longest pause that a server may ask for. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final Duration CONNECTING = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final String EXAMPLE = "Once upon a time";
    private static final int LONGEST_TEXT = 64;
    private static final int ATTEMPTS = 5;

    private final URI address;
    private final Optional<String> key;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTING)
            .build();

    /** @param key of an account, which the hub wants for some repositories */
    public Hub(URI address, Optional<String> key) {
        this.address = URI.create(address.toString().replaceAll("/+$", ""));
        this.key = key.filter(text -> !text.isBlank());
    }

    /** A file as a repository lists it. */
    private record Listed(String path, RemoteFile file) {
        String name() {
            return file.name();
        }
    }

    /**
     * The model that a repository has at a revision.
     *
     * @param revision a branch, a tag or a commit
     * @param glob which file; empty for those of a model's folder
     * @throws OrreryException if the hub does not have it, or does not show it, or if it is not clear which files are meant
     * @throws IOException if the hub cannot be reached
     */
    public RemoteModel find(String repository, String revision, Optional<String> glob) throws IOException {
        JsonNode about = about(repository, revision);
        String commit = about.path("sha").asText(revision);
        var listed = listed(repository, about);
        var chosen = glob.isPresent() ? matching(repository, listed, glob.get()) : folder(repository, listed);
        boolean isGguf = chosen.get(0).name().endsWith(".gguf");
        String stem = isGguf ? "--" + chosen.get(0).name().replaceFirst("\\.gguf$", "") : "";
        String id = repository.replace("/", "--") + stem + "-"
                + commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
        return new RemoteModel(
                id,
                repository.substring(repository.indexOf('/') + 1),
                licence(about),
                EXAMPLE,
                LONGEST_TEXT,
                repository,
                commit,
                chosen.stream().map(Listed::file).toList());
    }

    private JsonNode about(String repository, String revision) throws IOException {
        var path = "/api/models/" + repository + "/revision/" + encoded(revision) + "?blobs=true";
        for (int attempt = 1; ; attempt++) {
            var answer = send(HttpRequest.newBuilder(URI.create(address + path)), SILENCE);
            try (InputStream body = answer.body()) {
                if (answer.statusCode() == OK) {
                    byte[] json = body.readNBytes(LONGEST_LISTING + 1);
                    if (json.length > LONGEST_LISTING) {
                        throw new OrreryException(new ModelError.HubUnreadable(repository));
                    }
                    return JsonFile.parse(address + path, json);
                }
            }
            if (answer.statusCode() != TOO_MANY || attempt == ATTEMPTS) {
                throw refused(repository, revision, address + path, answer.statusCode());
            }
            pause(asked(answer).orElse(Duration.ofSeconds(1)));
        }
    }

    /** Why the hub does not answer; {@code status} is not 200. */
    static OrreryException refused(String repository, String revision, String address, int status) {
        return new OrreryException(
                switch (status) {
                    case UNAUTHORIZED, FORBIDDEN -> new ModelError.HubNeedsKey(repository);
                    case NOT_FOUND -> new ModelError.HubUnknown(repository, revision);
                    case TOO_MANY -> new TransferError.HubBusy(repository);
                    default -> new ModelError.DownloadRefused(address, status);
                });
    }

    /** The files that the hub has the hashes of: of large ones the SHA-256, of small ones the blob's of Git. */
    private static List<Listed> listed(String repository, JsonNode about) {
        List<Listed> files = new ArrayList<>();
        for (JsonNode each : about.path("siblings")) {
            String path = each.path("rfilename").asText();
            JsonNode large = each.path("lfs");
            long bytes = (large.isObject() ? large : each).path("size").asLong(-1);
            String hash = large.isObject()
                    ? large.path("sha256").asText(large.path("oid").asText())
                    : each.path("blobId").asText();
            boolean isKnown = bytes >= 0 && RemoteFile.isHash(hash);
            String name = path.substring(path.lastIndexOf('/') + 1);
            boolean isSafe = Stream.of(path.split("/", -1))
                    .allMatch(part -> SAFE_NAME.matcher(part).matches());
            if (isKnown && isSafe) {
                files.add(new Listed(path, new RemoteFile(name, bytes, hash, path)));
            }
        }
        if (files.isEmpty()) {
            throw new OrreryException(new ModelError.HubUnreadable(repository));
        }
        return files;
    }

    private static List<Listed> matching(String repository, List<Listed> listed, String glob) {
        PathMatcher matcher;
        try {
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw new OrreryException(new ModelError.HubNoFile(repository, glob, names(listed)));
        }
        var found = listed.stream()
                .filter(each -> matcher.matches(Path.of(each.path())) || matcher.matches(Path.of(each.name())))
                .toList();
        if (found.isEmpty()) {
            throw new OrreryException(new ModelError.HubNoFile(repository, glob, names(listed)));
        }
        return one(repository, found);
    }

    /** A single file, or all parts of one. */
    private static List<Listed> one(String repository, List<Listed> found) {
        long different = found.stream()
                .map(each -> PART.matcher(each.path()).replaceFirst("$1"))
                .distinct()
                .count();
        if (different > 1) {
            throw new OrreryException(new ModelError.HubSeveralFiles(repository, names(found)));
        }
        return found;
    }

    private static List<Listed> folder(String repository, List<Listed> listed) {
        boolean isFolder = listed.stream().anyMatch(each -> each.path().equals("config.json"))
                && listed.stream().anyMatch(each -> WEIGHTS.matcher(each.path()).matches());
        if (!isFolder) {
            var files = listed.stream()
                    .filter(each -> each.name().endsWith(".gguf"))
                    .toList();
            if (files.isEmpty()) {
                throw new OrreryException(new ModelError.HubNoModel(repository));
            }
            return one(repository, files);
        }
        boolean isWhole = listed.stream().anyMatch(each -> each.path().equals("model.safetensors"));
        return listed.stream()
                .filter(each -> OF_A_FOLDER.contains(each.path())
                        || (isWhole
                                ? each.path().equals("model.safetensors")
                                : WEIGHTS.matcher(each.path()).matches()))
                .filter(each -> !isWhole || !each.path().equals("model.safetensors.index.json"))
                .toList();
    }

    private static String names(List<Listed> listed) {
        return listed.stream().map(Listed::path).sorted().collect(Collectors.joining(", "));
    }

    private static String licence(JsonNode about) {
        String said = about.at("/cardData/license").asText("");
        for (JsonNode tag : about.path("tags")) {
            if (said.isEmpty() && tag.asText().startsWith("license:")) {
                said = tag.asText().substring("license:".length());
            }
        }
        return said;
    }

    /** The address of a file. */
    URI address(RemoteModel model, RemoteFile file) {
        return URI.create(address + "/" + model.repository() + "/resolve/" + encoded(model.revision()) + "/"
                + List.of(file.path().split("/")).stream().map(Hub::encoded).collect(Collectors.joining("/")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Sends a request and follows redirects, without the key if they lead to another server.
     *
     * @param silence the longest time without an answer
     */
    HttpResponse<InputStream> send(HttpRequest.Builder request, Duration silence) throws IOException {
        for (int redirects = 0; ; redirects++) {
            var sent = request.copy();
            key.filter(text -> isOwn(request.build().uri()))
                    .ifPresent(text -> sent.setHeader("Authorization", "Bearer " + text));
            var answer = answered(sent.build(), silence);
            var to = answer.headers().firstValue("Location");
            boolean isRedirect = answer.statusCode() / 100 == 3 && to.isPresent();
            if (!isRedirect) {
                return answer;
            }
            answer.body().close();
            URI from = answer.request().uri();
            URI next = next(from, to.get());
            boolean isOpener = "https".equals(from.getScheme()) && !"https".equals(next.getScheme());
            if (redirects == MOST_REDIRECTS || isOpener) {
                throw new OrreryException(new ModelError.DownloadRefused(from.toString(), answer.statusCode()));
            }
            request.uri(next);
        }
    }

    private static URI next(URI from, String location) {
        try {
            return from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new OrreryException(new ModelError.DownloadRefused(from.toString(), NOT_FOUND));
        }
    }

    private boolean isOwn(URI uri) {
        return address.getScheme().equals(uri.getScheme())
                && address.getHost().equals(uri.getHost())
                && address.getPort() == uri.getPort();
    }

    private HttpResponse<InputStream> answered(HttpRequest request, Duration silence) throws IOException {
        var answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            return answer.get(silence.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException || e.getCause() instanceof HttpConnectTimeoutException) {
                var server = request.uri().resolve("/").toString();
                throw new OrreryIOException(new TransferError.HubUnreachable(server), e);
            }
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new OrreryIOException(new TransferError.ServerSilent(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrreryIOException(new TransferError.FetchingInterrupted(), e);
        }
    }

    /** How long a server wants to be left alone, in whole seconds. */
    static Optional<Duration> asked(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    static void pause(Duration pause) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrreryIOException(new TransferError.FetchingInterrupted(), e);
        }
    }
}
