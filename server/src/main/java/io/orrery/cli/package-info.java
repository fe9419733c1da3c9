/** The command line. */
package io.orrery.cli;
