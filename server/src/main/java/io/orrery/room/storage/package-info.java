/** The stored form of rooms, and the interface to the storage. */
package io.orrery.room.storage;
