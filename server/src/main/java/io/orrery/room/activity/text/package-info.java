/** The text of a room: the prompt, generated tokens, and tokens that the driver chose. */
package io.orrery.room.activity.text;
