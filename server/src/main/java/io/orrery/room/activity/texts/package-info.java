/** The level and the language that the presenter sets for everyone's texts. */
package io.orrery.room.activity.texts;
