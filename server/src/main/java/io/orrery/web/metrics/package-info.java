/** The server's figures for its operator. */
package io.orrery.web.metrics;
