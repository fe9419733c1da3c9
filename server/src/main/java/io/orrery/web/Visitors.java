package io.orrery.web;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** By which of this server's addresses devices have come: what proves that phones can reach it. */
final class Visitors {
    private static final int HOSTS = 64;
    private static final int DEVICES = 256;

    private final Map<String, Set<Device>> byHost = new LinkedHashMap<>();

    /**
     * A device, as far as a server can tell one from another.
     *
     * @param address that it came from
     * @param agent what its browser calls itself: behind a container's gateway all come from one address
     */
    record Device(String address, String agent) {}

    /** @param host as the device's browser was told it, with its port */
    synchronized void came(String host, Device device) {
        if (!byHost.containsKey(host) && byHost.size() >= HOSTS) {
            return;
        }
        Set<Device> devices = byHost.computeIfAbsent(host, any -> new LinkedHashSet<>());
        if (devices.size() < DEVICES) {
            devices.add(device);
        }
    }

    /**
     * The hosts by which somebody else has come.
     *
     * @param own the device that asks
     * @param isThisMachine whether an address is one of the machine that the server runs on
     */
    synchronized List<String> reachedFrom(Device own, Predicate<String> isThisMachine) {
        return byHost.entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(device -> !device.equals(own) && !isThisMachine.test(device.address())))
                .map(Map.Entry::getKey)
                .toList();
    }
}
