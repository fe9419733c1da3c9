/** What the people of a room answer, apart from the room's state. */
package io.orrery.room.ballot;
