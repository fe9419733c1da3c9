/** Downloading of models into the models folder. */
package io.orrery.model.download;
