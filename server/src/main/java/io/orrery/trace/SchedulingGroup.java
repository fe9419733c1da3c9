package io.orrery.trace;

import io.orrery.trace.FairScheduler.Place;
import io.orrery.trace.FairScheduler.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The works of rooms, or those of visitors. Guarded by the monitor of the {@link FairScheduler}. */
final class SchedulingGroup {
    private final boolean isRooms;

    /** The parties in the order of their turns. */
    private final Map<String, SchedulingParty> parties = new LinkedHashMap<>();

    /** The work that could not reserve its memory, which begins before any other. */
    private Optional<Work> blocked = Optional.empty();

    SchedulingGroup(boolean isRooms) {
        this.isRooms = isRooms;
    }

    void add(Work work, String party) {
        parties.computeIfAbsent(party, first -> new SchedulingParty()).add(work);
    }

    void remove(Work work, String party) {
        SchedulingParty works = parties.get(party);
        if (works != null) {
            works.remove(work);
            if (works.isEmpty()) {
                parties.remove(party);
            }
        }
        if (parties.values().stream().noneMatch(others -> others.contains(work))) {
            blocked = blocked.filter(other -> !other.equals(work));
        }
    }

    void remove(Work work) {
        List.copyOf(parties.keySet()).forEach(party -> remove(work, party));
    }

    /** A work of the first party that can advance. The party moves to the end. */
    Optional<Work> next() {
        for (var party : parties.entrySet()) {
            Optional<Work> work = party.getValue().next(this::canAdvance);
            if (work.isPresent()) {
                parties.remove(party.getKey());
                parties.put(party.getKey(), party.getValue());
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

    /** With each work of its own party, one of each other party is done, or as much as takes the same time. */
    Place place(Work work, String party) {
        Place own = parties.getOrDefault(party, new SchedulingParty()).place(work);
        long nanos = own.nanos();
        int place = own.place();
        for (var other : parties.entrySet()) {
            if (!other.getKey().equals(party)) {
                nanos += Math.min(own.nanos(), other.getValue().nanosLeft());
                place += Math.min(own.place(), other.getValue().size());
            }
        }
        return new Place(place, nanos);
    }

    /** The number of parties that wait. */
    int size() {
        return parties.size();
    }

    long nanosLeft() {
        return parties.values().stream().mapToLong(SchedulingParty::nanosLeft).sum();
    }
}
