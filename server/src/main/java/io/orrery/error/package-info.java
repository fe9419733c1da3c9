/** What can go wrong because of what a person gave. */
package io.orrery.error;
