/** Measures what the free area of each screen shows at every step. */
package io.orrery.bench.stage;
