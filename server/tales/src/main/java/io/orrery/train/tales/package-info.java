/** The grammar of tiny stories, and the model that learns to write them. */
package io.orrery.train.tales;
