/** The order in which a model is walked through. */
package io.orrery.tour;
