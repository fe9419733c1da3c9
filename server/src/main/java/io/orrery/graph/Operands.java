package io.orrery.graph;

import io.orrery.tensor.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The inputs of a node, for explanations: their names and layouts, and of values only the numbers that choose others. */
public final class Operands {
    private final List<String> names;
    private final List<Layout> layouts;
    private final ToDoubleFunction<Cell> read;

    /** @param read the value of a cell of one of the inputs */
    Operands(List<String> names, List<Layout> layouts, ToDoubleFunction<Cell> read) {
        this.names = names;
        this.layouts = layouts;
        this.read = read;
    }

    public int count() {
        return names.size();
    }

    public Layout layout(int input) {
        return layouts.get(input);
    }

    /** One cell of one input. */
    public Cell cell(int input, int... index) {
        var list = new ArrayList<Integer>(index.length);
        for (int i : index) {
            list.add(i);
        }
        return new Cell(names.get(input), List.copyOf(list));
    }

    /** The number in a cell that chooses other cells, such as that of an expert. */
    public int whole(int input, int... index) {
        return (int) read.applyAsDouble(cell(input, index));
    }

    /** A term that is one cell. */
    public Explanation.Product term(Cell cell) {
        return new Explanation.Product(List.of(cell));
    }

    /** A term that is the product of two cells. */
    public Explanation.Product term(Cell left, Cell right) {
        return new Explanation.Product(List.of(left, right));
    }
}
