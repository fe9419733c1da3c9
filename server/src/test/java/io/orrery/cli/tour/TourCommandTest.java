package io.orrery.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.cli.CommandLineRun;
import io.orrery.tour.TourFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TourCommandTest {
    @TempDir
    Path folder;

    @Test
    void newTourIsCompleteAndHasNoProblems() throws IOException {
        Path tour = folder.resolve("some/where/mine");

        var made = CommandLineRun.of("tour", "new", tour.toString());

        assertThat(made.code()).isZero();
        assertThat(made.out())
                .isEqualTo(tour + " is a tour. \"orrery tour check " + tour + "\" checks it, \"orrery serve --tours "
                        + tour + "\" shows it.\n");
        try (Stream<Path> files = Files.list(tour)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "tour.yaml", "en.yaml", "de.yaml", "tour.schema.json", "text.schema.json");
        }
        var check = CommandLineRun.of("tour", "check", "--strict", tour.toString());
        assertThat(check.out()).startsWith("mine: no problems; 1 chapter, 5 min: 3 beats in 210 s; de, en.\n");
        assertThat(check.code()).isZero();
    }

    @Test
    void problemsAreListedWithFileAndLine() throws IOException {
        TourFiles.in(folder.resolve("mine")).edit("tour.yaml", "step: start", "step: begin");
        TourFiles.in(folder.resolve("yours"));

        var check = CommandLineRun.of("tour", "check", folder.toString());

        assertThat(check.code()).isEqualTo(1);
        assertThat(check.err()).isEmpty();
        assertThat(check.out().lines())
                .contains(
                        folder.resolve("mine/tour.yaml") + ":12: Sorting model has no step \"begin\".",
                        "yours: no problems; 1 chapter, 5 min: 3 beats in 210 s; de, en.")
                .anyMatch(line -> line.startsWith("mine: 1 problem; "));
    }

    @Test
    void fileStandsForItsTour() throws IOException {
        TourFiles.in(folder.resolve("mine"));

        assertThat(CommandLineRun.of(
                                "tour", "check", folder.resolve("mine/en.yaml").toString())
                        .out())
                .startsWith("mine: no problems");
    }

    @Test
    void aTourOfOneFileIsCheckedByItselfAndInItsFolder() throws IOException {
        Path file = TourFiles.oneFile(folder.resolve("mine.yaml"));
        String whole = "mine: no problems; 1 chapter, 5 min: 3 beats in 210 s; de, en.";

        for (Path given : List.of(file, folder)) {
            var check = CommandLineRun.of("tour", "check", "--strict", given.toString());
            assertThat(check.out()).startsWith(whole);
            assertThat(check.code()).isZero();
        }
        String text = Files.readString(file);
        int line = text.substring(0, text.indexOf("title: A first look")).split("\n", -1).length;
        Files.writeString(file, text.replace("title: A first look", "titel: A first look"));
        var check = CommandLineRun.of("tour", "check", file.toString());
        assertThat(check.out()).contains(file + ":" + line + ": ");
        assertThat(check.code()).isEqualTo(1);
    }

    @Test
    void aBeatMayNameAReadyPollOfAnotherFileThatIsGiven() throws IOException {
        Path polls = folder.resolve("polls.yaml");
        Files.writeString(polls, "polls: [{id: head, question: Which head?, options: [x, y], right: 2}]");
        String words = "words: {de: {question: Welcher Kopf?, options: [x, y]}}";
        String mine = TourFiles.in(folder.resolve("mine"))
                .edit("tour.yaml", "step: start", "step: start\n        ask: {poll: head}")
                .folder()
                .toString();
        assertThat(CommandLineRun.of("tour", "check", polls.toString(), mine).out())
                .contains("mine/tour.yaml:13: The poll of the beat \"letters\" has one question for de and en.");
        Files.writeString(polls, Files.readString(polls).replace("right: 2", "right: 2, " + words));
        var whole = CommandLineRun.of("tour", "check", polls.toString(), mine);
        assertThat(whole.out()).contains("mine: no problems");
        assertThat(whole.code()).isZero();

        var alone = CommandLineRun.of("tour", "check", mine);
        assertThat(alone.out()).contains("mine/tour.yaml:13: There is no ready poll \"head\".");
        assertThat(alone.code()).isEqualTo(1);
        TourFiles.in(folder.resolve("more"))
                .edit("tour.yaml", "step: start", "step: start\n        ask: {poll: head, right: 1}");
        assertThat(CommandLineRun.of(
                                "tour",
                                "check",
                                polls.toString(),
                                folder.resolve("more").toString())
                        .out())
                .contains("more/tour.yaml:13: ", "right");
    }

    @Test
    void filesOfPollsAreCheckedAndEachMistakeIsNamedWithItsLine() throws IOException {
        Path file = folder.resolve("polls.yaml");
        Files.writeString(file, """
            polls:
              - id: head
                question: Which head?
                options: [The first, The third]
                right: 2
              - {id: clear, kind: scale, question: How clear was this?, options: [not at all, very]}
              - {id: word, kind: text, question: Attention in one word?}
            """);
        var fine = CommandLineRun.of("tour", "check", file.toString());
        assertThat(fine.out()).isEqualTo(file + ": no problems; 3 polls.\n");
        assertThat(fine.code()).isZero();
        TourFiles.in(folder.resolve("mine"));
        Files.copy(file, folder.resolve("mine/polls.yaml"));
        assertThat(CommandLineRun.of("tour", "check", folder.resolve("mine").toString())
                        .out())
                .contains("polls.yaml: no problems; 3 polls.\n", "mine: no problems; 1 chapter");

        Files.writeString(file, """
            polls:
              - id: a
                kind: vote
                question: Which?
              - id: a
                options: [A]
              - question: Which?
                options:
                  - A
                  - a
                  - ""
                right: 4
                rigth: 1
              - {id: b, kind: text, question: Why?, options: [x], right: 1}
              - {id: c, kind: scale, question: %s, options: [low]}
              - {id: d, question: Which?, options: [A, B], right: [1, 2]}
              - {id: e, question: Which?, options: [A, B], words: {de: {question: Welche?, options: [A, B, C]}, Xx: {options: [A, a]}}}
            """.formatted("x".repeat(201)));
        var check = CommandLineRun.of("tour", "check", file.toString());
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.out()
                        .lines()
                        .map(line -> line.substring(file.toString().length())))
                .contains(
                        ":3: \"kind\" is \"vote\"; it must be one of one, several, scale and text.",
                        ":5: There are two with the id \"a\".",
                        ":10: Two options are alike: \"a\".",
                        ":11: \"options\" is empty.",
                        ":15: \"question\" has 201 characters; the most are 200.")
                .anyMatch(line -> line.startsWith(":5: ") && line.contains("question"))
                .anyMatch(line -> line.startsWith(":6: A poll of the kind \"one\" has 1 option"))
                .anyMatch(line -> line.startsWith(":7: ") && line.contains("id"))
                .anyMatch(line -> line.startsWith(":12: ") && line.contains("right"))
                .anyMatch(line -> line.startsWith(":13: ") && line.contains("rigth"))
                .anyMatch(line -> line.startsWith(":14: A poll of the kind \"text\" has 1 option"))
                .anyMatch(line -> line.equals(":14: A poll of the kind \"text\" has no right answer."))
                .anyMatch(line -> line.startsWith(":15: A poll of the kind \"scale\" has 1 option"))
                .anyMatch(line -> line.equals(":16: A poll of the kind \"one\" has at most 1 right answer."))
                .contains(
                        ":17: The poll's words in \"de\" have 3 options; the poll has 2.",
                        ":17: Two options are alike: \"a\".")
                .anyMatch(line -> line.startsWith(":17: ") && line.contains("Xx"))
                .anyMatch(line -> line.startsWith(":17: ") && line.contains("question"));
        var serves = CommandLineRun.of("serve", "--polls", file.toString());
        assertThat(serves.code()).isNotZero();
        assertThat(serves.err()).contains(file + ":3: ");
        assertThat(CommandLineRun.of("serve", "--polls", folder.resolve("none").toString())
                        .err())
                .contains("There are no polls at ");
    }

    @Test
    void whatIsNoTourIsRefused() throws IOException {
        Files.writeString(folder.resolve("x.txt"), "x");

        var none = CommandLineRun.of("tour", "check", folder.toString());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).startsWith("There is no tour in " + folder);
        var text = CommandLineRun.of("tour", "check", folder.resolve("x.txt").toString());
        assertThat(text.code()).isEqualTo(2);
        assertThat(text.err()).startsWith("There is no tour in " + folder);
        var taken = CommandLineRun.of("tour", "new", folder.toString());
        assertThat(taken.code()).isEqualTo(2);
        assertThat(taken.err()).startsWith(folder + " is there already, and not empty");
        assertThat(CommandLineRun.of("tour", "new", folder.resolve("x.txt").toString())
                        .code())
                .isEqualTo(2);
        assertThat(CommandLineRun.of("tour").err()).contains("orrery tour check FOLDER");
        assertThat(CommandLineRun.of("tour", "check").code()).isEqualTo(2);
    }
}
