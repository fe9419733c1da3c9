package io.orrery.web.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.lab.NeuronSurvey;
import io.orrery.library.SurveyFiles;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.web.RunningServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What moves neurons, over HTTP: of a model with its own file, and of one whose texts have to be read first. */
class NeuronRoutesTest {
    private static RunningServer server;
    private static String tales;
    private static String untrained;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(List.of(ModelReference.of("tiny-tales"), ModelReference.of("nano-sort@25")));
        tales = Presets.open("tiny-tales").id();
        untrained = Presets.open("nano-sort@25").id();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void neuronHasItsPlacesWithTheirValues() throws Exception {
        var model = Presets.open("tiny-tales");
        var survey = SurveyFiles.shipped(model).orElseThrow();
        var json = server.json("/api/models/" + tales + "/neuron?layer=1&neuron=188");
        assertThat(json.get("texts").intValue()).isEqualTo(survey.texts().size());
        assertThat(json.get("positions").intValue()).isEqualTo(survey.positions());
        var places = survey.places(1, 188);
        assertThat(json.get("places")).hasSize(NeuronSurvey.PLACES);
        for (int i = 0; i < places.size(); i++) {
            JsonNode place = json.get("places").get(i);
            var tokens = survey.texts().get(places.get(i).text());
            assertThat(place.get("at").intValue()).isEqualTo(places.get(i).position());
            assertThat(place.get("value").floatValue()).isEqualTo(places.get(i).value());
            assertThat(place.get("values")).hasSameSizeAs(tokens);
            assertThat(place.get("text").get(0).textValue())
                    .isEqualTo(model.tokenizer().pieces(tokens).get(0));
            for (JsonNode value : place.get("values")) {
                assertThat(value.floatValue()).isLessThanOrEqualTo(places.get(i).value());
            }
        }
        double sum = 0;
        for (JsonNode part : json.get("fed").get("parts")) {
            sum += part.get("value").doubleValue();
        }
        assertThat(sum).isCloseTo(json.get("fed").get("sum").doubleValue(), within(1e-9));
        assertThat(json.get("strong").get("places").intValue())
                .isEqualTo(survey.strongPlaces(1, 188).places());
    }

    @Test
    void kindAndItsWordsFindTheSameNeurons() throws Exception {
        var kind = server.json("/api/models/" + tales + "/neurons?words=colours");
        var words = server.json("/api/models/" + tales + "/neurons?words=red,blue,%20Green,yellow,pink,brown");
        assertThat(words.get("found")).isEqualTo(kind.get("found")).isNotEmpty();
        assertThat(kind.get("words")).hasSize(6);
        assertThat(server.json("/api/models/" + tales + "/neurons").get("kinds").toString())
                .contains("\"Colours\"");
        var first = kind.get("found").get(0);
        assertThat(first.get("fitting").intValue()).isPositive();
        assertThat(first.get("places").intValue())
                .isGreaterThanOrEqualTo(first.get("fitting").intValue());
    }

    @Test
    void whatIsNoNeuronAndNoWordIsRefused() throws Exception {
        for (var refused : List.of(
                "neuron?layer=2&neuron=0", "neuron?layer=0&neuron=256", "neuron?layer=x", "neurons?words=qwxz")) {
            var answer = server.get("/api/models/" + tales + "/" + refused);
            assertThat(answer.statusCode()).as(refused).isEqualTo(400);
            assertThat(RunningServer.json(answer).get("code").textValue()).isNotEqualTo("internal");
        }
    }

    @Test
    void surveyIsMadeOnceItIsAskedFor() throws Exception {
        var path = "/api/models/" + untrained + "/neuron?layer=0&neuron=3";
        var answer = server.get(path);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(RunningServer.json(answer).get("code").textValue()).isEqualTo("neurons-not-read");
        while (answer.statusCode() == 503) {
            Thread.sleep(50);
            answer = server.get(path);
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(RunningServer.json(answer).get("places")).isNotEmpty();
    }
}
