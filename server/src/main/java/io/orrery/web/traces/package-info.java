/** Routes to models, traces, their tensors and their predictions. */
package io.orrery.web.traces;
