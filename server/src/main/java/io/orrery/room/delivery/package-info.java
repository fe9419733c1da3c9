/** Sending to one browser: its connection, and the messages that wait for it. */
package io.orrery.room.delivery;
