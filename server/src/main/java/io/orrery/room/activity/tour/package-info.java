/** The guided tour that the room is on: each beat sets the whole scene. */
package io.orrery.room.activity.tour;
