/** The room for other programs: commands and the state over HTTP, with a key for remote control. */
package io.orrery.web.remote;
