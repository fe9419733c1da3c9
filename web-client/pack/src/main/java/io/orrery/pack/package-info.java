/** What the build makes of the browser's sources: a tool of the build, no part of the program. */
package io.orrery.pack;
