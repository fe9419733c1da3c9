/** The order of a model's steps, and guided tours of it. */
package io.orrery.tour;
