/** Undo. */
package io.orrery.room.activity.undo;
