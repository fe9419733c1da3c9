/** Runs of a model over a text: immutable, addressed by the hash of their recipe, and cached. */
package io.orrery.trace;
