/** Training of the built-in sorting model, and its training data. */
package io.orrery.train;
