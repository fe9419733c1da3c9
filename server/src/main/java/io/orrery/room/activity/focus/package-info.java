/** What is in focus: a part of the model, a cell, the tensors that a word names. */
package io.orrery.room.activity.focus;
