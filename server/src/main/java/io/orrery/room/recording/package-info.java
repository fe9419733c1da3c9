/** Recordings: what a room's audience was shown, as rows by time. */
package io.orrery.room.recording;
