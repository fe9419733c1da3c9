package io.orrery.web.traces;

import io.javalin.http.Context;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.tensor.Tensor;
import io.orrery.wire.FrameTensor;
import io.orrery.wire.TensorPart;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which part of a tensor is requested: {@code ?rows=&columns=&heads=&pool=&across=}, by default all of it. */
public final class PartRequest {
    /** Size limit of an answer's values, in bytes. */
    static final long LARGEST = 16L << 20;

    private PartRequest() {}

    /**
     * @throws OrreryException with {@link RequestError.RowsOutOfRange}, {@link RequestError.NotAWholeNumber} or
     *     {@link RequestError.PartTooLarge} if the tensor has no such part or it is too large
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
            Range range = Range.of(asked, layout.size(axis));
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

    /** The rows [from, to) of a tensor. */
    private record Range(int from, int to) {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,9})");

        /**
         * Parses a parameter such as {@code 2:5}; null means all rows.
         *
         * @param text from a request, untrusted
         * @param count number of rows of the tensor
         */
        static Range of(String text, int count) {
            if (text == null) {
                return new Range(0, count);
            }
            Matcher parts = FORM.matcher(text);
            if (parts.matches()) {
                var range = new Range(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
                if (range.from < range.to && range.to <= count) {
                    return range;
                }
            }
            throw new OrreryException(new RequestError.RowsOutOfRange(count));
        }
    }
}
