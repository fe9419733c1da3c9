/** Reading requests and writing answers, for all routes. */
package io.orrery.web.http;
