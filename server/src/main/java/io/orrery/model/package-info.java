/**
 * Reads a model folder into a {@link io.orrery.model.Model}: configuration, weights, tokenizer. Also the built-in
 * presets.
 */
package io.orrery.model;
