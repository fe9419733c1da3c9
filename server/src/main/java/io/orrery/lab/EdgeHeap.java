package io.orrery.lab;

import java.util.Arrays;

/** A heap of the indices of edges, of which the strongest or the weakest is taken first. It holds plain numbers: there may be millions. */
final class EdgeHeap {
    private static final int FIRST = 64;

    private final EdgeList edges;
    private final boolean strongestFirst;
    private final int most;
    private int[] heap;
    private int size;

    /** @param most how many indices it will hold at one time */
    EdgeHeap(EdgeList edges, boolean strongestFirst, int most) {
        this.edges = edges;
        this.strongestFirst = strongestFirst;
        this.most = most;
        this.heap = new int[Math.min(most, FIRST)];
    }

    int size() {
        return size;
    }

    /** The index that {@link #take} takes. */
    int first() {
        return heap[0];
    }

    void add(int edge) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, (int) Math.min(most, 2L * size));
        }
        int at = size++;
        while (at > 0 && comesBefore(edge, heap[(at - 1) / 2])) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = edge;
    }

    int take() {
        int first = heap[0];
        int last = heap[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && comesBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (comesBefore(last, heap[child])) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return first;
    }

    private boolean comesBefore(int edge, int other) {
        return strongestFirst == edges.isStronger(edge, other);
    }
}
