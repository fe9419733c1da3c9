/** Who may enter the room: whether it is locked, how many people fit in, and who is kept out. */
package io.orrery.room.activity.door;
