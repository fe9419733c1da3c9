/** The address of a room. */
package io.orrery.room.activity.address;
