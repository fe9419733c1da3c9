/** For the operator: whether the server is alive and ready for people, and its figures. */
package io.orrery.web.health;
