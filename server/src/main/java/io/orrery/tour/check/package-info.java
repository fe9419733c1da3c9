/** What is wrong in tours: names that no model has, missing words, texts that are too hard to read. */
package io.orrery.tour.check;
