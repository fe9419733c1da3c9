/** The pages and the files of the web client. */
package io.orrery.web.pages;
