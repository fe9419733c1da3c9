package io.orrery.web.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.javalin.http.Context;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.tensor.Layout;
import io.orrery.tensor.Tensor;
import io.orrery.wire.TensorPart;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartRequestTest {
    private static final int ROWS = 4096;
    private static final int COLUMNS = 1025;
    private static final Tensor TABLE =
            Tensor.zeros(Layout.of(List.of("d_vocab", "d_model"), new int[] {ROWS, COLUMNS}, 0));

    /** 4096 rows of 1024 numbers are 16 MiB. */
    @Test
    void answersWithAtMost16MiB() {
        assertThat(part(Map.of("columns", "0:1024")).bytes()).isEqualTo(16 << 20);

        var refused = catchThrowableOfType(OrreryException.class, () -> part(Map.of()));

        assertThat(refused.error()).isInstanceOf(RequestError.PartTooLarge.class);
    }

    private static TensorPart part(Map<String, String> query) {
        var ctx = (Context) Proxy.newProxyInstance(
                PartRequestTest.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("queryParam");
                    return query.get((String) args[0]);
                });
        return PartRequest.of(ctx, "embed.W_E", TABLE, 1);
    }
}
