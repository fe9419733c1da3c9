/** Who sent a request, whether it is allowed, and rate limits. */
package io.orrery.web.access;
