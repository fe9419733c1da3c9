package io.orrery.room.access;

import java.security.MessageDigest;
import java.util.Base64;

/**
 * A key to a room, of which only the hash is kept, so that neither a log, a stolen file nor a dump of memory gives it
 * away.
 *
 * @param seed what {@link KeyMaker} made the key of; empty if it was made elsewhere. Without the operator's key it says
 *     nothing
 * @param hash of the key: SHA-256, in base64
 */
public record RoomKey(String seed, String hash) {
    /** A key that was made elsewhere. */
    public static RoomKey of(String key) {
        return of("", key);
    }

    public static RoomKey of(String seed, String key) {
        return new RoomKey(seed, Hashes.hash(key));
    }

    /** Whether this is the key, in a time that does not tell how much of it is right. */
    public boolean matches(String key) {
        return MessageDigest.isEqual(
                Base64.getUrlDecoder().decode(hash), Base64.getUrlDecoder().decode(Hashes.hash(key)));
    }

    @Override
    public String toString() {
        return "RoomKey";
    }
}
