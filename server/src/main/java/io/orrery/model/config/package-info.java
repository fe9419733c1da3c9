/** What the configuration of a model means, for each architecture that can be loaded. */
package io.orrery.model.config;
