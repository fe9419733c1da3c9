/** A training that rooms watch. */
package io.orrery.train.live;
