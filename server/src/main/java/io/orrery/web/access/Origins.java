package io.orrery.web.access;

import io.javalin.http.Context;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** The base URLs of this server: its public URL, or the one that a request was sent to. */
public final class Origins {
    private static final Pattern HOST = Pattern.compile("(?:[\\w.-]+|\\[[0-9a-fA-F:]+])(?::\\d{1,5})?");

    private final Optional<URI> publicUrl;
    private final Proxies proxies;

    public Origins(Optional<URI> publicUrl, Proxies proxies) {
        this.publicUrl = publicUrl;
        this.proxies = proxies;
    }

    /** The public URL without a trailing slash, if the operator has set one. */
    public Optional<String> publicBase() {
        return publicUrl.map(Origins::withoutSlash);
    }

    /**
     * The base URL for links in the answer to a request, without a trailing slash.
     *
     * @throws OrreryException with {@link RequestError.NoHost} if it would be the request's host and that is missing or invalid
     */
    public String base(Context ctx) {
        String host = ctx.header("Host");
        return publicBase().orElseGet(() -> {
            if (host == null || !HOST.matcher(host).matches()) {
                throw new OrreryException(new RequestError.NoHost());
            }
            return proxies.scheme(ctx) + "://" + host;
        });
    }

    public static String withoutSlash(URI uri) {
        return uri.toString().replaceAll("/+$", "");
    }
}
