/**
 * Questions of why: which parts of a model vote for a token, where the answer forms, what happens if a part is changed. Every
 * answer is measured on a {@link io.orrery.lab.Subject}, a run of a model, against a {@link io.orrery.lab.Target}. The parts are
 * found in the graph by structure and traits ({@link io.orrery.lab.Anatomy}), never by the name of an architecture. Results
 * are immutable. Layers, heads and positions count from 0.
 */
package io.orrery.lab;
