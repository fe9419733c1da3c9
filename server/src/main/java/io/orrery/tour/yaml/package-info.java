/** YAML of unknown origin, as values with their lines. */
package io.orrery.tour.yaml;
