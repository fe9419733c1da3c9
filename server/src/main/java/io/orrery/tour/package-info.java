/** The order of a model's steps. */
package io.orrery.tour;
