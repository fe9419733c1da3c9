/** Measures a training that people watch, and what a room notices of it. */
package io.orrery.bench.training;
