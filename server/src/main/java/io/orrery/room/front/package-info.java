/** A front of a room: the sessions of pages, and what each of them is sent. */
package io.orrery.room.front;
