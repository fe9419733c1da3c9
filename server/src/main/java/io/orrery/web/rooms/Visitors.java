package io.orrery.web.rooms;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** By which of this server's addresses devices have come: what proves that phones can reach it. */
public final class Visitors {
    /** The one visited longest ago is forgotten first. */
    private static final int HOSTS = 64;

    /** Of two devices one is not that which asks. */
    private static final int ENOUGH = 2;

    private final Predicate<String> isThisMachine;

    private final Map<String, Set<Device>> byHost = new LinkedHashMap<>(HOSTS, 1, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<Device>> eldest) {
            return size() > HOSTS;
        }
    };

    /** @param isThisMachine whether an address is one of the machine that the server runs on, which proves nothing */
    Visitors(Predicate<String> isThisMachine) {
        this.isThisMachine = isThisMachine;
    }

    /**
     * A device, as far as a server can tell one from another.
     *
     * @param address that it came from
     * @param agent what its browser calls itself: behind a container's gateway all come from one address
     */
    record Device(String address, String agent) {}

    /**
     * @param host as the device's browser was told it, with its port; browsers alone are honest about it, so it must be one
     *     that links may lead to
     */
    synchronized void came(String host, Device device) {
        Set<Device> known = byHost.getOrDefault(host, Set.of());
        if (known.size() < ENOUGH && !isThisMachine.test(device.address())) {
            byHost.computeIfAbsent(host, any -> new LinkedHashSet<>()).add(device);
        }
    }

    /** The hosts by which somebody other than the device that asks has come. */
    synchronized List<String> reachedFrom(Device own) {
        return byHost.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(device -> !device.equals(own)))
                .map(Map.Entry::getKey)
                .toList();
    }
}
