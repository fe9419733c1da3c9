/** Pictures of a page, taken by a headless browser of this machine. */
package io.orrery.picture;
