package io.orrery.model.preset;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The description of a model.
 *
 * @param id its name on the command line and in URLs
 * @param title its display name
 * @param licence licence of its weights, an SPDX identifier; empty if unknown
 * @param maxPrompt the longest text, in tokens, that is traced for an audience
 * @param prompt the initial prompt; empty if it is unknown what the model can read
 * @param task what the model was trained to do
 * @param hint a sentence or two for people who write a prompt; may be empty
 * @param prompts prepared prompts for the presenter, in the order in which they are offered; may be empty
 * @param references texts of the kind that the model was trained on; means over them stand for its usual activations. May
 *     be empty
 * @param kinds what words the model knows, by kind; may be empty, and need not have all words
 * @param checkpoints the training steps with saved weights, ascending; may be empty
 * @param updates of the whole training, if known
 * @param languages the same model for texts in several languages: the id of a preset, this one among them, by the language.
 *     Empty if its texts are in no language, or in whichever
 */
public record Preset(
        String id,
        String title,
        String licence,
        int maxPrompt,
        String prompt,
        Task task,
        String hint,
        List<String> prompts,
        List<String> references,
        List<Kind> kinds,
        List<Integer> checkpoints,
        OptionalInt updates,
        Map<String, String> languages) {
    /** Words that are alike, such as names. @param name as it is shown */
    public record Kind(String name, List<String> words) {
        public Kind {
            words = List.copyOf(words);
        }
    }

    public Preset {
        prompts = List.copyOf(prompts);
        references = List.copyOf(references);
        kinds = List.copyOf(kinds);
        checkpoints = List.copyOf(checkpoints);
        languages = Map.copyOf(languages);
    }

    /** The description with further ready prompts after its own. */
    public Preset withPrompts(List<String> more) {
        var all = Stream.concat(prompts.stream(), more.stream()).distinct().toList();
        return new Preset(
                id,
                title,
                licence,
                maxPrompt,
                prompt,
                task,
                hint,
                all,
                references,
                kinds,
                checkpoints,
                updates,
                languages);
    }

    /** The description of a variant of the model: the arguments are appended to id and title. */
    public Preset variant(String id, String title) {
        return new Preset(
                this.id + id,
                this.title + title,
                licence,
                maxPrompt,
                prompt,
                task,
                hint,
                prompts,
                references,
                kinds,
                checkpoints,
                updates,
                languages);
    }
}
