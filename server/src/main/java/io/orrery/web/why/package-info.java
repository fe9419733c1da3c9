/** Questions of why over HTTP. */
package io.orrery.web.why;
