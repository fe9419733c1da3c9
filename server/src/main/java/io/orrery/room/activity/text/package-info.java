/** The text of a room: a prompt, tokens that are generated, and tokens that are forced. */
package io.orrery.room.activity.text;
