/** The files of tours, as they are written: what is declared, and the words of each language. */
package io.orrery.tour.file;
