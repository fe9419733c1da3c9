/** The state of a room: named parts, their JSON, and the states that can be gone back to. */
package io.orrery.room.state;
