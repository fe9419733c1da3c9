package io.orrery.cluster;

import io.nats.client.AuthHandler;
import io.orrery.error.ClusterError;
import io.orrery.error.OrreryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user's credentials for NATS: a JWT, and a seed of Ed25519 that signs what the server asks. The signature is the JDK's, as the library of
 * NATS would need 8 MB more for it.
 */
final class UserCredentials implements AuthHandler {
    private static final Pattern JWT = section("NATS USER JWT");
    private static final Pattern SEED = section("USER NKEY SEED");

    /** RFC 4648. */
    private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final int BITS = 5;

    /** Two bytes before a seed say whose it is, and two behind it are a checksum. */
    private static final int PREFIX = 2;

    private static final int SEED_BYTES = 32;

    private final String jwt;
    private final PrivateKey key;

    private UserCredentials(String jwt, PrivateKey key) {
        this.jwt = jwt;
        this.key = key;
    }

    /** @throws OrreryException if the file is none of credentials */
    static UserCredentials read(Path file) {
        try {
            String text = Files.readString(file);
            byte[] seed = decoded(found(SEED, text));
            if (seed.length < PREFIX + SEED_BYTES) {
                throw new IOException("the seed is too short");
            }
            return new UserCredentials(
                    found(JWT, text),
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(new EdECPrivateKeySpec(
                                    NamedParameterSpec.ED25519,
                                    Arrays.copyOfRange(seed, PREFIX, PREFIX + SEED_BYTES))));
        } catch (IOException | GeneralSecurityException e) {
            throw new OrreryException(
                    new ClusterError.CredentialsNotRead(file.toString(), String.valueOf(e.getMessage())), e);
        }
    }

    private static Pattern section(String name) {
        return Pattern.compile("-----BEGIN " + name + "-----\\s*(\\S+)\\s*-+END");
    }

    private static String found(Pattern section, String text) throws IOException {
        Matcher matcher = section.matcher(text);
        if (!matcher.find()) {
            throw new IOException("a section is missing");
        }
        return matcher.group(1);
    }

    private static byte[] decoded(String text) throws IOException {
        var bytes = new byte[text.length() * BITS / Byte.SIZE];
        int buffer = 0;
        int held = 0;
        int written = 0;
        for (char letter : text.toCharArray()) {
            int value = BASE_32.indexOf(letter);
            if (value < 0) {
                throw new IOException("the seed is not in base 32");
            }
            buffer = buffer << BITS | value;
            held += BITS;
            if (held >= Byte.SIZE) {
                held -= Byte.SIZE;
                bytes[written++] = (byte) (buffer >> held);
            }
        }
        return bytes;
    }

    @Override
    public byte[] sign(byte[] nonce) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(nonce);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    /** None: the JWT names the user. */
    @Override
    public char[] getID() {
        return new char[0];
    }

    @Override
    public char[] getJWT() {
        return jwt.toCharArray();
    }
}
