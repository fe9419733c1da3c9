/** Sharing the driver's camera. */
package io.orrery.room.activity.share;
