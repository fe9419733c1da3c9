/** Benchmarks. Each command prints one JSON object, so that results can be compared between versions. */
package io.orrery.bench;
