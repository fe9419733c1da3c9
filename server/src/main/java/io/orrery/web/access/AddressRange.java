package io.orrery.web.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A CIDR range of IP addresses.
 *
 * @param first an address in the range
 * @param bits length of the common prefix, in bits
 */
public record AddressRange(InetAddress first, int bits) {
    /** Numeric addresses only: {@link InetAddress#getByName} would look up a host name. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * Parses a range such as {@code 10.0.0.0/8}, or a single address.
     *
     * @throws IllegalArgumentException whose message is the text that is neither
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress first = literal(address);
        int most = first.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? most : bits(text, text.substring(slash + 1));
        if (bits > most) {
            throw wrong(text);
        }
        return new AddressRange(first, bits);
    }

    /** Whether the text has the form of a numeric address, so that reading it looks up no name. */
    static boolean isLiteral(String address) {
        return LITERAL.matcher(address).matches();
    }

    /** Whether the text is a numeric address in this range. */
    boolean contains(String address) {
        if (!isLiteral(address)) {
            return false;
        }
        try {
            byte[] one = first.getAddress();
            byte[] other = InetAddress.getByName(address).getAddress();
            return one.length == other.length && sharedBits(one, other) >= bits;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static int sharedBits(byte[] one, byte[] other) {
        for (int i = 0; i < one.length; i++) {
            int difference = (one[i] ^ other[i]) & 0xff;
            if (difference != 0) {
                return i * Byte.SIZE + Integer.numberOfLeadingZeros(difference) - (Integer.SIZE - Byte.SIZE);
            }
        }
        return one.length * Byte.SIZE;
    }

    private static InetAddress literal(String address) {
        try {
            if (LITERAL.matcher(address).matches()) {
                return InetAddress.getByName(address);
            }
        } catch (UnknownHostException e) {
            throw wrong(address);
        }
        throw wrong(address);
    }

    private static int bits(String text, String digits) {
        if (!digits.matches("\\d{1,3}")) {
            throw wrong(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(text);
    }
}
