/** The room's interface to the models. */
package io.orrery.room.engine;
