/** From text to tokens and back: tokenizer.json, and the sorting model's own letters. */
package io.orrery.model.tokenizer;
