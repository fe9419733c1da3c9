/** The trainer, and the data of the models that ship. */
package io.orrery.train;
