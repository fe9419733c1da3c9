/** Routes to models, traces, their tensors, their predictions and the questions of why about them. */
package io.orrery.web.traces;
