/** Models that are fetched once, by a command, into the folder of models. */
package io.orrery.model.download;
