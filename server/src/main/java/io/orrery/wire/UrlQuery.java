package io.orrery.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Names with values as addresses have them after {@code ?} or {@code #}. */
public final class UrlQuery {
    private UrlQuery() {}

    /** The pairs in the order of the map, such as {@code a=1&b=two}. */
    public static String of(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
