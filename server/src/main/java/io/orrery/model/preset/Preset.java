package io.orrery.model.preset;

import java.util.List;

/**
 * What is said of a model besides its numbers.
 *
 * @param id what it is called on the command line and in addresses
 * @param title what people call it
 * @param licence of its weights, an SPDX identifier; empty if unknown
 * @param maxPrompt the longest text, in tokens, that is traced for an audience
 * @param prompt a text to begin with; empty where it is not known what the model can read
 * @param hint what a person who writes a prompt should know of the model, a sentence or two; may be empty
 * @param prompts texts that are ready for the stage, in the order in which they are offered; may be empty
 * @param checkpoints the steps of its training whose weights are kept, ascending; may be empty
 */
public record Preset(
        String id,
        String title,
        String licence,
        int maxPrompt,
        String prompt,
        String hint,
        List<String> prompts,
        List<Integer> checkpoints) {
    public Preset {
        prompts = List.copyOf(prompts);
        checkpoints = List.copyOf(checkpoints);
    }

    /** What is said of the same model at another stage: its id and title go on with these. */
    public Preset variant(String id, String title) {
        return new Preset(this.id + id, this.title + title, licence, maxPrompt, prompt, hint, prompts, checkpoints);
    }
}
