/** Talks that presenters prepare for this room, beat by beat, from what they show. */
package io.orrery.room.activity.talk;
