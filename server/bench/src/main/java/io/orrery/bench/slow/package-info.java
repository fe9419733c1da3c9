/**
 * {@code orrery-bench slow}: a room as attendees behind a slow network experience it.
 *
 * <p>The server runs as a child process. Attendees reach it through a {@link io.orrery.bench.slow.ShapingProxy} of this
 * process, which behaves like a slow network; the presenter reaches it directly.
 */
package io.orrery.bench.slow;
