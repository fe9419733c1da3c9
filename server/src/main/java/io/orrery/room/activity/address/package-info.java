/** Where people reach a room. */
package io.orrery.room.activity.address;
