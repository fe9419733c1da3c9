package io.orrery.tour.fact;

import java.util.Optional;

/**
 * What a question of why is about: {@code for "TOK" against "TOK"}.
 *
 * @param of the token asked for; empty for the most probable
 * @param against what it is compared with; empty for the most probable other token
 */
public record Aim(Optional<TokenName> of, Optional<TokenName> against) {
    /** The two most probable tokens. */
    public static final Aim USUAL = new Aim(Optional.empty(), Optional.empty());
}
