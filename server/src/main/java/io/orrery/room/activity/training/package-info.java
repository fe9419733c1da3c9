/** A training that the room watches. */
package io.orrery.room.activity.training;
