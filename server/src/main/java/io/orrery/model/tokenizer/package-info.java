/** Tokenizers: tokenizer.json, and the sorting model's letters. */
package io.orrery.model.tokenizer;
