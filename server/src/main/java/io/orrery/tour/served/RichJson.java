package io.orrery.tour.served;

import io.orrery.tour.Problems;
import io.orrery.tour.fact.Condition;
import io.orrery.tour.scene.ResolvedTour;
import io.orrery.tour.text.Block;
import io.orrery.tour.text.Inline;
import io.orrery.tour.text.Rich;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes texts as JSON. Links lead to what their words mean at the beat's step. */
final class RichJson {
    private final ResolvedTour.Beat beat;

    RichJson(ResolvedTour.Beat beat) {
        this.beat = beat;
    }

    /** A list of blocks, or one by level. */
    Object of(Rich rich) {
        if (rich instanceof Rich.Levels levels) {
            var json = new LinkedHashMap<String, Object>();
            levels.texts().forEach((level, words) -> json.put(level.word(), blocks(words)));
            return json;
        }
        return blocks((Rich.Words) rich);
    }

    List<Object> blocks(Rich.Words words) {
        return words.blocks().stream().map(this::block).toList();
    }

    private Object block(Block block) {
        if (block instanceof Block.Paragraph paragraph) {
            return Map.of("p", inlines(paragraph.inside()));
        }
        if (block instanceof Block.Items items) {
            return Map.of("list", items.items().stream().map(this::inlines).toList(), "ordered", items.ordered());
        }
        return Map.of("math", ((Block.Formula) block).tex());
    }

    private List<Object> inlines(List<Inline> inlines) {
        return inlines.stream().map(this::inline).toList();
    }

    private Object inline(Inline inline) {
        if (inline instanceof Inline.Words words) {
            return words.text();
        }
        if (inline instanceof Inline.Em em) {
            return Map.of("em", inlines(em.inside()));
        }
        if (inline instanceof Inline.Strong strong) {
            return Map.of("strong", inlines(strong.inside()));
        }
        if (inline instanceof Inline.Code code) {
            return Map.of("code", code.text());
        }
        if (inline instanceof Inline.Formula formula) {
            return Map.of("math", formula.tex());
        }
        if (inline instanceof Inline.Link link) {
            return link(link);
        }
        if (inline instanceof Inline.Value value) {
            return Map.of("fact", value.fact());
        }
        return inline instanceof Inline.Form form ? form(form) : Map.of("answer", true);
    }

    private Object link(Inline.Link link) {
        return beat.spot(link.target(), link.line(), new Problems(""))
                .<Object>map(spot -> Map.of("link", TourJson.json(spot), "text", inlines(link.inside())))
                .orElseGet(() -> Map.of("em", inlines(link.inside())));
    }

    private Object form(Inline.Form form) {
        var json = new LinkedHashMap<String, Object>();
        json.put("if", Condition.parse(form.condition()).json());
        json.put("then", inlines(form.then()));
        json.put("else", inlines(form.otherwise()));
        return json;
    }
}
