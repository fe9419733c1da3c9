/** Guided tours over HTTP. */
package io.orrery.web.tour;
