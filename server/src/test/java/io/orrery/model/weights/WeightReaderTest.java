package io.orrery.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.model.Fixtures;
import io.orrery.model.config.LlamaConfig;
import io.orrery.model.file.RandomAccessBytes;
import io.orrery.model.file.TensorFile;
import io.orrery.model.safetensors.Safetensors;
import io.orrery.tensor.Encoding;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WeightReaderTest {
    @Test
    void afterAFailureNoThreadReadsTheFileAnyMore() throws IOException {
        var model = Fixtures.open("llama-tiny");
        var checkpoint = LlamaCheckpoint.of((LlamaConfig) model.config());
        try (var stored = Safetensors.open(
                        "weights",
                        RandomAccessBytes.of(Fixtures.folder("llama-tiny").resolve("model.safetensors")));
                var file = new FailingOnce(stored)) {
            assertThatThrownBy(() -> WeightReader.read(file, checkpoint, model.graph(), Adapter.none()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the first of several");
            assertThat(file.reading).hasValue(0);
        }
    }

    /** The first read waits until another has begun, if there is a second thread, and fails; the other goes on for a while. */
    private static final class FailingOnce implements TensorFile {
        private final TensorFile stored;
        private final AtomicBoolean isFirst = new AtomicBoolean(true);
        private final CountDownLatch otherBegan = new CountDownLatch(1);
        private final CountDownLatch failed = new CountDownLatch(1);
        final AtomicInteger reading = new AtomicInteger();

        FailingOnce(TensorFile stored) {
            this.stored = stored;
        }

        @Override
        public void read(String tensor, long from, int count, byte[] raw) throws IOException {
            try {
                if (isFirst.getAndSet(false)) {
                    otherBegan.await(1, TimeUnit.SECONDS);
                    failed.countDown();
                    throw new IOException("the first of several");
                }
                reading.incrementAndGet();
                otherBegan.countDown();
                failed.await();
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            stored.read(tensor, from, count, raw);
            reading.decrementAndGet();
        }

        @Override
        public String name() {
            return stored.name();
        }

        @Override
        public Set<String> names() {
            return stored.names();
        }

        @Override
        public int[] shape(String tensor) {
            return stored.shape(tensor);
        }

        @Override
        public Encoding encoding(String tensor) {
            return stored.encoding(tensor);
        }

        @Override
        public void close() throws IOException {
            stored.close();
        }
    }
}
