package io.orrery.wire;

import java.util.regex.Pattern;

/** The address of a server, as links and QR codes begin: scheme, host and port, without a path. */
public final class ServerAddress {
    /** A scheme, the longest host name that DNS allows, and a port. */
    private static final int LONGEST = "https://".length() + 253 + ":65535".length();

    private static final Pattern FORM = Pattern.compile("https?://(?:[\\w.-]+|\\[[0-9a-fA-F:]+])(?::\\d{1,5})?");

    private ServerAddress() {}

    public static boolean is(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }
}
