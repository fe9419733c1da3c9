/**
 * What people can do in a room. Each {@link io.orrery.room.activity.Activity} is a package below this one; the list of them
 * is {@link io.orrery.room.activity.Activities}.
 */
package io.orrery.room.activity;
