/** Who sends a request, what they may ask for, and how often. */
package io.orrery.web.access;
