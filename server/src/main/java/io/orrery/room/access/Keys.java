package io.orrery.room.access;

import io.orrery.wire.Role;
import io.orrery.wire.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of a room, oldest first. Those that were withdrawn stay in the list. */
public record Keys(List<Grant> list) {
    /** How many keys that no longer open the room are kept; the oldest go first. */
    private static final int MOST_WITHDRAWN = 32;

    /** Between the fields of a key in {@link #lines}; in none of them. */
    private static final String SEPARATOR = "\t";

    private static final int FIELDS = 7;

    public Keys {
        list = List.copyOf(list);
    }

    /** The presenter's and the co-presenters' key. @param made when, ms */
    public static Keys of(RoomKey presenter, RoomKey coPresenter, double made) {
        return new Keys(List.of(grant(Role.PRESENTER, presenter, made), grant(Role.CO_PRESENTER, coPresenter, made)));
    }

    private static Grant grant(Role role, RoomKey key, double made) {
        return new Grant(key, Ability.of(role), role.word(), made, 0, 0);
    }

    /** The role of a person who asks for a view; empty if the view needs a key, and the one that was shown does not suffice. */
    public static Optional<Role> role(View view, Optional<Grant> shown) {
        return switch (view) {
            case ATTENDEE, EMBED ->
                Optional.of(
                        shown.filter(grant -> isOf(Role.MODERATOR, grant)).isPresent()
                                ? Role.MODERATOR
                                : Role.ATTENDEE);
            case PROJECTOR, COPY -> Optional.of(Role.PROJECTOR);
            case REMOTE -> shown.filter(grant -> isOf(Role.REMOTE, grant)).map(grant -> Role.REMOTE);
            case PRESENTER -> shown.map(Grant::abilities).flatMap(Ability::role);
        };
    }

    /** The role that this key gives to a presenter's page; empty if it is no such key. */
    public Optional<Role> driver(String key, double now) {
        return grant(key, now).map(Grant::abilities).flatMap(Ability::role);
    }

    /** Whether this key moves the room: a driver's, or one for remote control. */
    public boolean moves(String key, double now) {
        return grant(key, now)
                .filter(grant -> grant.abilities().containsAll(Ability.REMOTE))
                .isPresent();
    }

    /**
     * What this key is good for; empty if it does not open the room. It is compared with all keys, so that the time taken reveals nothing.
     *
     * @param now the time, ms
     */
    public Optional<Grant> grant(String key, double now) {
        List<Grant> matching =
                list.stream().filter(grant -> grant.key().matches(key)).toList();
        return matching.stream().filter(grant -> grant.isGood(now)).findFirst();
    }

    /** The newest key for a role that was not withdrawn. */
    public Optional<Grant> newest(Role role) {
        return list.stream()
                .filter(grant -> isOf(role, grant) && grant.withdrawn() == 0)
                .reduce((older, newer) -> newer);
    }

    private static boolean isOf(Role role, Grant grant) {
        return grant.abilities().equals(Ability.of(role));
    }

    /** These keys with those of a role withdrawn, and another one for it. @param now the time, ms */
    public Keys with(Role role, RoomKey key, double now) {
        if (!role.needsKey()) {
            throw new IllegalArgumentException("a " + role.word() + " has no key");
        }
        var kept = new ArrayList<>(without(role, now).list);
        kept.add(grant(role, key, now));
        return new Keys(kept);
    }

    /** These keys with those of a role withdrawn. @param now the time, ms */
    public Keys without(Role role, double now) {
        List<Grant> all = list.stream()
                .map(grant -> isOf(role, grant) && grant.withdrawn() == 0 ? grant.withdrawnAt(now) : grant)
                .toList();
        long tooMany = all.stream().filter(grant -> !grant.isGood(now)).count() - MOST_WITHDRAWN;
        var kept = new ArrayList<Grant>();
        for (Grant grant : all) {
            if (grant.isGood(now) || tooMany-- <= 0) {
                kept.add(grant);
            }
        }
        return new Keys(kept);
    }

    /** The stored form: a line for each key, so that damage to one leaves the others. */
    public String lines() {
        return list.stream()
                .map(grant -> String.join(
                        SEPARATOR,
                        grant.key().hash(),
                        grant.key().seed(),
                        grant.abilities().stream().map(Ability::word).sorted().collect(Collectors.joining(",")),
                        Double.toString(grant.made()),
                        Double.toString(grant.expires()),
                        Double.toString(grant.withdrawn()),
                        grant.label()))
                .collect(Collectors.joining("\n"));
    }

    /** Reads the stored form. A line that is none of a key is left out. */
    public static Keys ofLines(String lines) {
        return new Keys(lines.lines().flatMap(line -> read(line).stream()).toList());
    }

    /** Keys of those who present are older than the ability to moderate. */
    private static boolean isImplied(Ability ability, Set<String> words) {
        return ability == Ability.MODERATE && words.contains(Ability.PRESENT.word());
    }

    private static Optional<Grant> read(String line) {
        String[] fields = line.split(SEPARATOR, -1);
        if (fields.length != FIELDS || !Hashes.isHash(fields[0])) {
            return Optional.empty();
        }
        Set<String> words = Set.copyOf(Arrays.asList(fields[2].split(",")));
        Set<Ability> abilities = Stream.of(Ability.values())
                .filter(ability -> words.contains(ability.word()) || isImplied(ability, words))
                .collect(Collectors.toSet());
        try {
            return Optional.of(new Grant(
                    new RoomKey(fields[1], fields[0]),
                    abilities,
                    fields[6],
                    Double.parseDouble(fields[3]),
                    Double.parseDouble(fields[4]),
                    Double.parseDouble(fields[5])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
