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

/** The IP addresses of this machine, and the kind of network that each belongs to. */
public final class NetworkAddresses {
    private static final List<Path> CONTAINER_FILES = List.of(Path.of("/.dockerenv"), Path.of("/run/.containerenv"));

    /** A URL whose host is a numeric address. */
    private static final Pattern NUMBERS = Pattern.compile("https?://([0-9.]+|\\[.*])(?::\\d+)?");

    /** Two or more consecutive zero groups of an IPv6 address, with the colons around them. */
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|$)");

    private NetworkAddresses() {}

    /** The kinds of network. Those that phones are most likely to reach come first. */
    public enum Kind {
        NETWORK,
        /** Connects this machine to its own containers or virtual machines. */
        BRIDGE,
        /** A VPN or another point-to-point connection. */
        TUNNEL;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An address of this machine.
     *
     * @param host as written in a URL
     * @param network the system's name of the interface, such as {@code wlan0}
     */
    public record Own(String host, String network, Kind kind) {}

    /** The addresses that other devices might reach, most likely first: private before public, bridges and tunnels last. */
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

    /** All addresses of this machine, including loopback. */
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
     * Whether a base URL has a numeric address that this machine no longer has, because it has moved to another network.
     */
    public static boolean isGone(String address) {
        Matcher host = NUMBERS.matcher(address);
        return !isContainer()
                && host.matches()
                && all().stream().map(NetworkAddresses::host).noneMatch(host.group(1)::equals);
    }

    /** Whether this process runs in a container, whose addresses phones cannot reach. */
    public static boolean isContainer() {
        return CONTAINER_FILES.stream().anyMatch(Files::exists);
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

    private static String host(InetAddress address) {
        return host(address.getHostAddress());
    }

    /** The address as browsers write it in a URL. Accepts the same forms as {@link #plain(String)}. */
    public static String host(String address) {
        String plain = plain(address);
        return plain.contains(":") ? "[" + shortest(plain) + "]" : plain;
    }

    /** RFC 5952: the longest run of zero groups, the first among equals, is written as {@code ::}. */
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

    /** Removes the zone of an IPv6 address, which has a meaning on this machine only, and brackets around it. */
    public static String plain(String address) {
        return address.replaceAll("^\\[|%[^]]*|]$", "");
    }
}
