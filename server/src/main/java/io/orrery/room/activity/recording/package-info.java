/** Whether a room is recorded. */
package io.orrery.room.activity.recording;
