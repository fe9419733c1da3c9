package io.orrery.tour.fact;

import io.orrery.lab.tool.Parameters;
import io.orrery.lab.tool.Tool;

/**
 * A question of why that a fact is read from. Equal ones are measured once, also for those who open the tool itself.
 *
 * @param tool that is asked
 * @param run that it is asked about
 */
public record ToolCall(Tool tool, Parameters parameters, Fact.Of run) {
    /** A text that is the same for the same question. */
    public String key() {
        return run + " " + tool.name() + " " + parameters.key();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ToolCall asked && asked.key().equals(key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }
}
