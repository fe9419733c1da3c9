package io.orrery.web.access;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The client's address and scheme, also behind proxies.
 *
 * <p>{@code X-Forwarded-For} and {@code X-Forwarded-Proto} are believed only from proxies that the operator trusts, because
 * any client can send them. Each proxy appends to the list of addresses, so the client's address is the last one that is not
 * a trusted proxy's. Entries before it may be forged.
 */
public final class Proxies {
    private final List<AddressRange> trusted;

    public Proxies(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** The client's IP address. */
    public String address(Context ctx) {
        return address(ctx.ip(), Optional.ofNullable(ctx.header("X-Forwarded-For")));
    }

    /**
     * The client's IP address.
     *
     * @param connected the address of the connection
     * @param forwardedFor the header {@code X-Forwarded-For}
     */
    public String address(String connected, Optional<String> forwardedFor) {
        String address = NetworkAddresses.plain(connected);
        String[] forwarded = forwardedFor.orElse("").split(",");
        for (int i = forwarded.length - 1; i >= 0 && isTrusted(address) && !forwarded[i].isBlank(); i--) {
            address = forwarded[i].strip();
        }
        return address;
    }

    /** The client's scheme: {@code http} or {@code https}. */
    public String scheme(Context ctx) {
        return scheme(ctx.ip(), Optional.ofNullable(ctx.header("X-Forwarded-Proto")), ctx.scheme());
    }

    /**
     * The client's scheme: {@code http} or {@code https}.
     *
     * @param connected the address of the connection
     * @param forwardedProto the header {@code X-Forwarded-Proto}
     * @param own the scheme of the connection
     */
    public String scheme(String connected, Optional<String> forwardedProto, String own) {
        return forwardedProto
                .filter(scheme -> scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))
                .filter(scheme -> isTrusted(NetworkAddresses.plain(connected)))
                .map(scheme -> scheme.toLowerCase(Locale.ROOT))
                .orElse(own);
    }

    /** Whether the operator trusts the proxy with this address. */
    public boolean isTrusted(String address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }
}
