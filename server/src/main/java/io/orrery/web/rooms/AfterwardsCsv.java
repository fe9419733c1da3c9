package io.orrery.web.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.Afterwards.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What is kept of a room, as a table (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe. There is a byte order mark only if
 * something is not ASCII: spreadsheets need it to read that as UTF-8.
 */
final class AfterwardsCsv {
    private static final List<String> COLUMNS = List.of(
            "part", "number", "time", "step", "text", "answer", "people", "first", "model", "right", "bits", "name");

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String FORMULA = "=+-@\t\r";
    private static final int LAST_ASCII = 127;

    private final List<List<String>> rows = new ArrayList<>();

    private AfterwardsCsv() {}

    static String of(Report report) {
        var csv = new AfterwardsCsv();
        csv.row(COLUMNS.toArray(new String[0]));
        report.said()
                .forEach((part, all) -> all.forEach(said -> csv.row(
                        part,
                        "",
                        time(said.at()),
                        said.step(),
                        said.text(),
                        said.state(),
                        "" + said.people(),
                        "",
                        "",
                        "",
                        "",
                        said.name())));
        report.asked().forEach(csv::asked);
        report.signals()
                .forEach(each ->
                        csv.row("signal", "", time(each.day()), each.step(), "", each.signal(), "" + each.count()));
        String text = csv.rows.stream()
                .map(row -> row.stream().map(AfterwardsCsv::cell).collect(Collectors.joining(",")) + "\r\n")
                .collect(Collectors.joining());
        return text.chars().anyMatch(c -> c > LAST_ASCII) ? BYTE_ORDER_MARK + text : text;
    }

    private void asked(JsonNode asked) {
        String part = asked.path("kind").asText();
        String number = asked.path("number").asText();
        String at = time(asked.path("at").asLong());
        String question = asked.path("question").asText();
        String text = question.isEmpty() ? asked.path("about").asText() : question;
        for (JsonNode option : asked.path("options")) {
            row(
                    part,
                    number,
                    at,
                    "",
                    text,
                    option.path("text").asText(),
                    option.path("count").asText(),
                    option.path("first").asText(),
                    option.path("model").asText(),
                    option.path("right").asBoolean() ? "yes" : "");
        }
        for (JsonNode word : asked.path("words")) {
            String who = StreamSupport.stream(word.path("who").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(" "));
            row(
                    part,
                    number,
                    at,
                    "",
                    text,
                    word.path("text").asText(),
                    word.path("count").asText(),
                    "",
                    "",
                    "",
                    "",
                    who);
        }
        for (JsonNode of : asked.path("texts")) {
            for (String who : List.of("room", "chance", "model")) {
                row(
                        part,
                        number,
                        at,
                        "",
                        of.path("question").asText(),
                        who,
                        "",
                        "",
                        "",
                        "",
                        of.path(who).asText());
            }
        }
        if (asked.has("mean")) {
            row(
                    part,
                    number,
                    at,
                    "",
                    "",
                    "mean",
                    asked.path("people").asText(),
                    "",
                    "",
                    "",
                    asked.path("mean").asText());
        }
        for (JsonNode best : asked.path("best")) {
            row(
                    part,
                    number,
                    at,
                    "",
                    "",
                    "best",
                    "1",
                    "",
                    "",
                    "",
                    best.path("bits").asText(),
                    best.path("name").asText());
        }
    }

    /** Adds a row. @param cells the first ones; the others are empty */
    private void row(String... cells) {
        var row = new ArrayList<>(Arrays.asList(cells));
        while (row.size() < COLUMNS.size()) {
            row.add("");
        }
        rows.add(row);
    }

    private static String time(long ms) {
        return Instant.ofEpochMilli(ms).toString();
    }

    private static String cell(String text) {
        boolean isFormula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        String safe = isFormula ? "'" + text : text;
        return safe.matches("(?s).*[\",\r\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
