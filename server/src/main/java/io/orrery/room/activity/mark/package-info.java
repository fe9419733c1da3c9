/** Marks on the model, for everyone. */
package io.orrery.room.activity.mark;
