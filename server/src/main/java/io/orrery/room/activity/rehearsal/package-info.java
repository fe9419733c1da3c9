/** The rehearsal of a talk, with an invented audience. */
package io.orrery.room.activity.rehearsal;
