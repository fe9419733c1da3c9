package io.orrery.bench.hostile;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** An attack on a server. It needs no key, unless it says otherwise. */
interface Attack {
    /** Name of its row in the result. */
    String name();

    /**
     * Attacks until the time is over, or until everything was sent that belongs to the attack.
     *
     * @return what the attacker got, by name of the figure
     * @throws IOException if the server no longer accepts connections
     */
    Map<String, ?> run(Site site, Duration time) throws IOException, InterruptedException;
}
