/** A page that is one file: what is shown with all that it needs, assembled from the packed web client and the server's answers. */
package io.orrery.web.file;
