package io.orrery.web.entry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The bodies that are being read, in the order in which they began. If there are too many, the oldest is given up. */
final class OpenBodies {
    private final int mostOfAnAddress;
    private final int most;

    /** All bodies and their addresses, the oldest first. Guarded by this. */
    private final Map<OpenBody, String> all = new LinkedHashMap<>();

    /** The bodies of each address, the oldest first. Guarded by this. */
    private final Map<String, Set<OpenBody>> byAddress = new HashMap<>();

    /** A body that is being read. */
    interface OpenBody {
        void giveUp();
    }

    OpenBodies(int mostOfAnAddress, int most) {
        this.mostOfAnAddress = mostOfAnAddress;
        this.most = most;
    }

    void add(String address, OpenBody body) {
        oldest(address, body).ifPresent(OpenBody::giveUp);
    }

    /** Adds a body, and returns the one that must be given up in its favour. */
    private synchronized Optional<OpenBody> oldest(String address, OpenBody body) {
        Set<OpenBody> own = byAddress.computeIfAbsent(address, any -> new LinkedHashSet<>());
        own.add(body);
        all.put(body, address);
        if (own.size() > mostOfAnAddress) {
            return Optional.of(own.iterator().next());
        }
        return all.size() > most ? Optional.of(all.keySet().iterator().next()) : Optional.empty();
    }

    /** Removes a body; false if it was removed before. */
    synchronized boolean remove(OpenBody body) {
        String address = all.remove(body);
        if (address == null) {
            return false;
        }
        Set<OpenBody> own = byAddress.get(address);
        own.remove(body);
        if (own.isEmpty()) {
            byAddress.remove(address);
        }
        return true;
    }
}
