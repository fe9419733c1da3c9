package io.orrery.web.traces;

import io.javalin.http.Context;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.tensor.Tensor;
import io.orrery.wire.FrameTensor;
import io.orrery.wire.TensorPart;
import java.util.ArrayList;

/** Which part of a tensor is asked for, by {@code ?rows=&columns=&heads=&pool=&across=}; the whole where nothing is said. */
public final class PartRequest {
    /** The most bytes of numbers that one answer has. */
    static final long LARGEST = 16L << 20;

    private PartRequest() {}

    /**
     * @throws OrreryException with {@link RequestError.RowsOutOfRange} or {@link RequestError.NotAWholeNumber} where it asks for
     *     what the tensor does not have, or with {@link RequestError.PartTooLarge}
     */
    static TensorPart of(Context ctx, String name, Tensor tensor, float colourScale) {
        var layout = tensor.layout();
        var from = new ArrayList<Integer>();
        var to = new ArrayList<Integer>();
        int rows = FrameTensor.rowAxis(layout.axes());
        for (int axis = 0; axis < layout.rank(); axis++) {
            String asked = null;
            if (layout.axes().get(axis).equals("head")) {
                asked = ctx.queryParam("heads");
            }
            if (asked == null && axis == rows) {
                asked = ctx.queryParam("rows");
            }
            if (asked == null && axis == layout.rank() - 1) {
                asked = ctx.queryParam("columns");
            }
            RowRange range = RowRange.of(asked, layout.size(axis));
            from.add(range.from());
            to.add(range.to());
        }
        var part = new TensorPart(name, tensor, from, to, pool(ctx, "across"), pool(ctx, "pool"), colourScale);
        if (part.bytes() > LARGEST) {
            throw new OrreryException(new RequestError.PartTooLarge(name, part.bytes(), LARGEST));
        }
        return part;
    }

    private static int pool(Context ctx, String name) {
        String text = ctx.queryParam(name);
        if (text == null) {
            return 1;
        }
        if (!text.matches("[1-9]\\d{0,5}")) {
            throw new OrreryException(new RequestError.NotAWholeNumber(name));
        }
        return Integer.parseInt(text);
    }
}
