/** The commands for authors of tours. */
package io.orrery.cli.tour;
