package io.orrery.trace;

import io.orrery.trace.FairScheduler.QueuePlace;
import io.orrery.trace.FairScheduler.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The works of rooms, or those of visitors. Guarded by the monitor of the {@link FairScheduler}. */
final class SchedulingGroup {
    private final boolean isRooms;

    /** The tenants in the order of their turns. */
    private final Map<String, SchedulingTenant> tenants = new LinkedHashMap<>();

    /** The work that could not reserve its memory, which begins before any other. */
    private Optional<Work> blocked = Optional.empty();

    SchedulingGroup(boolean isRooms) {
        this.isRooms = isRooms;
    }

    void add(Work work, String tenant) {
        tenants.computeIfAbsent(tenant, first -> new SchedulingTenant()).add(work);
    }

    void remove(Work work, String tenant) {
        SchedulingTenant works = tenants.get(tenant);
        if (works != null) {
            works.remove(work);
            if (works.isEmpty()) {
                tenants.remove(tenant);
            }
        }
        if (tenants.values().stream().noneMatch(others -> others.contains(work))) {
            blocked = blocked.filter(other -> !other.equals(work));
        }
    }

    void remove(Work work) {
        List.copyOf(tenants.keySet()).forEach(tenant -> remove(work, tenant));
    }

    /** A work of the first tenant that can advance. The tenant moves to the end. */
    Optional<Work> next() {
        for (var tenant : tenants.entrySet()) {
            Optional<Work> work = tenant.getValue().next(this::canAdvance);
            if (work.isPresent()) {
                tenants.remove(tenant.getKey());
                tenants.put(tenant.getKey(), tenant.getValue());
                return work;
            }
        }
        return Optional.empty();
    }

    private boolean canAdvance(Work work) {
        if (work.hasBegun()) {
            return true;
        }
        if (blocked.filter(other -> !other.equals(work)).isPresent()) {
            return false;
        }
        boolean begins = work.begin(isRooms);
        blocked = begins ? Optional.empty() : Optional.of(work);
        return begins;
    }

    /** With each work of its own tenant, one of each other tenant is done, or as much as takes the same time. */
    QueuePlace place(Work work, String tenant) {
        QueuePlace own = tenants.getOrDefault(tenant, new SchedulingTenant()).place(work);
        long nanos = own.nanos();
        int place = own.place();
        for (var other : tenants.entrySet()) {
            if (!other.getKey().equals(tenant)) {
                nanos += Math.min(own.nanos(), other.getValue().nanosLeft());
                place += Math.min(own.place(), other.getValue().size());
            }
        }
        return new QueuePlace(place, nanos);
    }

    /** The number of tenants that wait. */
    int size() {
        return tenants.size();
    }

    long nanosLeft() {
        return tenants.values().stream().mapToLong(SchedulingTenant::nanosLeft).sum();
    }
}
