/** The model gallery. */
package io.orrery.room.activity.gallery;
