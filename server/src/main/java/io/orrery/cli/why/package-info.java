/** {@code orrery why}: questions about one answer of a model, each a subcommand that measures and prints JSON. */
package io.orrery.cli.why;
