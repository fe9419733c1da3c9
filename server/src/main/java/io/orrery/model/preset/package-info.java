/** What a model's folder says of it for people: its title, its examples, its limits. */
package io.orrery.model.preset;
