package io.orrery.web.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import io.orrery.room.Afterwards.Report;
import io.orrery.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** The cells of each row by column. */
    private final List<Map<String, String>> rows = new ArrayList<>();

    private AfterwardsCsv() {}

    static String of(Report report) {
        var csv = new AfterwardsCsv();
        report.said()
                .forEach((part, all) -> all.forEach(
                        said -> csv.row(part, said.at(), said.step(), said.text(), said.state(), "" + said.people())
                                .put("name", said.name())));
        report.asked().forEach(csv::asked);
        report.signals()
                .forEach(each -> csv.row("signal", each.day(), each.step(), "", each.signal(), "" + each.count()));
        var cells = csv.rows.stream().map(row -> COLUMNS.stream().map(column -> cell(row.getOrDefault(column, ""))));
        String text = Stream.concat(Stream.of(COLUMNS.stream()), cells)
                .map(row -> row.collect(Collectors.joining(",")) + "\r\n")
                .collect(Collectors.joining());
        return text.chars().anyMatch(c -> c > LAST_ASCII) ? BYTE_ORDER_MARK + text : text;
    }

    private void asked(JsonNode asked) {
        String question = text(asked, "question");
        String text = question.isEmpty() ? text(asked, "about") : question;
        for (JsonNode option : asked.path("options")) {
            var row = row(asked, text, text(option, "text"), text(option, "count"));
            row.put("first", text(option, "first"));
            row.put("model", text(option, "model"));
            row.put("right", option.path("right").asBoolean() ? "yes" : "");
        }
        for (JsonNode word : asked.path("words")) {
            String who = String.join(" ", Json.texts(word.path("who")));
            row(asked, text, text(word, "text"), text(word, "count")).put("name", who);
        }
        for (JsonNode of : asked.path("texts")) {
            for (String who : List.of("room", "chance", "model")) {
                row(asked, text(of, "question"), who, "").put("bits", text(of, who));
            }
        }
        if (asked.has("mean")) {
            row(asked, "", "mean", text(asked, "people")).put("bits", text(asked, "mean"));
        }
        for (JsonNode best : asked.path("best")) {
            var row = row(asked, "", "best", "1");
            row.put("bits", text(best, "bits"));
            row.put("name", text(best, "name"));
        }
    }

    private static String text(JsonNode of, String member) {
        return of.path(member).asText();
    }

    /** Adds a row about what was asked, to which further columns may be added. */
    private Map<String, String> row(JsonNode asked, String text, String answer, String people) {
        var row = row(text(asked, "kind"), asked.path("at").asLong(), "", text, answer, people);
        row.put("number", text(asked, "number"));
        return row;
    }

    private Map<String, String> row(String part, long at, String step, String text, String answer, String people) {
        var row = new HashMap<String, String>();
        row.put("part", part);
        row.put("time", Instant.ofEpochMilli(at).toString());
        row.put("step", step);
        row.put("text", text);
        row.put("answer", answer);
        row.put("people", people);
        rows.add(row);
        return row;
    }

    private static String cell(String text) {
        boolean isFormula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        String safe = isFormula ? "'" + text : text;
        return safe.matches("(?s).*[\",\r\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
