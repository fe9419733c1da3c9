package io.orrery.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.Context;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orrery.error.AccessError;
import io.orrery.error.OrreryException;
import io.orrery.trace.Logged;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The limits per address are those in {@code docs/deploying.md}. The clock is turned by hand. */
class GuardLimitsTest {
    private static final String SOMEBODY = "203.0.113.9";
    private static final String SOMEBODY_ELSE = "203.0.113.10";
    private static final double SECOND_MS = 1000;
    private static final double YEAR_MS = 365 * 24 * 3600 * SECOND_MS;

    private double now;
    private final Guard guard = new Guard(
            Optional.empty(), new Proxies(List.of()), new RefusalMetrics(new SimpleMeterRegistry()), () -> now);

    /** A row of the table of limits, and the check that it describes. */
    private enum Limit {
        CONNECTIONS("new connections from one address", Guard::limitConnections),
        WORDS(
                "look-ups of typed words of one person",
                (guard, ctx) -> guard.limitLookups(ctx, "secret of " + ctx.ip())),
        PROMPTS("prompts from one address", Guard::limitTraces),
        KEYS(
                "wrong operator's keys from one address",
                (guard, ctx) -> guard.requireOperator(ctx, new Operator("right")));

        private static final Pattern NUMBERS = Pattern.compile("(\\d+) per second, with bursts of ([\\d,]+)");

        private final String row;
        private final BiConsumer<Guard, Context> check;

        Limit(String row, BiConsumer<Guard, Context> check) {
            this.row = row;
            this.check = check;
        }

        MatchResult documented() throws IOException {
            String line = Files.readAllLines(Path.of("..", "docs", "deploying.md")).stream()
                    .filter(each -> each.startsWith("| " + row + " |"))
                    .findFirst()
                    .orElseThrow();
            return NUMBERS.matcher(line).results().findFirst().orElseThrow();
        }

        int perSecond() throws IOException {
            return Integer.parseInt(documented().group(1));
        }

        int atOnce() throws IOException {
            return Integer.parseInt(documented().group(2).replace(",", ""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void allowsTheDocumentedBurstThenTheDocumentedRate(Limit limit) throws Exception {
        assertThat(passed(limit, SOMEBODY)).isEqualTo(limit.atOnce());
        assertThat(passed(limit, SOMEBODY_ELSE)).isEqualTo(limit.atOnce());

        now += SECOND_MS;
        assertThat(passed(limit, SOMEBODY)).isEqualTo(limit.perSecond());
        now += YEAR_MS;
        assertThat(passed(limit, SOMEBODY)).isEqualTo(limit.atOnce());
    }

    @ParameterizedTest
    @EnumSource
    void limitsDoNotCountTowardsEachOther(Limit limit) throws Exception {
        for (Limit other : Limit.values()) {
            if (other != limit) {
                passed(other, SOMEBODY);
            }
        }

        assertThat(passed(limit, SOMEBODY)).isEqualTo(limit.atOnce());
    }

    @Test
    void peopleBehindOneAddressLookUpWordsEachForThemselves() {
        int atOnce = passed((each, ctx) -> each.limitLookups(ctx, "ada"), SOMEBODY);
        assertThat(passed((each, ctx) -> each.limitLookups(ctx, "max"), SOMEBODY))
                .isEqualTo(atOnce);
        IntStream.range(0, 2 * atOnce).forEach(i -> guard.limitLookups(request(SOMEBODY), ""));
    }

    /** "5 at once, then one every ten seconds". */
    @Test
    void visitorsOpenFiveRoomsAtOnceThenOneEveryTenSeconds() {
        assertThat(passed(Guard::limitRooms, SOMEBODY)).isEqualTo(5);
        now += 9_999;
        assertThat(passed(Guard::limitRooms, SOMEBODY)).isZero();
        now += 1;
        assertThat(passed(Guard::limitRooms, SOMEBODY)).isEqualTo(1);
        now += 30_000;
        assertThat(passed(Guard::limitRooms, SOMEBODY)).isEqualTo(3);
        assertThat(passed(Guard::limitRooms, SOMEBODY_ELSE)).isEqualTo(5);
    }

    /** "5 at once, then one every ten seconds". */
    @Test
    void visitorsBeginFiveTrainingsAtOnceThenOneEveryTenSeconds() {
        assertThat(passed(Guard::limitTrainings, SOMEBODY)).isEqualTo(5);
        now += 9_999;
        assertThat(passed(Guard::limitTrainings, SOMEBODY)).isZero();
        now += 1;
        assertThat(passed(Guard::limitTrainings, SOMEBODY)).isEqualTo(1);
        assertThat(passed(Guard::limitTrainings, SOMEBODY_ELSE)).isEqualTo(5);
        assertThat(passed(Guard::limitRooms, SOMEBODY)).isEqualTo(5);
    }

    @Test
    void slowedAddressIsLoggedAtMostOncePerMinuteForEachKindOfRequest() {
        try (var log = new Logged("io.orrery.web.access")) {
            for (int second = 0; second < 59; second++) {
                passed(Guard::limitRooms, SOMEBODY);
                now += SECOND_MS;
            }
            assertThat(log.lines()).containsExactly("INFO An address is slowed down.");

            passed(Guard::limitTraces, SOMEBODY);
            passed(Guard::limitRooms, SOMEBODY_ELSE);
            assertThat(log.lines()).hasSize(3);

            now += SECOND_MS;
            passed(Guard::limitRooms, SOMEBODY);
            assertThat(log.lines()).hasSize(4).containsOnly("INFO An address is slowed down.");
        }
    }

    private int passed(Limit limit, String address) {
        return passed(limit.check, address);
    }

    /** The number of requests from an address that pass before one is slowed down. */
    private int passed(BiConsumer<Guard, Context> check, String address) {
        int passed = 0;
        while (isPassed(check, address)) {
            passed++;
        }
        return passed;
    }

    private boolean isPassed(BiConsumer<Guard, Context> check, String address) {
        try {
            check.accept(guard, request(address));
            return true;
        } catch (OrreryException e) {
            return !(e.error() instanceof AccessError.TooFast);
        }
    }

    private static Context request(String address) {
        var headers = new ArrayList<Object>();
        return (Context) Proxy.newProxyInstance(
                GuardLimitsTest.class.getClassLoader(), new Class<?>[] {Context.class}, (self, method, arguments) -> {
                    switch (method.getName()) {
                        case "ip":
                            return address;
                        case "header":
                            boolean isSet = arguments.length == 2;
                            return isSet && headers.addAll(List.of(arguments)) ? self : null;
                        default:
                            throw new UnsupportedOperationException(method.getName());
                    }
                });
    }
}
