/** Dark screens. */
package io.orrery.room.activity.blank;
