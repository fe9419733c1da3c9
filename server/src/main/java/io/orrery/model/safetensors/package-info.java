/** Files of tensors in the safetensors format, whole or in shards. */
package io.orrery.model.safetensors;
