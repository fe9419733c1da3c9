package io.orrery.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nats.client.support.Encoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.UUID;

/**
 * An operator with one account for a server of NATS, and a file with a user's credentials, as {@code nsc} writes it. Source of the
 * forms: NATS's documentation, "JWT" and "NKeys".
 */
final class NatsCredentials {
    private final Key operator = new Key(14 << 3);
    private final Key system = new Key(0);
    private final Key account = new Key(0);

    /** Lines of a server's configuration that let in whoever has this account's credentials. */
    String configuration() {
        return """
                operator: %s
                system_account: %s
                resolver: MEMORY
                resolver_preload: { %s: %s, %s: %s }
                """.formatted(
                token(
                        operator,
                        operator,
                        "{\"type\":\"operator\",\"version\":2,\"system_account\":\"%s\"}".formatted(system.name())),
                system.name(),
                system.name(),
                token(operator, system, accountClaims(0)),
                account.name(),
                token(operator, account, accountClaims(-1)));
    }

    private static String accountClaims(int storage) {
        return ("{\"type\":\"account\",\"version\":2,\"limits\":{\"subs\":-1,\"data\":-1,\"payload\":-1,\"imports\":-1,\"exports\":-1,"
                        + "\"wildcards\":true,\"conn\":-1,\"leaf\":-1,\"mem_storage\":%1$d,\"disk_storage\":%1$d,\"streams\":%1$d,"
                        + "\"consumer\":%1$d}}")
                .formatted(storage);
    }

    /** Writes the credentials of a new user of this account. */
    Path user(Path file) throws IOException {
        var user = new Key(20 << 3);
        var claims = "{\"type\":\"user\",\"version\":2,\"pub\":{},\"sub\":{},\"subs\":-1,\"data\":-1,\"payload\":-1}";
        return Files.writeString(file, """
                -----BEGIN NATS USER JWT-----
                %s
                ------END NATS USER JWT------

                -----BEGIN USER NKEY SEED-----
                %s
                ------END USER NKEY SEED------
                """.formatted(token(account, user, claims), user.seed()));
    }

    private static String token(Key issuer, Key subject, String claims) {
        String body = "{\"jti\":\"%s\",\"iat\":%d,\"iss\":\"%s\",\"name\":\"test\",\"sub\":\"%s\",\"nats\":%s}"
                .formatted(UUID.randomUUID(), System.currentTimeMillis() / 1000, issuer.name(), subject.name(), claims);
        String signed = Encoding.base64UrlEncodeToString("{\"typ\":\"JWT\",\"alg\":\"ed25519-nkey\"}") + "."
                + Encoding.base64UrlEncodeToString(body);
        return signed + "." + Encoding.base64UrlEncodeToString(issuer.sign(signed.getBytes(UTF_8)));
    }

    /** A pair of keys of Ed25519, whose name and seed are written in NATS's base32 with a prefix and a CRC-16. */
    private static final class Key {
        private static final int SEED = 18 << 3;
        private final int prefix;
        private final KeyPair pair;

        Key(int prefix) {
            this.prefix = prefix;
            try {
                pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        String name() {
            return written(new byte[] {(byte) prefix}, last32(pair.getPublic().getEncoded()));
        }

        String seed() {
            return written(
                    new byte[] {(byte) (SEED | prefix >> 5), (byte) ((prefix & 31) << 3)},
                    last32(pair.getPrivate().getEncoded()));
        }

        byte[] sign(byte[] message) {
            try {
                var signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static byte[] last32(byte[] encoded) {
            return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        }

        private static String written(byte[] prefix, byte[] key) {
            byte[] all = Arrays.copyOf(prefix, prefix.length + key.length + 2);
            System.arraycopy(key, 0, all, prefix.length, key.length);
            int crc = 0;
            for (int i = 0; i < all.length - 2; i++) {
                crc ^= (all[i] & 0xff) << 8;
                for (int bit = 0; bit < 8; bit++) {
                    crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
                }
            }
            all[all.length - 2] = (byte) crc;
            all[all.length - 1] = (byte) (crc >> 8);
            return new String(Encoding.base32Encode(all));
        }
    }
}
