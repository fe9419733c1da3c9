/** Recordings over HTTP. */
package io.orrery.web.recordings;
