package io.orrery.web.access;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The addresses of this machine, and what each is good for. */
public final class NetworkAddresses {
    private static final List<Path> MARKS_OF_A_CONTAINER =
            List.of(Path.of("/.dockerenv"), Path.of("/run/.containerenv"));

    /** An address whose host is no name. */
    private static final Pattern NUMBERS = Pattern.compile("https?://([0-9.]+|\\[.*])(?::\\d+)?");

    /** Two groups or more that are nothing but zero, with the colons around them. */
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|$)");

    private NetworkAddresses() {}

    /** What a network is; the ones that phones can most likely reach stand first. */
    public enum Kind {
        NETWORK,
        /** Between this machine and its own containers or virtual machines. */
        BRIDGE,
        /** To some other network far away. */
        TUNNEL;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param host as it stands in an address
     * @param network what the system calls the network, such as {@code wlan0}
     */
    public record Own(String host, String network, Kind kind) {}

    /** Those that others might use, the likeliest first: private before public, bridges and tunnels last. */
    public static List<Own> others() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .filter(NetworkAddresses::isUp)
                    .flatMap(network -> network.inetAddresses()
                            .filter(NetworkAddresses::isForOthers)
                            .sorted(Comparator.comparing((InetAddress address) -> address.getAddress().length)
                                    .thenComparing(address -> !address.isSiteLocalAddress()))
                            .map(address -> new Own(host(address), network.getName(), kind(network))))
                    .sorted(Comparator.comparing(Own::kind)
                            .thenComparing(own -> own.host().contains(":")))
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    /** Every address by which this machine speaks to itself. */
    public static Set<String> all() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(NetworkAddresses::plain)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }

    /**
     * Whether links to this address, of scheme, host and port, lead nowhere: it was this machine's own in a network in
     * which it is no longer.
     */
    public static boolean isGone(String address) {
        Matcher host = NUMBERS.matcher(address);
        return !isContainer()
                && host.matches()
                && all().stream().map(NetworkAddresses::host).noneMatch(host.group(1)::equals);
    }

    /** Whether this program runs in a container, whose addresses no phone can reach. */
    public static boolean isContainer() {
        return MARKS_OF_A_CONTAINER.stream().anyMatch(Files::exists);
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isForOthers(InetAddress address) {
        return !address.isLinkLocalAddress() && !address.isLoopbackAddress() && !address.isMulticastAddress();
    }

    static Kind kind(NetworkInterface network) {
        try {
            if (network.isPointToPoint()) {
                return Kind.TUNNEL;
            }
        } catch (SocketException e) {
            return Kind.TUNNEL;
        }
        return kind(network.getName());
    }

    static Kind kind(String network) {
        if (network.matches("(tun|tap|wg|ppp|utun|tailscale|zt|ipsec|gif|nordlynx).*")) {
            return Kind.TUNNEL;
        }
        boolean isBridge =
                network.matches("(docker|br-|veth|virbr|podman|cni|lxc|lxd|vmnet|vboxnet|bridge|flannel|cali).*");
        return isBridge ? Kind.BRIDGE : Kind.NETWORK;
    }

    /** As it stands in an address. */
    private static String host(InetAddress address) {
        return host(address.getHostAddress());
    }

    /** As it stands in an address that a browser writes; see {@link #plain(String)} for what is taken. */
    public static String host(String address) {
        String plain = plain(address);
        return plain.contains(":") ? "[" + shortest(plain) + "]" : plain;
    }

    /** RFC 5952: the longest run of zeros is left out. */
    private static String shortest(String address) {
        Optional<MatchResult> zeros =
                ZEROS.matcher(address).results().reduce((one, next) -> length(next) > length(one) ? next : one);
        return zeros.map(run -> address.substring(0, run.start()) + "::" + address.substring(run.end()))
                .orElse(address);
    }

    private static int length(MatchResult run) {
        return run.end() - run.start();
    }

    private static String plain(InetAddress address) {
        return plain(address.getHostAddress());
    }

    /** Without its zone, which means something on this machine alone, and the brackets that HTTP servers put around it. */
    static String plain(String address) {
        return address.replaceAll("^\\[|%[^]]*|]$", "");
    }
}
