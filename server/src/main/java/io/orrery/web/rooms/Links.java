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
 * Where people go. The presenter's key stands in the fragment, which browsers do not send to anybody.
 *
 * @param base without a slash at the end
 * @param key the presenter's; nothing where it was given out before and is not at hand any more
 * @param coKey that of those who may take the wheel; likewise
 */
public record Links(String base, RoomCode code, Optional<String> key, Optional<String> coKey) {
    /** The links to a room whose keys are at hand. */
    public static Links of(String base, Rooms.Opening opening) {
        return new Links(
                base, opening.code(), Optional.of(opening.presenterKey()), Optional.of(opening.coPresenterKey()));
    }

    public String solo() {
        return base + "/solo";
    }

    /** Where whoever may opens more of them. */
    public String rooms() {
        return base + "/rooms";
    }

    public String audience() {
        return base + "/r/" + code.text();
    }

    public String screen() {
        return audience() + "/screen";
    }

    /** The presenter's page, which asks for the key where the link has none. */
    public String presenter() {
        return presents(key);
    }

    /** The same page, for those who may take the wheel. */
    public String coPresenter() {
        return presents(coKey);
    }

    private String presents(Optional<String> shown) {
        return audience() + "/present" + shown.map(one -> "#key=" + one).orElse("");
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

    /** The links as they are printed at the start. */
    public List<String> lines() {
        return List.of(
                "Orrery is ready.",
                "  Walk alone    " + solo(),
                "  Audience      " + audience(),
                "  Projector     " + screen(),
                "  Presenter     " + presenter(),
                "  Co-presenter  " + coPresenter());
    }

    /** Leaves out the key, which no log may hold. */
    @Override
    public String toString() {
        return "Links[" + audience() + "]";
    }

    /** Where others reach a server: its public address, the one it listens on, or one of this machine in the LAN. */
    public static String base(ServerOptions options, int port) {
        if (options.publicUrl().isPresent()) {
            return Origins.withoutSlash(options.publicUrl().get());
        }
        boolean isEverywhere = options.host().equals(ServerOptions.ALL_INTERFACES)
                || options.host().equals("::");
        String host = isEverywhere ? lanAddress() : options.host();
        return "http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    /** An address that the room's phones can most likely reach. */
    private static String lanAddress() {
        return NetworkAddresses.others().stream()
                .filter(own -> own.kind() != NetworkAddresses.Kind.TUNNEL)
                .findFirst()
                .map(NetworkAddresses.Own::host)
                .orElse("localhost");
    }
}
