/** Moving through the steps of a trace. */
package io.orrery.room.activity.walk;
