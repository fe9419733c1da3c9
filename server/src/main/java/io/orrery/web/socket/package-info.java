/** Connections to a room by WebSocket. */
package io.orrery.web.socket;
