/**
 * A live room: one presenter's state, and everyone who follows it.
 *
 * <p>A room is an actor: all changes are made in turns of its {@link io.orrery.room.time.EventLoop}, one after the
 * other, so no locks are needed. Long computations are asked of an {@link io.orrery.room.engine.Engine}, and the
 * answers come back as turns; an answer that was overtaken in the meantime is dropped. The package knows nothing of
 * HTTP or sockets: a {@link io.orrery.room.delivery.Connection} sends messages to a browser, and a
 * {@link io.orrery.room.front.ClientSession} receives them.
 */
package io.orrery.room;
