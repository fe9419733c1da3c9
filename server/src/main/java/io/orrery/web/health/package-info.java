/** Whether the server is alive, and whether it is ready for people. */
package io.orrery.web.health;
