package io.orrery.tour.served;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.orrery.tour.scene.Focus;
import io.orrery.tour.scene.Scene;
import io.orrery.tour.scene.Spot;
import io.orrery.tour.text.PositionRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what a beat shows as JSON. */
public final class SceneJson {
    /** Writes a focus with its kind, which a value of a map would lose. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    private SceneJson() {}

    /** The members of a scene; what a beat does not say is left out. What the room is asked, its own state says, which keeps what is right until the reveal. */
    public static Map<String, Object> of(Scene scene) {
        var json = new LinkedHashMap<String, Object>();
        json.put("model", scene.model());
        scene.text().ifPresent(text -> json.put("text", text));
        if (scene.generated() > 0) {
            json.put("generated", scene.generated());
        }
        putIfAny(json, "written", scene.written());
        scene.sampling().ifPresent(sampling -> json.put("sampling", sampling));
        putIfAny(json, "changes", scene.changes());
        json.put("steps", scene.steps());
        scene.on().ifPresent(on -> json.put("on", of(on)));
        scene.held().ifPresent(held -> json.put("held", of(held)));
        putIfAny(json, "tensors", scene.tensors());
        putIfAny(json, "marks", scene.marks().stream().map(SceneJson::of).toList());
        scene.compare().ifPresent(model -> json.put("compare", model));
        scene.why().ifPresent(why -> json.put("why", of(why)));
        scene.answer().ifPresent(isShown -> json.put("answer", isShown));
        scene.gallery().ifPresent(gallery -> json.put("gallery", gallery));
        putIfAny(json, "camera", scene.camera());
        scene.forAll().level().ifPresent(level -> json.put("level", level));
        scene.forAll().language().ifPresent(language -> json.put("language", language));
        return json;
    }

    /** The members of a target. */
    static Map<String, Object> of(Spot spot) {
        var json = new LinkedHashMap<String, Object>();
        json.put("tensors", spot.tensors());
        spot.on().ifPresent(on -> json.put("on", of(on)));
        spot.held().ifPresent(held -> json.put("held", of(held)));
        spot.token().map(PositionRef::index).ifPresent(token -> json.put("token", token));
        spot.term().ifPresent(term -> json.put("term", term));
        spot.alone().ifPresent(tour -> json.put("alone", tour));
        spot.role().ifPresent(role -> json.put("role", role));
        return json;
    }

    private static JsonNode of(Focus on) {
        return MAPPER.valueToTree(on);
    }

    private static Map<String, Object> of(Scene.PinnedCell held) {
        return Map.of(
                "name",
                held.name(),
                "index",
                held.index().stream().map(Scene.Index::written).toList());
    }

    private static Map<String, Object> of(Scene.Why why) {
        var json = new LinkedHashMap<String, Object>();
        json.put("tool", why.tool());
        why.position().map(PositionRef::index).ifPresent(position -> json.put("position", position));
        why.a().ifPresent(a -> json.put("a", a));
        why.b().ifPresent(b -> json.put("b", b));
        if (!why.view().isEmpty()) {
            json.put("view", why.view());
        }
        return json;
    }

    private static void putIfAny(Map<String, Object> json, String key, List<?> values) {
        if (!values.isEmpty()) {
            json.put(key, values);
        }
    }
}
