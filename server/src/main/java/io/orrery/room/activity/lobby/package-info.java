/** The lobby, in which people gather. */
package io.orrery.room.activity.lobby;
