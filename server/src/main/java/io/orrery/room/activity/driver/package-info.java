/** Who drives, and who is sent out. */
package io.orrery.room.activity.driver;
