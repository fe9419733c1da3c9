package io.orrery.web.access;

import java.util.function.BiConsumer;

/**
 * The headers that the OWASP Secure Headers Project recommends; {@code docs/deploying.md} gives the reasons, also for those
 * that are left out. Pages have a content security policy of their own.
 */
public final class SecurityHeaders {
    private SecurityHeaders() {}

    /**
     * Sets the headers of an answer.
     *
     * @param isEncrypted whether the client uses HTTPS: browsers log a warning about some headers over HTTP
     * @param set sets one header
     */
    public static void set(boolean isEncrypted, BiConsumer<String, String> set) {
        set.accept("X-Content-Type-Options", "nosniff");
        set.accept("X-Frame-Options", "DENY");
        set.accept("X-DNS-Prefetch-Control", "off");
        set.accept("Referrer-Policy", "no-referrer");
        set.accept("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        set.accept("Cross-Origin-Resource-Policy", "same-origin");
        set.accept("Permissions-Policy", permissions("()"));
        if (isEncrypted) {
            set.accept("Cross-Origin-Opener-Policy", "same-origin");
            set.accept("Cross-Origin-Embedder-Policy", "require-corp");
            set.accept("Strict-Transport-Security", "max-age=31536000");
        }
    }

    /** The policy of what pages may ask a person for. @param microphone who may ask for the microphone: {@code ()} is nobody */
    public static String permissions(String microphone) {
        return "camera=(), microphone=" + microphone + ", geolocation=(), payment=(), usb=(), display-capture=()";
    }
}
