/** "I am lost": a flag that each person can raise. */
package io.orrery.room.activity.lost;
