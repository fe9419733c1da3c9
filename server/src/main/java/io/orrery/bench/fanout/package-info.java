/**
 * {@code orrery bench fanout}: what it costs to show one presenter's steps to a full room.
 *
 * <p>The server runs as a child process. This process is its load: a presenter who steps, and attendees who read, over
 * real sockets and by the real protocol. Then the same load reads the same bytes from another server, for comparison.
 */
package io.orrery.bench.fanout;
