/** The safetensors format, in single files and shards. */
package io.orrery.model.safetensors;
