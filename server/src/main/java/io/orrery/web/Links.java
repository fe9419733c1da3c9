package io.orrery.web;

import io.orrery.room.RoomCode;
import java.net.URI;
import java.util.List;

/**
 * Where people go. The presenter's key stands in the fragment, which browsers do not send to anybody.
 *
 * @param base without a slash at the end
 * @param key the presenter's
 * @param coKey that of those who may take the wheel
 */
public record Links(String base, RoomCode code, String key, String coKey) {
    public String solo() {
        return base + "/solo";
    }

    public String audience() {
        return base + "/r/" + code.text();
    }

    public String screen() {
        return audience() + "/screen";
    }

    public String presenter() {
        return audience() + "/present#key=" + key;
    }

    public String coPresenter() {
        return audience() + "/present#key=" + coKey;
    }

    /** The links as they are printed at the start. */
    public List<String> lines() {
        return List.of(
                "Orrery is ready.",
                "  Walk alone  " + solo(),
                "  Audience    " + audience(),
                "  Projector   " + screen(),
                "  Presenter   " + presenter(),
                "  Co-presenter " + coPresenter());
    }

    /** Leaves out the key, which no log may hold. */
    @Override
    public String toString() {
        return "Links[" + audience() + "]";
    }

    /** Where others reach a server: its public address, the one it listens on, or one of this machine in the LAN. */
    static String base(ServerOptions options, int port) {
        if (options.publicUrl().isPresent()) {
            return withoutSlash(options.publicUrl().get());
        }
        boolean isEverywhere = options.host().equals(ServerOptions.ALL_INTERFACES)
                || options.host().equals("::");
        String host = isEverywhere ? lanAddress() : options.host();
        return "http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    static String withoutSlash(URI uri) {
        return uri.toString().replaceAll("/+$", "");
    }

    /** An address that the room's phones can most likely reach. */
    private static String lanAddress() {
        return Addresses.others().stream()
                .filter(own -> own.kind() != Addresses.Kind.TUNNEL)
                .findFirst()
                .map(Addresses.Own::host)
                .orElse("localhost");
    }
}
