package io.orrery.graph;

import java.util.LinkedHashMap;
import java.util.Map;

/** The sizes of a transformer, under their usual names. */
public record Sizes(
        int d_model, int d_head, int d_mlp, int d_vocab, int n_layers, int n_heads, int n_key_value_heads, int n_ctx) {

    /** All of them by name, in a fixed order. */
    public Map<String, Integer> byName() {
        var sizes = new LinkedHashMap<String, Integer>();
        sizes.put("d_model", d_model);
        sizes.put("d_head", d_head);
        sizes.put("d_mlp", d_mlp);
        sizes.put("d_vocab", d_vocab);
        sizes.put("n_layers", n_layers);
        sizes.put("n_heads", n_heads);
        sizes.put("n_key_value_heads", n_key_value_heads);
        sizes.put("n_ctx", n_ctx);
        return sizes;
    }

    int get(String name) {
        Integer size = byName().get(name);
        if (size == null) {
            throw new IllegalArgumentException("no size is named " + name);
        }
        return size;
    }
}
