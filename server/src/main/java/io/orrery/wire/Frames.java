package io.orrery.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes tensors as binary frames; {@code docs/protocol.md} describes the format.
 *
 * <p>A frame for a live room has at most 64 KiB. While the tensors do not fit, the largest one is reduced by one step:
 * from float32 to float16, then to 8 bits, then to half as many cells (max-pooled by magnitude) again and again. Small
 * tensors therefore stay exact. A tensor that cannot be reduced any further is left out: frames are only a prefetch,
 * and a browser requests whatever is missing.
 */
public final class Frames {
    /** The size limit of a live room's frame, in bytes. */
    public static final int LARGEST = 64 * 1024;

    /**
     * The limit for a full room, whose attendees may all share one internet connection: 150 frames of this size take
     * one second at 20 Mbit/s.
     */
    public static final int LARGEST_IN_A_FULL_ROOM = 16 * 1024;

    private static final int VERSION = 1;
    private static final int TRACE = 1;
    private static final int WEIGHTS = 2;
    private static final int POOLED = 1;

    private Frames() {}

    /** The tensors of a step, reduced until the frame has at most {@code most} bytes. */
    public static Frame step(String model, Cursor cursor, List<FrameTensor> tensors, int most) {
        var header = header(model);
        header.put("trace", cursor.trace());
        header.put("step", cursor.step());
        return new Frame(encode(TRACE, header, reduced(header, tensors, most)));
    }

    /** Weights of a model, reduced until the frame has at most {@code most} bytes. */
    public static Frame weights(String model, List<FrameTensor> tensors, int most) {
        var header = header(model);
        return new Frame(encode(WEIGHTS, header, reduced(header, tensors, most)));
    }

    private static List<Packed> reduced(Map<String, Object> header, List<FrameTensor> tensors, int most) {
        var packed = new ArrayList<>(tensors.stream().map(Packed::exact).toList());
        while (size(json(header, packed), packed) > most) {
            int largest = largest(packed);
            Packed smaller = packed.get(largest).smaller();
            if (smaller.bytes() < packed.get(largest).bytes()) {
                packed.set(largest, smaller);
            } else {
                packed.remove(largest);
            }
        }
        return packed;
    }

    /** Weights of a model, exact; there is no size limit. */
    public static Frame weights(String model, List<FrameTensor> tensors) {
        return weights(model, tensors, Map.of());
    }

    /** The same with further members in the header. */
    public static Frame weights(String model, List<FrameTensor> tensors, Map<String, Object> more) {
        var header = header(model);
        header.putAll(more);
        return new Frame(
                encode(WEIGHTS, header, tensors.stream().map(Packed::exact).toList()));
    }

    /** Weights of a model in half precision; those whose numbers it cannot hold are exact. There is no size limit. */
    public static Frame halfPrecision(String model, List<FrameTensor> tensors) {
        return halfPrecision(model, tensors, Map.of());
    }

    /** The same with further members in the header. */
    public static Frame halfPrecision(String model, List<FrameTensor> tensors, Map<String, Object> more) {
        var header = header(model);
        header.putAll(more);
        return new Frame(encode(
                WEIGHTS,
                header,
                tensors.stream().map(Packed::exact).map(Packed::half).toList()));
    }

    /** A part of a tensor of a trace, exact. */
    public static PartFrame part(String model, String trace, TensorPart part) {
        var header = header(model);
        header.put("trace", trace);
        return frame(TRACE, header, part);
    }

    /** A part of a weight of a model, exact. */
    public static PartFrame part(String model, TensorPart part) {
        return frame(WEIGHTS, header(model), part);
    }

    private static PartFrame frame(int type, Map<String, Object> header, TensorPart part) {
        header.put("tensors", List.of(part.entry()));
        byte[] json = Json.bytes(header);
        int numbers = Frame.HEAD + aligned(json.length);
        var head = ByteBuffer.allocate(numbers).order(ByteOrder.LITTLE_ENDIAN);
        putHead(head, type, part.pool() > 1 || part.across() > 1, json, numbers);
        return new PartFrame(head.array(), part);
    }

    private static void putHead(ByteBuffer out, int type, boolean pooled, byte[] json, int numbers) {
        out.put((byte) VERSION).put((byte) type).putShort((short) (pooled ? POOLED : 0));
        out.putInt(numbers - Frame.HEAD).putLong(0).putDouble(0);
        out.put(json).put(" ".repeat(numbers - Frame.HEAD - json.length).getBytes(StandardCharsets.US_ASCII));
    }

    private static Map<String, Object> header(String model) {
        var header = new LinkedHashMap<String, Object>();
        header.put("model", model);
        return header;
    }

    private static int largest(List<Packed> packed) {
        int largest = 0;
        for (int i = 1; i < packed.size(); i++) {
            largest = packed.get(i).bytes() > packed.get(largest).bytes() ? i : largest;
        }
        return largest;
    }

    private static byte[] encode(int type, Map<String, Object> header, List<Packed> tensors) {
        byte[] json = json(header, tensors);
        int numbers = Frame.HEAD + aligned(json.length);
        var out = ByteBuffer.allocate(size(json, tensors)).order(ByteOrder.LITTLE_ENDIAN);
        boolean pooled = tensors.stream().anyMatch(tensor -> tensor.pool() > 1);
        putHead(out, type, pooled, json, numbers);
        int at = numbers;
        for (Packed tensor : tensors) {
            out.position(at);
            tensor.put(out);
            at += aligned(tensor.bytes());
        }
        return out.array();
    }

    private static byte[] json(Map<String, Object> header, List<Packed> tensors) {
        var entries = new ArrayList<Map<String, Object>>();
        int offset = 0;
        for (Packed tensor : tensors) {
            entries.add(tensor.entry(offset));
            offset = Math.addExact(offset, aligned(tensor.bytes()));
        }
        var whole = new LinkedHashMap<>(header);
        whole.put("tensors", entries);
        return Json.bytes(whole);
    }

    private static int size(byte[] json, List<Packed> tensors) {
        int size = Frame.HEAD + aligned(json.length);
        for (Packed tensor : tensors) {
            size = Math.addExact(size, aligned(tensor.bytes()));
        }
        return size;
    }

    private static int aligned(int length) {
        return (length + Frame.ALIGNMENT - 1) / Frame.ALIGNMENT * Frame.ALIGNMENT;
    }

    /** A tensor, its element type and its pooling. */
    private record Packed(FrameTensor tensor, float greatest, Element element, int pool, float[] values) {
        static Packed exact(FrameTensor tensor) {
            return new Packed(tensor, tensor.greatestMagnitude(), Element.F32, 1, tensor.values());
        }

        Packed smaller() {
            if (element != Element.I8) {
                return new Packed(tensor, greatest, element.smaller(greatest), pool, values);
            }
            int wider = Math.min(2 * pool, Math.max(1, tensor.lastLength()));
            return new Packed(tensor, greatest, element, wider, tensor.pooled(wider));
        }

        /** In half precision, if it can hold the numbers. */
        Packed half() {
            return element.smaller(greatest) == Element.F16
                    ? new Packed(tensor, greatest, Element.F16, pool, values)
                    : this;
        }

        int bytes() {
            return Math.multiplyExact(values.length, element.bytes());
        }

        double scale() {
            return element.scale(greatest);
        }

        Map<String, Object> entry(int offset) {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("name", tensor.name());
            entry.put("axes", tensor.axes());
            entry.put("shape", tensor.shape());
            entry.put("dtype", element.word());
            entry.put("scale", scale());
            entry.put("rows", List.of(tensor.from(), tensor.to()));
            if (pool > 1) {
                entry.put("pool", pool);
            }
            entry.put("colourScale", tensor.colourScale());
            entry.put("offset", offset);
            entry.put("length", bytes());
            return entry;
        }

        void put(ByteBuffer out) {
            double scale = scale();
            for (float value : values) {
                element.put(out, value, scale);
            }
        }
    }
}
