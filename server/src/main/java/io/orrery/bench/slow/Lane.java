package io.orrery.bench.slow;

import java.util.Random;

/**
 * One direction of one connection. A segment passes the bottleneck and travels for the network's delay. A lost one comes
 * {@value #AGAIN_MS} ms later, and all behind it on this connection wait for it, as TCP makes them.
 */
final class Lane {
    /** Bytes that travel together: what an Ethernet frame leaves for TCP. */
    static final int SEGMENT = 1460;

    /** What a lost segment costs: the least time after which TCP sends again on its own. */
    static final double AGAIN_MS = 200;

    private final Bottleneck shared;
    private final Network network;
    private final Random random;
    private double last;

    /** @param openFrom before this nothing arrives, ms */
    Lane(Bottleneck shared, Network network, long number, double openFrom) {
        this.shared = shared;
        this.network = network;
        this.random = new Random(network.seed() * 31 + number);
        this.last = openFrom;
    }

    /** When a segment that is sent now arrives, ms. */
    double arrival(double now, int bytes) {
        boolean isLost = random.nextDouble() < network.loss();
        double travelled = shared.pass(now, bytes) + network.delayMs() + (isLost ? AGAIN_MS : 0);
        last = Math.max(last, travelled);
        return last;
    }
}
