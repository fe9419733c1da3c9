package io.orrery.web.access;

import io.orrery.wire.ServerAddress;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Who may show a page in a frame: the directive {@code frame-ancestors} of a content security policy. */
public final class FrameAncestors {
    public static final String NOBODY = "'none'";
    public static final String THIS_SERVER = "'self'";

    private static final String ANYBODY = "*";
    private static final String WILDCARD = "://*.";

    private FrameAncestors() {}

    /** Whether an operator may name this as a site: an origin, all hosts below one ({@code https://*.example.org}), or {@code *}. */
    public static boolean isSite(String text) {
        return text.equals(ANYBODY) || ServerAddress.is(text.replace(WILDCARD, "://"));
    }

    /** The sites as the directive lists them. @param operators for all rooms @param rooms for one room */
    public static String of(Collection<String> operators, Collection<String> rooms) {
        List<String> sites =
                Stream.concat(operators.stream(), rooms.stream()).distinct().toList();
        return sites.isEmpty() ? NOBODY : String.join(" ", sites);
    }
}
