/** A question to the room, which everybody answers on their own page before anybody is told. */
package io.orrery.room.activity.prediction;
