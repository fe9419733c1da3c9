package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orrery.lab.Embedding;
import io.orrery.lab.PrincipalAxes;
import io.orrery.lab.Progress;
import io.orrery.model.Model;
import io.orrery.tensor.Workers;
import java.util.List;
import java.util.Map;

/** The points and names of Words as places on one screen, and where they have to be drawn. */
final class WordCloud {
    /** The tool's element, in the frame of all tools. */
    static final String ELEMENT = "orrery-why-embedding";

    private static final double FOV = Math.toRadians(24);
    private static final double PIXEL = 0.75;
    private static final double LEAST_SIZE = 28;

    /** Boxes of the names that are shown. */
    private static final String NAMES = """
        () => [...document.querySelectorAll('orrery-scene .guest .scene-label.shown')].map((each) => {
          const {x, y, width, height} = each.getBoundingClientRect();
          return {text: each.dataset.text, x, y, width, height, size: parseFloat(getComputedStyle(each).fontSize)};
        })\
        """;

    private final Screen screen;

    WordCloud(Screen screen) {
        this.screen = screen;
    }

    /** Where a token of the vocabulary is drawn, px: x and y. */
    double[] ofToken(int token) {
        return drawn("{token: %d}".formatted(token));
    }

    /** Where a word of the text is drawn, px: x and y. */
    double[] ofPosition(int position) {
        return drawn("{position: %d}".formatted(position));
    }

    /** The camera: x, y and z of its target, azimuth, elevation, distance. */
    List<Double> pose() {
        return screen.scene()
                .numbers("['x', 'y', 'z', 'azimuth', 'elevation', 'distance'].map((key) => orrery.scene().pose[key])");
    }

    /** Some tokens' places by the table's axes, seen from where the camera is. */
    void assertDrawnWhereTheAxesSay(Model model) {
        var embedding = Embedding.of(model.graph(), model.weights());
        try (var workers = new Workers(1)) {
            var axes = PrincipalAxes.of(embedding, 3, workers, Progress.NONE);
            for (int token = 0; token < 42; token += 7) {
                assertDrawnAt(axes.place(embedding.vector(token)), ofToken(token));
            }
        }
    }

    /** @param place by the table's axes @param drawn x and y, px */
    void assertDrawnAt(double[] place, double[] drawn) {
        assertThat(drawn).containsExactly(projected(place), within(PIXEL));
    }

    /** No name lies on another, and all are large enough. */
    void assertNamesHaveRoom() {
        var names = names();
        assertThat(names).isNotEmpty();
        boolean isHall = screen.page().locator("orrery-projector").count() > 0;
        for (int i = 0; i < names.size(); i++) {
            var one = names.get(i);
            if (isHall) {
                assertThat(value(one, "size")).isGreaterThanOrEqualTo(LEAST_SIZE);
            }
            for (int j = 0; j < i; j++) {
                var other = names.get(j);
                boolean isApart = value(one, "x") >= value(other, "x") + value(other, "width")
                        || value(other, "x") >= value(one, "x") + value(one, "width")
                        || value(one, "y") >= value(other, "y") + value(other, "height")
                        || value(other, "y") >= value(one, "y") + value(one, "height");
                assertThat(isApart).as(one + " and " + other).isTrue();
            }
        }
    }

    /** A token is named, and drawn in the part of the canvas that is free. */
    void assertInView(int token, String name) {
        var view = viewport();
        double[] at = ofToken(token);
        assertThat(at[0]).isBetween(view.get(2), view.get(0) - view.get(3));
        assertThat(at[1]).isBetween(view.get(4), view.get(1) - view.get(5));
        assertThat(names()).extracting(each -> String.valueOf(each.get("text"))).contains(name);
    }

    private double[] drawn(String subject) {
        var at = screen.scene().numbers("(({x, y}) => [x, y])(orrery.point(" + subject + "))");
        return new double[] {at.get(0), at.get(1)};
    }

    /** The canvas and the panels on its sides, px: width, height, left, right, top, bottom. */
    private List<Double> viewport() {
        return screen.scene()
                .numbers("(({width, height, left, right, top, bottom}) => [width, height, left, right, top,"
                        + " bottom])(orrery.scene().viewport)");
    }

    /** A perspective camera that looks at its target, which is in the middle of the area without panels. */
    private double[] projected(double[] place) {
        double scale = screen.scene().number("orrery.point({token: 0}).scale");
        var pose = pose();
        double azimuth = pose.get(3);
        double elevation = pose.get(4);
        double x = place[0] * scale - pose.get(0);
        double y = place[1] * scale - pose.get(1);
        double z = place[2] * scale - pose.get(2);
        double right = Math.cos(azimuth) * x - Math.sin(azimuth) * z;
        double towards = Math.sin(azimuth) * x + Math.cos(azimuth) * z;
        double up = Math.cos(elevation) * y - Math.sin(elevation) * towards;
        double back = Math.sin(elevation) * y + Math.cos(elevation) * towards;
        var view = viewport();
        double focal = view.get(1) / (2 * Math.tan(FOV / 2)) / (pose.get(5) - back);
        return new double[] {
            (view.get(0) + view.get(2) - view.get(3)) / 2 + focal * right,
            (view.get(1) + view.get(4) - view.get(5)) / 2 - focal * up
        };
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> names() {
        return (List<Map<String, Object>>) screen.page().evaluate(NAMES);
    }

    private static double value(Map<?, ?> of, String key) {
        return ((Number) of.get(key)).doubleValue();
    }
}
