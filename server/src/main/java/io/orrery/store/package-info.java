/** Keeps rooms on disk, so that they outlive the process. */
package io.orrery.store;
