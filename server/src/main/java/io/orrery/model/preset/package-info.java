/** A model's description: title, example prompts, limits. */
package io.orrery.model.preset;
