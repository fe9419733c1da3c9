package io.orrery.web.rooms;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Remembers which of this server's hosts other devices have used: this proves that phones can reach them. */
public final class Visitors {
    /** Number of hosts to remember; the least recently used one is dropped. */
    private static final int HOSTS = 64;

    /** Devices to remember per host. With two, at least one is not the device that asks. */
    private static final int DEVICES_PER_HOST = 2;

    private final Predicate<String> isThisMachine;

    private final Map<String, Set<Device>> byHost = new LinkedHashMap<>(HOSTS, 1, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<Device>> eldest) {
            return size() > HOSTS;
        }
    };

    /** @param isThisMachine whether an address belongs to the server's own machine; its visits are ignored */
    Visitors(Predicate<String> isThisMachine) {
        this.isThisMachine = isThisMachine;
    }

    /**
     * Identifies a device as well as a server can.
     *
     * @param address its IP address
     * @param agent its {@code User-Agent}; distinguishes devices behind a container's gateway, which share one address
     */
    record Device(String address, String agent) {}

    /**
     * Remembers a visit.
     *
     * @param host the {@code Host} header, with port; the caller checks that a link can lead to it, because clients other
     *     than browsers can send anything
     */
    synchronized void visited(String host, Device device) {
        Set<Device> known = byHost.getOrDefault(host, Set.of());
        if (known.size() < DEVICES_PER_HOST && !isThisMachine.test(device.address())) {
            byHost.computeIfAbsent(host, any -> new LinkedHashSet<>()).add(device);
        }
    }

    /** The hosts that a device other than the given one has used. */
    synchronized List<String> reachedFrom(Device own) {
        return byHost.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(device -> !device.equals(own)))
                .map(Map.Entry::getKey)
                .toList();
    }
}
