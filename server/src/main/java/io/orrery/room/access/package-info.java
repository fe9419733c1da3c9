/** Room codes and keys, and the secrets by which people are recognised. */
package io.orrery.room.access;
