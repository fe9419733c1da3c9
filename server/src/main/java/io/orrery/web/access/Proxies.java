package io.orrery.web.access;

import io.javalin.http.Context;
import java.util.List;
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
        String address = NetworkAddresses.plain(ctx.ip());
        String[] forwarded =
                Optional.ofNullable(ctx.header("X-Forwarded-For")).orElse("").split(",");
        for (int i = forwarded.length - 1; i >= 0 && isTrusted(address) && !forwarded[i].isBlank(); i--) {
            address = forwarded[i].strip();
        }
        return address;
    }

    /** The client's scheme: {@code http} or {@code https}. */
    public String scheme(Context ctx) {
        String forwarded = ctx.header("X-Forwarded-Proto");
        boolean isKnown = "https".equalsIgnoreCase(forwarded) || "http".equalsIgnoreCase(forwarded);
        return isKnown && isTrusted(NetworkAddresses.plain(ctx.ip()))
                ? forwarded.toLowerCase(java.util.Locale.ROOT)
                : ctx.scheme();
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }
}
