/** The people in a room: their sessions, what is known of them, and sending to all of them. */
package io.orrery.room.people;
