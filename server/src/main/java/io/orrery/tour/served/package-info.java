/** Tours as JSON for pages. */
package io.orrery.tour.served;
