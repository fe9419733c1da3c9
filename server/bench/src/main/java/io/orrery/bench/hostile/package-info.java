/** {@code orrery-bench hostile}: attacks a server, and measures what its room notices and whether it survives. */
package io.orrery.bench.hostile;
