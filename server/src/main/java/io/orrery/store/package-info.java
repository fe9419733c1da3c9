/** Saves rooms on disk, so that they survive a restart. */
package io.orrery.store;
