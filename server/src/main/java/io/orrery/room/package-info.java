/**
 * A live room: one presenter's state, and everyone who follows it.
 *
 * <p>A room is an actor. All that changes happens in turns of its {@link io.orrery.room.time.EventLoop}, one after the other, so
 * nothing here is locked. What takes long is asked of an {@link io.orrery.room.engine.Engine} and comes back as another turn;
 * what was overtaken meanwhile is dropped. It knows nothing of HTTP or of sockets: a
 * {@link io.orrery.room.delivery.Connection} takes what it says, a {@link io.orrery.room.ClientSession} what is said to it.
 */
package io.orrery.room;
