/** Which stored tensor holds which weight, how weights are read from a file, and adapters that are added to them. */
package io.orrery.model.weights;
