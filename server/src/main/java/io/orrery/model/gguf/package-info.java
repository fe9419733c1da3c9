/** Models in the GGUF format: their header, their quantized tensors, their configuration and their tokenizer. */
package io.orrery.model.gguf;
