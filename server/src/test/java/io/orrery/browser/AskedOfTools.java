package io.orrery.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orrery.web.file.OneFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What a page asks the tools of why while somebody walks a tour, against what the tour's file has. */
final class AskedOfTools {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern WHY =
            Pattern.compile("(/api/(?:traces/[^/]+/(?:why/(\\w+)|compare/[^/?]+)|models/[^/]+/places))(?:\\?(.*))?");
    private static final Pattern DATA = Pattern.compile("id=\"part-data\">([^<]*)<");

    /** What a file has whole: a page takes the part that it asks for from that. */
    private static final Set<String> PARTS = Set.of("from", "to", "count");

    private final Set<String> addresses = new TreeSet<>();

    /** Hears a page from now on. */
    static AskedOfTools by(Screen screen) {
        var asked = new AskedOfTools();
        screen.page().onRequest(request -> {
            URI address = URI.create(request.url());
            String path = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
            if (WHY.matcher(path).matches()) {
                asked.addresses.add(path);
            }
        });
        return asked;
    }

    /** The tools that were asked. */
    Set<String> tools() {
        return addresses.stream()
                .map(WHY::matcher)
                .filter(matcher -> matcher.matches() && matcher.group(2) != null)
                .map(matcher -> matcher.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What was asked and is not in the tour's file, or is another answer than the server's. */
    List<String> missingInFile(Venue venue, String tour) throws IOException, InterruptedException {
        var filed = venue.server().exports().tour(tour);
        JsonNode data = data(filed.page());
        var faults = new ArrayList<String>();
        if (filed.beatsWithoutWhy() > 0) {
            faults.add(filed.beatsWithoutWhy() + " beats are said to lack answers");
        }
        for (String address : addresses) {
            Matcher matcher = WHY.matcher(address);
            matcher.matches();
            boolean isFrame = matcher.group(1).endsWith("/places");
            String key = key(matcher, false);
            JsonNode found = data.path(isFrame ? "frames" : "answers").get(key);
            boolean isInParts = found == null;
            if (isInParts) {
                found = data.path("answers").get(key(matcher, true));
            }
            if (found == null) {
                faults.add("not in the file: " + address);
            } else if (!isFrame && !found.equals(answer(venue, isInParts ? key(matcher, true) : key))) {
                faults.add("another answer: " + address);
            }
        }
        return faults;
    }

    private static String key(Matcher address, boolean whole) {
        var parameters = new TreeMap<String, String>();
        Stream.ofNullable(address.group(3))
                .flatMap(query -> Stream.of(query.split("&")))
                .map(each -> each.split("=", 2))
                .filter(each -> !whole || !isPart(address, each[0]))
                .forEach(each -> parameters.put(each[0], URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return address.group(1) + (query.isEmpty() ? "" : "?" + query);
    }

    private static boolean isPart(Matcher address, String name) {
        return PARTS.contains(name)
                && (address.group(2) == null || address.group(2).equals("lens"));
    }

    private static JsonNode answer(Venue venue, String path) throws IOException, InterruptedException {
        return JSON.readTree(CLIENT.send(
                        HttpRequest.newBuilder(URI.create(venue.address(path))).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private static JsonNode data(OneFile.Page page) throws IOException {
        String html;
        try (var file = page.open()) {
            html = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        var found = DATA.matcher(html);
        found.find();
        try (var zipped =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(found.group(1))))) {
            return JSON.readTree(zipped);
        }
    }
}
