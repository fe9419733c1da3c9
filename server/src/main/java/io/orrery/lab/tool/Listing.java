package io.orrery.lab.tool;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/** A list whose elements are made each time they are read, so that JSON of many objects is written without holding them. */
final class Listing<T> extends AbstractList<T> implements RandomAccess {
    private final int size;
    private final IntFunction<T> made;

    private Listing(int size, IntFunction<T> made) {
        this.size = size;
        this.made = made;
    }

    static <T> List<T> of(int size, IntFunction<T> made) {
        return new Listing<>(size, made);
    }

    /** Makes one element of each of these. */
    static <S, T> List<T> of(List<S> each, java.util.function.Function<S, T> made) {
        return of(each.size(), i -> made.apply(each.get(i)));
    }

    @Override
    public T get(int index) {
        return made.apply(index);
    }

    @Override
    public int size() {
        return size;
    }
}
