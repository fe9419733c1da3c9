package io.orrery.bench.scene;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came over the wire to a page, as the browser counts it: heads and bodies, compressed. */
final class Traffic {
    /** Of each request: bytes so far, by the browser's monotonic clock in seconds. */
    private record Piece(double at, double bytes, boolean isWhole) {}

    /** A request: what for, and when it was made, by the same clock. */
    private record Asked(double at, String address) {}

    private final Map<String, List<Piece>> requests = new LinkedHashMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private double beganAt = Double.NaN;
    private double beganWall;

    /** Takes an event of the Network domain; others are left alone. */
    synchronized void take(String method, JsonNode event) {
        String id = event.path("requestId").asText();
        double at = event.path("timestamp").asDouble();
        switch (method) {
            case "Network.requestWillBeSent" -> {
                if (Double.isNaN(beganAt)) {
                    beganAt = at;
                    beganWall = event.path("wallTime").asDouble();
                }
                asked.add(new Asked(at, event.at("/request/url").asText()));
            }
            case "Network.dataReceived" ->
                add(id, new Piece(at, event.path("encodedDataLength").asDouble(), false));
            case "Network.loadingFinished" ->
                add(id, new Piece(at, event.path("encodedDataLength").asDouble(), true));
            default -> {}
        }
    }

    /** All bytes. */
    synchronized double bytes() {
        return bytes(Double.POSITIVE_INFINITY);
    }

    /** Bytes until a moment of the wall clock, in seconds. */
    synchronized double bytesUntilWall(double wall) {
        return bytes(beganAt + wall - beganWall);
    }

    /** What was asked for until a moment of the wall clock, in seconds: addresses in their order. */
    synchronized List<String> askedUntilWall(double wall) {
        return asked.stream()
                .filter(each -> each.at <= beganAt + wall - beganWall)
                .map(Asked::address)
                .toList();
    }

    /** All that was asked for: addresses in their order. */
    synchronized List<String> asked() {
        return asked.stream().map(Asked::address).toList();
    }

    private void add(String id, Piece piece) {
        requests.computeIfAbsent(id, request -> new ArrayList<>()).add(piece);
    }

    private double bytes(double until) {
        return requests.values().stream()
                .mapToDouble(pieces -> pieces.stream()
                        .filter(piece -> piece.isWhole && piece.at <= until)
                        .mapToDouble(Piece::bytes)
                        .findFirst()
                        .orElseGet(() -> pieces.stream()
                                .filter(piece -> !piece.isWhole && piece.at <= until)
                                .mapToDouble(Piece::bytes)
                                .sum()))
                .sum();
    }
}
