package io.orrery.web.access;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/**
 * Who a request is from, behind proxies or not.
 *
 * <p>What a proxy says of the address and the scheme that it was asked by counts where the operator trusts the proxy,
 * and nowhere else: anybody can send such a header. A proxy adds to the list of addresses at its end, so the last one
 * that is no trusted proxy's is the asker's; what stands before it is hearsay.
 */
public final class Proxies {
    private final List<AddressRange> trusted;

    public Proxies(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** The address of the one who asks. */
    public String address(Context ctx) {
        String address = NetworkAddresses.plain(ctx.ip());
        String[] forwarded =
                Optional.ofNullable(ctx.header("X-Forwarded-For")).orElse("").split(",");
        for (int i = forwarded.length - 1; i >= 0 && isTrusted(address) && !forwarded[i].isBlank(); i--) {
            address = forwarded[i].strip();
        }
        return address;
    }

    /** The scheme that the one who asks uses: {@code http} or {@code https}. */
    public String scheme(Context ctx) {
        String said = ctx.header("X-Forwarded-Proto");
        boolean isKnown = "https".equalsIgnoreCase(said) || "http".equalsIgnoreCase(said);
        return isKnown && isTrusted(NetworkAddresses.plain(ctx.ip()))
                ? said.toLowerCase(java.util.Locale.ROOT)
                : ctx.scheme();
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }
}
