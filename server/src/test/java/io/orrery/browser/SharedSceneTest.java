package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.orrery.web.socket.TestSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the pages of a room share: the light, marks, the camera, the control, and one tab a person. */
class SharedSceneTest {
    private static final String SCORES = "blocks.0.attn.hook_attn_scores";
    private static final List<Integer> CELL = List.of(0, 4, 2);

    /** The lights on the map, on the parts before which people stand who look around. */
    private static final String LIGHTS = "orrery-breadcrumb .map .seen";

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void lightAndMarksAreOnTheSameCellWhateverTheCameraAndTheMapShowsBeforeWhichPartFiveStand() throws Exception {
        try (var presenter = venue.screen(1300, 760);
                var phone = venue.screen(390, 844);
                var hall = venue.screen(1024, 768)) {
            var said = new ArrayList<String>();
            phone.page().onWebSocket(socket -> socket.onFrameSent(frame -> said.add(frame.text())));
            presenter.open(venue.links().presenter());
            phone.open(venue.links().audience());
            hall.open(venue.links().screen());
            presenter.go("blocks.0.attn.scores");
            for (Screen each : List.of(presenter, phone, hall)) {
                each.waitForStep("blocks.0.attn.scores");
            }
            phone.drag(60, 40);

            presenter.hold(SCORES, CELL);
            presenter.press("l");
            presenter.press("m");

            for (Screen each : List.of(presenter, phone, hall)) {
                each.page().locator(".light").waitFor();
                waitForLightOn(each, SCORES, CELL);
                each.scene().waitForMarks(SCORES + "[0,4,2]");
            }

            presenter.press("Escape");
            presenter.press("Shift+M");
            for (Screen each : List.of(phone, hall)) {
                Screen.waitUntilGone(each.page().locator(".light"));
                each.scene().waitForMarks();
            }

            phone.page().waitForCondition(() -> said.stream().anyMatch(SharedSceneTest::tellsItsPart));
            var part = said.stream()
                    .filter(SharedSceneTest::tellsItsPart)
                    .findFirst()
                    .orElseThrow();
            String sees = new JsonMapper().readTree(part).get("sees").textValue();
            assertThat(sees).as("nearest to the middle of the phone's view").isEqualTo("layer.1.attention");
            for (int others = 0; others < 3; others++) {
                stands(sees);
            }
            // Four do not show, for one of them could be recognised.
            presenter.page().getByText("4 looking around").first().waitFor();
            assertThat(presenter.page().locator(LIGHTS).count()).isZero();
            stands(sees);
            presenter.page().locator(LIGHTS).waitFor();
            assertThat(presenter.page().locator("orrery-breadcrumb .map title").textContent())
                    .isEqualTo("5 people before Layer 1, Attention");
            for (Screen each : List.of(phone, hall)) {
                assertThat(each.page().locator(LIGHTS).count()).isZero();
            }
            phone.backToPresenter().click();
            Screen.waitUntilGone(presenter.page().locator(LIGHTS));
        }
    }

    private static boolean tellsItsPart(String message) {
        return message != null && message.contains("\"sees\"");
    }

    /** Another attendee, who looks around and stands before a part of the machine. */
    private static void stands(String part) throws Exception {
        new TestSocket(URI.create(
                        venue.links().audience().replaceFirst("^http", "ws").replace("/r/", "/ws/rooms/")))
                .says("{'type':'hello','v':1,'view':'attendee'}")
                .says("{'type':'ping','t':1,'looking':true,'sees':'" + part + "'}");
    }

    @Test
    void attendeeFollowsTheSharedCameraUnlessTheirOwnHandHasMovedIt() {
        try (var presenter = venue.screen(1100, 760);
                var phone = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            phone.open(venue.links().audience());
            presenter.press("v");

            presenter.press("e");
            waitForAzimuth(phone, Math.toRadians(-20));
            presenter.press("s");
            phone.scene().waitUntil("orrery.scene().camera === null");

            presenter.rest();
            presenter.drag(120, 30);
            presenter.rest();
            double shown = azimuth(presenter);
            waitForAzimuth(phone, shown);
            assertThat(phone.backToPresenter().count()).isZero();

            phone.drag(-150, 0);
            phone.backToPresenter().waitFor();
            phone.rest();
            double own = azimuth(phone);
            presenter.drag(60, 0);
            presenter.scene().waitUntil("!orrery.scene().busy");
            phone.scene().waitForSharedAzimuth(azimuth(presenter));
            phone.rest();
            assertThat(azimuth(phone)).isCloseTo(own, within(1e-6));

            phone.backToPresenter().click();
            waitForAzimuth(phone, azimuth(presenter));
            presenter.press("v");
            phone.scene().waitUntil("orrery.scene().camera === null");
        }
    }

    @Test
    void secondTabOfAPersonTakesOverAndTheFirstOffersToComeBack() {
        try (var first = venue.screen(390, 844)) {
            first.open(venue.links().audience());
            var second = first.secondTab();
            second.page().navigate(venue.links().audience());

            first.page().getByText("Open somewhere else").waitFor();
            second.page().locator("orrery-lobby-sheet").getByText("1 person").waitFor();

            first.page().getByText("Go on here").click();
            first.page().locator("orrery-lobby-sheet").getByText("1 person").waitFor();
            second.page().getByText("Open somewhere else").waitFor();
        }
    }

    @Test
    void personWhoIsSentOutCannotComeBack() {
        try (var presenter = venue.screen(1300, 760);
                var phone = venue.screen(390, 844)) {
            presenter.open(venue.links().presenter());
            phone.open(venue.links().audience());
            presenter.page().onDialog(Dialog::accept);
            var audience = presenter.page().locator("orrery-audience");
            audience.getByText("1 person").waitFor();
            audience.getByText("Everyone").click();
            audience.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^Send .* out")))
                    .first()
                    .click();

            phone.page().getByText("taken this screen out").waitFor();
            phone.page().reload();
            phone.page().getByText("taken this screen out").waitFor();
        }
    }

    @Test
    void controlIsAskedForHandedOverAndTakenBack() {
        try (var presenter = venue.screen(1300, 760);
                var co = venue.screen(1100, 760)) {
            presenter.open(venue.links().presenter());
            co.open(venue.links().coPresenter());
            co.press("ArrowRight");
            assertThat(co.step()).isEqualTo("start");

            co.page().getByText("Ask for the wheel").click();
            presenter
                    .page()
                    .locator("orrery-driver-control")
                    .getByText("Hand over")
                    .click();
            co.driving().waitFor();
            co.press("ArrowRight");
            presenter.waitForStep("cut");

            presenter.page().getByText("Take the wheel").click();
            presenter.driving().waitFor();
            presenter.press("ArrowRight");
            co.waitForStep("embed");
        }
    }

    /** Both are measured in one moment: what is said of the cell arrives later, and may move the camera. */
    private static void waitForLightOn(Screen screen, String tensor, List<Integer> cell) {
        screen.scene().waitUntil("""
            (() => {
              const { x, y } = orrery.place('%s', %s);
              const canvas = document.querySelector('orrery-scene canvas[role=application]').getBoundingClientRect();
              const light = document.querySelector('.light').getBoundingClientRect();
              const away = [light.x + light.width / 2 - canvas.x - x, light.y + light.height / 2 - canvas.y - y];
              return !orrery.scene().busy && away.every((px) => Math.abs(px) <= 2);
            })()\
            """.formatted(tensor, cell));
    }

    private static double azimuth(Screen screen) {
        return screen.scene().number("orrery.scene().sharedPose.azimuth");
    }

    private static void waitForAzimuth(Screen screen, double azimuth) {
        screen.scene().waitUntil("Math.abs((orrery.scene().sharedPose?.azimuth ?? 99) - " + azimuth + ") < 0.01");
    }
}
