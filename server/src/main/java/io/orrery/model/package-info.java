/** A model directory in, a {@link io.orrery.model.Model} out: configuration, weights, tokenizer; the presets that ship. */
package io.orrery.model;
