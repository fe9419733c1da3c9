/** Prompts that presenters have kept for this room. */
package io.orrery.room.activity.prompts;
