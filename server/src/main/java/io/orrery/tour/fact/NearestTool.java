package io.orrery.tour.fact;

import io.orrery.lab.Embedding;
import io.orrery.lab.Progress;
import io.orrery.lab.tool.EmbeddingTool;
import io.orrery.lab.tool.Extent;
import io.orrery.lab.tool.Need;
import io.orrery.lab.tool.Opened;
import io.orrery.lab.tool.Parameters;
import io.orrery.lab.tool.Tool;
import io.orrery.lab.tool.ToolRequest;
import java.util.List;
import java.util.Map;

/**
 * The tokens nearest to one, without the axes of the table, which {@code EmbeddingTool} finds first. No page asks it: it is not
 * listed in {@code Tools}.
 */
final class NearestTool implements Tool {
    /** How many are listed. */
    static final int NEAREST = 50;

    static final String TOKEN = "token";

    /** The key of the answer's list of tokens. */
    static final String NEAREST_KEY = "nearest";

    @Override
    public String name() {
        return "nearest";
    }

    @Override
    public List<String> parameters() {
        return List.of(TOKEN);
    }

    @Override
    public List<Opened.Request> asked(Opened opened) {
        return List.of();
    }

    @Override
    public Need need(Extent extent, Parameters parameters) {
        return new Need(EmbeddingTool.CANDIDATE * extent.graph().sizes().d_vocab(), 0);
    }

    @Override
    public Map<String, Object> answer(ToolRequest question, Progress progress) {
        var subject = question.subject();
        int token = Integer.parseInt(question.parameters().values().get(TOKEN));
        var near = Embedding.of(subject.graph(), subject.weights()).nearest(token, NEAREST);
        return Map.of(NEAREST_KEY, near.stream().map(Embedding.Near::token).toList());
    }
}
