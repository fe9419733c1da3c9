/** The log of a room: its entries, how they are stored and checked, and the state, undo history and done commands that they give. */
package io.orrery.room.log;
