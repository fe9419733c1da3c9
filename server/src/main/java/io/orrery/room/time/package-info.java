/** Turns, timers, the clock and rate limits of rooms. */
package io.orrery.room.time;
