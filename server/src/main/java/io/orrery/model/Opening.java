package io.orrery.model;

/** The text that a model is first shown with: its preset's own, or one that its tokenizer can read. */
final class Opening {
    private static final String SENTENCE = "The cat sat on the";

    private Opening() {}

    /** The preset with a text to begin with that is not empty and not too long. */
    static Preset of(Preset preset, Tokenizer tokenizer) {
        String prompt = preset.prompt();
        if (prompt.isEmpty()) {
            prompt = isReadable(SENTENCE, preset, tokenizer) ? SENTENCE : tokenizer.piece(0);
        }
        return new Preset(
                preset.id(),
                preset.title(),
                preset.licence(),
                preset.maxPrompt(),
                prompt,
                preset.hint(),
                preset.checkpoints());
    }

    private static boolean isReadable(String text, Preset preset, Tokenizer tokenizer) {
        try {
            int tokens = tokenizer.encode(text).length;
            return tokens > 0 && tokens <= preset.maxPrompt();
        } catch (BadInputException e) {
            return false;
        }
    }
}
