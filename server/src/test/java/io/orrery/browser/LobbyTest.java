package io.orrery.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What presenter, co-presenter, attendee and hall see before the walk begins, and where the way in is shown again. */
class LobbyTest {
    private static final String APP = "document.querySelector('orrery-app')";

    @RegisterExtension
    static final Venue venue = Venue.forEachTest();

    @Test
    void theHallsLobbyShowsACodeThatIsReadAsTheAudiencesLinkAndCountsWhoComes() throws Exception {
        try (var presenter = venue.screen(1100, 760);
                var hall = venue.screen(1024, 768);
                var phone = venue.screen(390, 844)) {
            presenter.page().navigate(venue.links().presenter());
            hall.page().navigate(venue.links().screen());
            phone.page().navigate(venue.links().audience());
            hall.waitUntil(
                    "app.querySelector('orrery-lobby-screen')?.renderRoot.querySelector('.count strong')?.textContent === '1'");

            var image = hall.page().locator("orrery-lobby-screen img.qr");
            assertThat(image.boundingBox().width).isGreaterThanOrEqualTo(300);
            image.evaluate("image => image.decode()");
            assertThat(read(hall.page().screenshot())).isEqualTo(venue.links().audience());
            phone.waitUntil("app.querySelector('orrery-lobby-sheet') !== null");
            presenter.waitUntil(
                    "app.querySelector('orrery-preflight')?.renderRoot.querySelectorAll('.done').length >= 2");
            presenter.page().getByText("Only this machine can open").waitFor();

            presenter.press("PageDown");

            for (Screen each : List.of(presenter, hall, phone)) {
                each.waitUntil("app.conductor.room.lobby === false");
                each.waitForStep("start");
            }
            phone.waitUntil("app.querySelector('orrery-lobby-sheet') === null");
        }
    }

    @Test
    void whereTheWayInIsShownAgainTheMachineStandsWholeAndNoCellIsHeld() {
        try (var presenter = venue.screen(1100, 760)) {
            presenter.open(venue.links().presenter());
            presenter.go("blocks.0.attn.scores");
            presenter.waitForStep("blocks.0.attn.scores");
            presenter.press("c");
            presenter.drag(80, 20);
            presenter.waitUntil("app.looking && app.attached('cell').cell !== null");

            presenter.press("q");

            presenter.page().waitForSelector("orrery-preflight");
            presenter.waitUntil(
                    "!app.looking && app.attached('cell').cell === null && app.machine.focus.kind === 'everything'"
                            + " && app.machine.camera === null && !app.machine.busy");
            // Both ends of the machine are on the screen.
            assertThat(
                            presenter
                                    .page()
                                    .evaluate(
                                            "() => ['hook_embed', 'logits'].every(name => { const {x, y} = " + APP
                                                    + ".machine.project(name, [0, 0]); return x > 0 && y > 0 && x < 1100 && y < 760; })"))
                    .isEqualTo(true);
        }
    }

    @Test
    void aCoPresenterSeesTheSameChecksBeforeTheStartAndWhoeverDrivesBegins() {
        try (var presenter = venue.screen(1100, 760);
                var co = venue.screen(1024, 768)) {
            presenter.page().navigate(venue.links().presenter());
            co.page().navigate(venue.links().coPresenter());
            for (Screen each : List.of(presenter, co)) {
                each.waitUntil("app.querySelector('orrery-preflight')?.reach?.addresses.length >= 0");
                each.waitUntil(
                        "app.querySelector('orrery-preflight').renderRoot.querySelectorAll('.done').length >= 2");
            }

            var buttons = co.page().locator("orrery-preflight .begin button");
            assertThat(buttons.count()).isEqualTo(1);
            assertThat(buttons.first().isDisabled()).isTrue();
            var wheel = co.page().locator("orrery-driver-control div").boundingBox();
            var checks = co.page().locator("orrery-preflight section").boundingBox();
            assertThat(wheel.y + wheel.height).isLessThanOrEqualTo(checks.y);
        }
    }

    /** Over plain http to another machine a browser withholds the lock; here it is taken from one of the two. */
    @Test
    void aPhoneWhoseBrowserCannotKeepItAwakeIsToldHow() {
        try (var without = venue.screen(390, 844);
                var with = venue.screen(390, 844)) {
            without.page().addInitScript("delete Navigator.prototype.wakeLock");
            with.page()
                    .addInitScript("Object.defineProperty(navigator, 'wakeLock',"
                            + " {value: {request: async () => new EventTarget()}})");
            for (Screen each : List.of(without, with)) {
                each.page().navigate(venue.links().audience());
            }

            without.page().getByText("Auto-Lock").waitFor();
            with.page().getByText("keeps your screen on").waitFor();
            assertThat(with.page().getByText("Auto-Lock").count()).isZero();
        }
    }

    /** The QR code in a picture of the screen, as a phone's camera reads it. */
    private static String read(byte[] png) throws Exception {
        var picture = ImageIO.read(new ByteArrayInputStream(png));
        int width = picture.getWidth();
        int height = picture.getHeight();
        var source = new RGBLuminanceSource(width, height, picture.getRGB(0, 0, width, height, null, 0, width));
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)))
                .getText();
    }
}
