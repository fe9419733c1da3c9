package io.orrery.web.rooms;

import io.orrery.room.Rooms;
import io.orrery.room.access.RoomCode;
import io.orrery.web.ServerOptions;
import io.orrery.web.access.NetworkAddresses;
import io.orrery.web.access.Origins;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The links to a room. Keys are in the fragment, which browsers do not send to servers.
 *
 * @param base scheme, host and port, without a trailing slash
 * @param key the presenter's key; empty if it cannot be derived again, because the operator's key has changed
 * @param coKey the co-presenter's key; likewise
 */
public record Links(String base, RoomCode code, Optional<String> key, Optional<String> coKey) {
    /** The links to a room whose keys are known. */
    public static Links of(String base, Rooms.Opening opening) {
        return new Links(
                base, opening.code(), Optional.of(opening.presenterKey()), Optional.of(opening.coPresenterKey()));
    }

    public String solo() {
        return base + "/solo";
    }

    /** The page of somebody alone in a frame, with as little around it as its address asks for. */
    public String embeddedSolo() {
        return base + "/embed/solo";
    }

    /** The page on which rooms are opened. */
    public String rooms() {
        return base + "/rooms";
    }

    public String audience() {
        return base + "/r/" + code.text();
    }

    public String screen() {
        return audience() + "/screen";
    }

    /** The presenter's page. It asks for the key if the link has none. */
    public String presenter() {
        return presenterPage(key);
    }

    /** The presenter's page with the co-presenter's key. */
    public String coPresenter() {
        return presenterPage(coKey);
    }

    private String presenterPage(Optional<String> withKey) {
        return audience() + "/present" + withKey.map(one -> "#key=" + one).orElse("");
    }

    /** The links by their names in JSON. */
    public Map<String, String> json() {
        var json = new LinkedHashMap<String, String>();
        json.put("code", code.text());
        json.put("solo", solo());
        json.put("audience", audience());
        json.put("screen", screen());
        json.put("presenter", presenter());
        json.put("coPresenter", coPresenter());
        return json;
    }

    /** The lines that {@code orrery serve} prints. */
    public List<String> lines() {
        return List.of(
                "Orrery is ready.",
                "  Walk alone    " + solo(),
                "  Audience      " + audience(),
                "  Projector     " + screen(),
                "  Presenter     " + presenter(),
                "  Co-presenter  " + coPresenter());
    }

    /** Leaves out the keys: they must not appear in a log. */
    @Override
    public String toString() {
        return "Links[" + audience() + "]";
    }

    /** The base URL of a server: its public URL, the address that it listens on, or this machine's address in the LAN. */
    public static String base(ServerOptions options, int port) {
        if (options.publicUrl().isPresent()) {
            return Origins.withoutSlash(options.publicUrl().get());
        }
        String host = options.listensEverywhere() ? lanAddress() : options.host();
        return "http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The address of this machine that phones are most likely to reach. */
    private static String lanAddress() {
        return NetworkAddresses.others().stream()
                .filter(own -> own.kind() != NetworkAddresses.Kind.TUNNEL)
                .findFirst()
                .map(NetworkAddresses.Own::host)
                .orElse("localhost");
    }
}
