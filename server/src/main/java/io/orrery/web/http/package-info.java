/** Routes, requests and answers: what all routes share. */
package io.orrery.web.http;
