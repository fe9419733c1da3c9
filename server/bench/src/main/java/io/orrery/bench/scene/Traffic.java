package io.orrery.bench.scene;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the bytes that a page has received: headers and compressed bodies, as reported by the browser. */
final class Traffic {
    /**
     * Bytes received for a request.
     *
     * @param at when, by the browser's monotonic clock, in seconds
     * @param isTotal whether it is the total of the request, which has ended
     */
    private record Piece(double at, double bytes, boolean isTotal) {}

    /** A request, and when it was made, by the same clock. */
    private record Request(double at, String address) {}

    private final Map<String, List<Piece>> pieces = new LinkedHashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private double beganAt = Double.NaN;
    private double beganWall;

    /** Processes an event of the Network domain; ignores others. */
    synchronized void take(String method, JsonNode event) {
        String id = event.path("requestId").asText();
        double at = event.path("timestamp").asDouble();
        switch (method) {
            case "Network.requestWillBeSent" -> {
                if (Double.isNaN(beganAt)) {
                    beganAt = at;
                    beganWall = event.path("wallTime").asDouble();
                }
                requests.add(new Request(at, event.at("/request/url").asText()));
            }
            case "Network.dataReceived" ->
                add(id, new Piece(at, event.path("encodedDataLength").asDouble(), false));
            case "Network.loadingFinished" ->
                add(id, new Piece(at, event.path("encodedDataLength").asDouble(), true));
            default -> {}
        }
    }

    /** Number of bytes received so far. */
    synchronized double bytes() {
        return bytes(Double.POSITIVE_INFINITY);
    }

    /** Number of bytes received until a time, by the wall clock in seconds. */
    synchronized double bytesUntilWall(double wall) {
        return bytes(beganAt + wall - beganWall);
    }

    /** The addresses requested until a time, by the wall clock in seconds, in order. */
    synchronized List<String> requestedUntilWall(double wall) {
        return requests.stream()
                .filter(each -> each.at <= beganAt + wall - beganWall)
                .map(Request::address)
                .toList();
    }

    /** All requested addresses, in order. */
    synchronized List<String> requested() {
        return requests.stream().map(Request::address).toList();
    }

    private void add(String id, Piece piece) {
        pieces.computeIfAbsent(id, request -> new ArrayList<>()).add(piece);
    }

    private double bytes(double until) {
        return pieces.values().stream()
                .mapToDouble(ofRequest -> ofRequest.stream()
                        .filter(piece -> piece.isTotal && piece.at <= until)
                        .mapToDouble(Piece::bytes)
                        .findFirst()
                        .orElseGet(() -> ofRequest.stream()
                                .filter(piece -> !piece.isTotal && piece.at <= until)
                                .mapToDouble(Piece::bytes)
                                .sum()))
                .sum();
    }
}
