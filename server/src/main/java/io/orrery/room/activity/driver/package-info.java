/** Who drives, and removing people. */
package io.orrery.room.activity.driver;
