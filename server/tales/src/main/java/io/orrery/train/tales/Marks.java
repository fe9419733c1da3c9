package io.orrery.train.tales;

import io.orrery.train.Score;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
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
                .map(entry -> entry.getKey().title() + " " + percent(entry.getValue()))
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

    /** A share as pages write it: in per cent with one decimal, and never as nothing or all if it is neither. */
    public static String percent(double share) {
        var amount = BigDecimal.valueOf(100 * share).setScale(1, RoundingMode.HALF_UP);
        if (share > 0 && amount.signum() == 0) {
            return "<0.1 %";
        }
        if (share < 1 && amount.compareTo(BigDecimal.valueOf(100)) >= 0) {
            return ">99.9 %";
        }
        return (share == 0 || share == 1 ? amount.setScale(0) : amount) + " %";
    }
}
