/** The question of why that the room looks at: which tool is open, and what it is asked about. */
package io.orrery.room.activity.why;
