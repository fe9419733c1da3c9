/** What the beats of a tour show, in the names of a model's graph. */
package io.orrery.tour.scene;
