package io.orrery.web.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a client's address by which clients are counted: an IPv4 address, or the /64 prefix of an IPv6 address. A provider
 * gives each customer at least a /64 (RFC 6177), so one machine can use any of its 2^64 addresses.
 */
public final class ClientNetwork {
    private static final int PREFIX_BYTES = 8;

    /** Some proxies append the client's port: {@code 203.0.113.9:4711}, {@code [2001:db8::7]:4711}. */
    private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+):\\d+|\\[(.+)]:\\d+");

    private ClientNetwork() {}

    /**
     * The network of an address, such as {@code 203.0.113.9} or {@code 2001:db8:0:0::/64}. A text that is not a numeric address, which
     * only a trusted proxy can send, is its own network.
     */
    public static String of(String address) {
        Matcher port = WITH_PORT.matcher(address);
        String plain = NetworkAddresses.plain(
                !port.matches() ? address : port.group(1) == null ? port.group(2) : port.group(1));
        if (!AddressRange.isLiteral(plain)) {
            return plain;
        }
        try {
            InetAddress parsed = InetAddress.getByName(plain);
            return parsed instanceof Inet6Address six ? prefix(six.getAddress()) : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return plain;
        }
    }

    private static String prefix(byte[] address) {
        var text = new StringBuilder();
        for (int i = 0; i < PREFIX_BYTES; i += 2) {
            text.append(Integer.toHexString((address[i] & 0xff) << Byte.SIZE | (address[i + 1] & 0xff)))
                    .append(':');
        }
        return text.append(":/64").toString();
    }
}
