/** Models to walk past. */
package io.orrery.room.activity.gallery;
