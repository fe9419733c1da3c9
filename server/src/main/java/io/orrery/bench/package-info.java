/** Measurements of this machine: what a command prints as one JSON object, to be compared from version to version. */
package io.orrery.bench;
