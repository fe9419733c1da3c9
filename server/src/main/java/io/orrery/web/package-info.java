/** HTTP and sockets: pages, static files, traces, and the way into a room. */
package io.orrery.web;
