/** What is changed in the model while it runs. */
package io.orrery.room.activity.change;
