/** The texts of tours: a subset of Markdown with links into the model, facts and forms. */
package io.orrery.tour.text;
