/**
 * {@code orrery bench slow}: what a room is like for those behind a slow network.
 *
 * <p>The server runs as a child process. Attendees reach it through a {@link io.orrery.bench.slow.ShapingProxy} of this
 * process, which lets bytes through as a slow network would; the presenter reaches it directly.
 */
package io.orrery.bench.slow;
