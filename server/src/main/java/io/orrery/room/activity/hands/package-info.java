/** Hands up: people raise a hand, and a presenter calls on one of them. */
package io.orrery.room.activity.hands;
