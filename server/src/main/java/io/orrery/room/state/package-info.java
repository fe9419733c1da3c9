/** The state of a room: named parts, their JSON, and the undo history. */
package io.orrery.room.state;
