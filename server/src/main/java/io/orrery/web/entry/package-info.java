/**
 * What every request and answer passes between Jetty and the routes: limits on connections, requests, bodies and answers. No
 * part of it holds a thread while a client is slow.
 */
package io.orrery.web.entry;
