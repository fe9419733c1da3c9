/**
 * {@code orrery-bench fanout}: the cost of showing one presenter's steps to a full room.
 *
 * <p>The server runs in a child process. This process creates the load: a presenter who steps, and attendees who
 * receive, over real sockets and with the real protocol. For comparison, the same load then runs against another server
 * that sends the same bytes.
 */
package io.orrery.bench.fanout;
