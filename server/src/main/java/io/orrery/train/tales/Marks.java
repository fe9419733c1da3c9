package io.orrery.train.tales;

import io.orrery.train.Score;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How well a model tells stories.
 *
 * @param skills the share of stories whose first question it answers, by skill
 * @param loss mean over all words of these stories, in nats
 */
public record Marks(Map<Skill, Double> skills, double loss) implements Score {
    /** The learning rate has decayed to 0 at the end, so the last weights are kept. */
    @Override
    public boolean isBetterThan(Score earlier) {
        return true;
    }

    @Override
    public String note() {
        return skills.entrySet().stream()
                .map(entry ->
                        String.format(Locale.ROOT, "%s %.0f %%", entry.getKey().title(), 100 * entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("loss", loss);
        Map<String, Object> shares = new LinkedHashMap<>();
        skills.forEach((skill, share) -> shares.put(skill.title(), share));
        figures.put("skills", shares);
        return figures;
    }
}
