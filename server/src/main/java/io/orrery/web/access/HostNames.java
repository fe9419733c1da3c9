package io.orrery.web.access;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hosts to which requests may be sent: numeric addresses, {@code localhost}, the names of this machine, and that of the
 * public URL.
 *
 * <p>A page of another site can let its own name point to this server (DNS rebinding). Its requests then count as those of
 * this server's own pages, but their {@code Host} is that name. Such an attack needs a name, so numeric addresses are safe.
 */
public final class HostNames {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.%]{2,64}]");
    private static final Pattern NAME = Pattern.compile("[\\w.-]{1,253}");
    private static final Pattern PORT = Pattern.compile(":\\d{0,5}$");

    private final Set<String> names;
    private final boolean isPublicUrlKnown;

    HostNames(Set<String> names, boolean isPublicUrlKnown) {
        this.names = Set.copyOf(names);
        this.isPublicUrlKnown = isPublicUrlKnown;
    }

    /**
     * The hosts of a server.
     *
     * @param listening the host that the server listens at, possibly a name
     */
    public static HostNames of(String listening, Optional<URI> publicUrl) {
        var names = new HashSet<String>();
        names.add("localhost");
        names.add(plain(listening));
        publicUrl.map(URI::getHost).map(HostNames::plain).ifPresent(names::add);
        machine().forEach(names::add);
        return new HostNames(names, publicUrl.isPresent());
    }

    /** This machine's name, its first label, and the name that multicast DNS gives it. */
    private static Stream<String> machine() {
        try {
            String name = plain(InetAddress.getLocalHost().getHostName());
            String first = name.split("\\.", 2)[0];
            return first.isEmpty() || IPV4.matcher(name).matches()
                    ? Stream.empty()
                    : Stream.of(name, first, first + ".local");
        } catch (UnknownHostException e) {
            return Stream.empty();
        }
    }

    /**
     * Whether a request may be sent to this host.
     *
     * @param header the header {@code Host}, untrusted
     * @param isFromTrustedProxy whether the request comes through a proxy that the operator trusts. Without a public URL, the
     *     proxy alone knows under which names people reach the server
     */
    public boolean accept(String header, boolean isFromTrustedProxy) {
        String host = plain(header);
        return isFromTrustedProxy && !isPublicUrlKnown
                || IPV4.matcher(host).matches()
                || IPV6.matcher(host).matches()
                || names.contains(host);
    }

    /** The host's name for an error message; empty if it does not have the form of a name. */
    public static String shown(String header) {
        String host = plain(header);
        return NAME.matcher(host).matches() ? host : "";
    }

    /** A host without its port and the dot at its end, in lower case. */
    private static String plain(String host) {
        String name = PORT.matcher(host.strip()).replaceFirst("").toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
