package io.orrery.room.access;

import java.security.MessageDigest;
import java.util.Base64;

/**
 * The stored form of a room key: only its hash, so that logs, stolen files and memory dumps do not reveal the key.
 *
 * @param seed the seed from which {@link KeyMaker} derived the key, useless without the operator's key; empty if the
 *     key was made elsewhere
 * @param hash the key's SHA-256 hash, in base64
 */
public record RoomKey(String seed, String hash) {
    /** A key that was made elsewhere. */
    public static RoomKey of(String key) {
        return of("", key);
    }

    public static RoomKey of(String seed, String key) {
        return new RoomKey(seed, Hashes.hash(key));
    }

    /** Whether this is the key. Takes constant time, so that a guesser learns nothing from a partial match. */
    public boolean matches(String key) {
        return MessageDigest.isEqual(
                Base64.getUrlDecoder().decode(hash), Base64.getUrlDecoder().decode(Hashes.hash(key)));
    }

    @Override
    public String toString() {
        return "RoomKey";
    }
}
