package io.orrery.bench.slow;

import java.util.Random;

/**
 * One direction of one connection. A segment passes the bottleneck, then takes the network's delay. A lost segment
 * arrives {@value #RETRANSMIT_MS} ms later, and all following segments of the connection wait for it, as in TCP.
 */
final class OneWayLink {
    /** Largest TCP segment in an Ethernet frame, in bytes. */
    static final int SEGMENT = 1460;

    /** The delay of a lost segment, in ms: TCP's smallest retransmission timeout. */
    static final double RETRANSMIT_MS = 200;

    private final Bottleneck shared;
    private final Network network;
    private final Random random;
    private double lastArrival;

    /** @param opensAt nothing arrives before this time, in ms */
    OneWayLink(Bottleneck shared, Network network, long number, double opensAt) {
        this.shared = shared;
        this.network = network;
        this.random = new Random(network.seed() * 31 + number);
        this.lastArrival = opensAt;
    }

    /** The time in ms at which a segment that is sent now arrives. */
    double arrival(double now, int bytes) {
        boolean isLost = random.nextDouble() < network.loss();
        double arrival = shared.pass(now, bytes) + network.delayMs() + (isLost ? RETRANSMIT_MS : 0);
        lastArrival = Math.max(lastArrival, arrival);
        return lastArrival;
    }
}
