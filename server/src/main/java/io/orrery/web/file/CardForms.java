package io.orrery.web.file;

import io.orrery.graph.Cell;
import io.orrery.graph.Keep;
import io.orrery.graph.Node;
import io.orrery.trace.Trace;
import io.orrery.wire.ExplanationJson;
import io.orrery.wire.FrameTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How every cell of a trace was computed, in few words: a page in a file puts a cell's card together from them and from the numbers that it
 * has. The explanations of most cells of a tensor differ by whole numbers only, such as the row that is read, and these depend linearly on
 * the cell's index. So a tensor is cut into boxes in which that holds for each cell, which is checked for each cell.
 */
final class CardForms {
    /** A tensor with more boxes has no cards: its explanations have no such form. */
    private static final int MOST_BOXES = 4096;

    private final Trace trace;
    private final Map<Form, Integer> forms = new LinkedHashMap<>();

    private CardForms(Trace trace) {
        this.trace = trace;
    }

    /** The forms of a trace's cards, as {@code live/file-answers.js} reads them ({@code Cards}). */
    static Map<String, Object> of(Trace trace) {
        var cards = new CardForms(trace);
        var nodes = new LinkedHashMap<String, Object>();
        for (Node node : trace.graph().nodes()) {
            if (node.keep() != Keep.ASIDE) {
                cards.new OfNode(node).boxes().ifPresent(boxes -> nodes.put(node.name(), boxes));
            }
        }
        return Map.of("forms", List.copyOf(cards.forms.keySet()), "nodes", nodes);
    }

    /** A cell's explanation. @param form what is not a whole number @param numbers the whole numbers in it, in order */
    private record Seen(int form, int[] numbers) {}

    /** What of an explanation is not a whole number. @param lists those of cells, as the page reads them */
    private record Form(Map<String, Object> constants, List<String> ints, List<Map<String, Object>> lists) {}

    /** Cells from which a cell was computed, evenly spaced. An item is one cell, or the factors of a product. */
    private static final class EvenRun {
        private final List<Cell> first;
        private List<Cell> second;
        private List<Cell> last;
        private int count = 1;

        EvenRun(List<Cell> first) {
            this.first = first;
            second = first;
            last = first;
        }

        /** Adds an item if it continues the run. */
        boolean takes(List<Cell> item) {
            if (!isAlike(item) || count > 1 && !isNext(item)) {
                return false;
            }
            if (count == 1) {
                second = item;
            }
            last = item;
            count++;
            return true;
        }

        private boolean isAlike(List<Cell> item) {
            boolean alike = item.size() == first.size();
            for (int i = 0; alike && i < item.size(); i++) {
                alike = item.get(i).node().equals(first.get(i).node())
                        && item.get(i).index().size() == first.get(i).index().size();
            }
            return alike;
        }

        private boolean isNext(List<Cell> item) {
            boolean next = true;
            for (int i = 0; next && i < item.size(); i++) {
                for (int axis = 0; next && axis < item.get(i).index().size(); axis++) {
                    next = by(last, item, i, axis) == by(first, second, i, axis);
                }
            }
            return next;
        }

        private static int by(List<Cell> from, List<Cell> to, int i, int axis) {
            return to.get(i).index().get(axis) - from.get(i).index().get(axis);
        }

        List<List<Object>> names() {
            return first.stream()
                    .map(cell -> List.<Object>of(cell.node(), cell.index().size()))
                    .toList();
        }

        void putNumbers(List<Integer> numbers) {
            numbers.add(count);
            for (int i = 0; i < first.size(); i++) {
                numbers.addAll(first.get(i).index());
                for (int axis = 0; axis < first.get(i).index().size(); axis++) {
                    numbers.add(by(first, second, i, axis));
                }
            }
        }
    }

    private Optional<Seen> seen(Node node, int[] cell) {
        Map<String, Object> json = ExplanationJson.form(trace.explain(node, cell));
        var constants = new LinkedHashMap<String, Object>();
        var ints = new ArrayList<String>();
        var lists = new ArrayList<Map<String, Object>>();
        var numbers = new ArrayList<Integer>();
        var ofLists = new ArrayList<Integer>();
        for (var member : json.entrySet()) {
            String name = member.getKey();
            Object value = member.getValue();
            if (name.equals("rest")) {
                return Optional.empty();
            }
            if (value instanceof Integer number) {
                ints.add(name);
                numbers.add(number);
            } else if (value instanceof Cell one) {
                lists.add(list(name, "cell", List.of(List.of(one)), ofLists));
            } else if (value instanceof List<?> several) {
                boolean areProducts = !several.isEmpty() && several.get(0) instanceof List<?>;
                lists.add(list(name, areProducts ? "products" : "cells", items(several), ofLists));
            } else {
                constants.put(name, value);
            }
        }
        numbers.addAll(ofLists);
        int known = forms.computeIfAbsent(new Form(constants, ints, lists), added -> forms.size());
        return Optional.of(new Seen(known, numbers.stream().mapToInt(i -> i).toArray()));
    }

    @SuppressWarnings("unchecked")
    private static List<List<Cell>> items(List<?> several) {
        return several.stream()
                .map(each -> each instanceof Cell cell ? List.of(cell) : (List<Cell>) each)
                .toList();
    }

    private static Map<String, Object> list(String as, String form, List<List<Cell>> items, List<Integer> numbers) {
        var runs = new ArrayList<EvenRun>();
        for (List<Cell> item : items) {
            if (runs.isEmpty() || !runs.get(runs.size() - 1).takes(item)) {
                runs.add(new EvenRun(item));
            }
        }
        runs.forEach(run -> run.putNumbers(numbers));
        return Map.of(
                "as",
                as,
                "form",
                form,
                "runs",
                runs.stream().map(EvenRun::names).toList());
    }

    /** The boxes of one tensor. */
    private final class OfNode {
        private final Node node;
        private final int[] shape;
        /** The axis of positions, whose tokens a look-up reads; −1 for none. */
        private final int row;

        private final List<Map<String, Object>> boxes = new ArrayList<>();
        private Seen[] all = {};

        OfNode(Node node) {
            this.node = node;
            var layout = trace.layout(node);
            shape = layout.shape();
            row = node.constant() ? -1 : FrameTensor.rowAxis(layout.axes());
        }

        Optional<List<Map<String, Object>>> boxes() {
            all = new Seen[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
            for (int at = 0; at < all.length; at++) {
                Optional<Seen> one = seen(node, index(at));
                if (one.isEmpty()) {
                    return Optional.empty();
                }
                all[at] = one.get();
            }
            fit(new int[shape.length], shape.clone());
            return boxes.size() > MOST_BOXES ? Optional.empty() : Optional.of(boxes);
        }

        private int[] index(int at) {
            var index = new int[shape.length];
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                index[axis] = at % shape[axis];
                at /= shape[axis];
            }
            return index;
        }

        private Seen at(int[] index) {
            int at = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                at = at * shape[axis] + index[axis];
            }
            return all[at];
        }

        /** Adds a box, or cuts it where its first cell stands that is of another form. */
        private void fit(int[] from, int[] to) {
            if (boxes.size() > MOST_BOXES) {
                return;
            }
            var line = new Line(from, to);
            Optional<int[]> other = line.firstThatDiffers(from, to);
            if (other.isEmpty()) {
                boxes.add(line.json(from, to));
                return;
            }
            int axis = shape.length - 1;
            while (other.get()[axis] == from[axis]) {
                axis--;
            }
            int[] end = to.clone();
            end[axis] = other.get()[axis];
            fit(from, end);
            int[] begin = from.clone();
            begin[axis] = other.get()[axis];
            fit(begin, to);
        }

        private int token(int[] index) {
            return row < 0 ? 0 : trace.recipe().tokens().get(index[row]);
        }

        /** The numbers of a box's first cells, continued linearly; each also as its distance to the token of the cell's row. */
        private final class Line {
            private final Seen first;
            private final int[][] by;
            private final int[][] byOfDistance;
            private final int[] origin;
            private final int firstToken;
            private final boolean[] isPlain;
            private final boolean[] isOfToken;

            Line(int[] from, int[] to) {
                origin = from.clone();
                first = at(from);
                firstToken = token(from);
                int count = first.numbers().length;
                by = new int[shape.length][count];
                byOfDistance = new int[shape.length][count];
                isPlain = new boolean[count];
                isOfToken = new boolean[count];
                Arrays.fill(isPlain, true);
                Arrays.fill(isOfToken, row >= 0);
                for (int axis = 0; axis < shape.length; axis++) {
                    if (to[axis] - from[axis] > 1) {
                        int[] next = from.clone();
                        next[axis]++;
                        Seen beside = at(next);
                        for (int i = 0; i < count && beside.form() == first.form(); i++) {
                            by[axis][i] = beside.numbers()[i] - first.numbers()[i];
                            byOfDistance[axis][i] = by[axis][i] - token(next) + firstToken;
                        }
                    }
                }
            }

            Optional<int[]> firstThatDiffers(int[] from, int[] to) {
                int[] index = from.clone();
                while (true) {
                    if (!holds(index)) {
                        return Optional.of(index);
                    }
                    int axis = shape.length - 1;
                    while (axis >= 0 && ++index[axis] == to[axis]) {
                        index[axis] = from[axis];
                        axis--;
                    }
                    if (axis < 0) {
                        return Optional.empty();
                    }
                }
            }

            private boolean holds(int[] index) {
                Seen seen = at(index);
                if (seen.form() != first.form()) {
                    return false;
                }
                int moved = token(index) - firstToken;
                var plain = isPlain.clone();
                var ofToken = isOfToken.clone();
                for (int i = 0; i < seen.numbers().length; i++) {
                    int expected = first.numbers()[i];
                    int distance = expected + moved;
                    for (int axis = 0; axis < shape.length; axis++) {
                        expected += by[axis][i] * (index[axis] - origin[axis]);
                        distance += byOfDistance[axis][i] * (index[axis] - origin[axis]);
                    }
                    plain[i] &= expected == seen.numbers()[i];
                    ofToken[i] &= distance == seen.numbers()[i];
                    if (!plain[i] && !ofToken[i]) {
                        return false;
                    }
                }
                System.arraycopy(plain, 0, isPlain, 0, plain.length);
                System.arraycopy(ofToken, 0, isOfToken, 0, ofToken.length);
                return true;
            }

            Map<String, Object> json(int[] from, int[] to) {
                int count = first.numbers().length;
                var base = first.numbers().clone();
                var factors = new int[shape.length + 1][count];
                for (int i = 0; i < count; i++) {
                    factors[shape.length][i] = isPlain[i] ? 0 : 1;
                    base[i] -= isPlain[i] ? 0 : firstToken;
                    for (int axis = 0; axis < shape.length; axis++) {
                        factors[axis][i] = (isPlain[i] ? by : byOfDistance)[axis][i];
                        base[i] -= factors[axis][i] * origin[axis];
                    }
                }
                return Map.of("from", from, "to", to, "form", first.form(), "base", base, "by", factors);
            }
        }
    }
}
