/** Reading of configurations, for each supported architecture. */
package io.orrery.model.config;
