/** The models on offer and the traces made with them, as rooms and HTTP requests ask for them. */
package io.orrery.library;
