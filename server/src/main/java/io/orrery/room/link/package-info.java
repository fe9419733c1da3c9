/** What passes between the owner of a room and its fronts. */
package io.orrery.room.link;
