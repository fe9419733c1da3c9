package io.orrery.tour.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.tour.TourFiles;
import io.orrery.tour.TourProblem;
import io.orrery.tour.file.TourFolder;
import io.orrery.tour.scene.PresetModels;
import io.orrery.tour.scene.TourModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TourCheckTest {
    private static final TourModels MODELS = new PresetModels(reference -> reference, List.of());

    @TempDir
    Path temporary;

    private TourFiles files;

    @BeforeEach
    void write() throws IOException {
        files = TourFiles.in(temporary.resolve("first"));
    }

    @Test
    void goodTourHasNoProblems() {
        var report = TourCheck.check(folder(), MODELS, Demands.SHIPPED);

        assertThat(report.problems()).isEmpty();
        assertThat(report.resolved().orElseThrow().seconds(5)).isEqualTo(210);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what is written in a file, what it is replaced by, and the line and reason of one problem
                "model: nano-sort | model: nano-sart | 1 | There is no model \"nano-sart\"; known are nano-sort, tiny-tales"
                        + " and tiny-tales-de.",
                "model: nano-sort | modle: nano-sort | 4 | \"modle\" is unknown here; known are model, instead-of, text, routes,"
                        + " speaker, date and chapters.",
                "text: CBABBC | text: CBAXBC | 13 | Sorting model cannot read the text \"CBAXBC\": ",
                "routes: [5] | routes: [five] | 6 | \"routes\" is five; it must be a number from 1 to 240.",
                "routes: [5] | routes: 5 | 6 | \"routes\" must be a list.",
                "routes: [5] | routes: [3] | 6 | The route of 3 minutes has 210 planned seconds; it may have at most"
                        + " 180.",
                "routes: [5] | routes: [6] | 6 | The route of 6 minutes has 210 planned seconds; it needs at least"
                        + " 216.",
                "id: letters | id: Letters | 10 | \"Letters\" cannot be an id",
                "id: who-reads-whom | id: letters | 13 | There are two with the id \"letters\".",
                "'id: letters\n        seconds' | 'seconds' | 10 | \"id\" is missing.",
                "seconds: 60 | seconds: 0 | 11 | \"seconds\" is 0; it must be a number from 1 to 3600.",
                "seconds: 60 | 'seconds: {5: 60, 7: 3}' | 11 | \"7\" is no route of this tour; its routes are 5.",
                "seconds: 60 | 'seconds: {}' | 11 | \"seconds\" says nothing of the route of 5 minutes.",
                "'seconds: 60\n        ' | '' | 10 | \"seconds\" is missing.",
                "seconds: 60 | 'seconds: 60\n"
                        + "        route: 20' | 12 | \"20\" is no route of this tour; its routes are 5.",
                "step: start | step: begin | 12 | Sorting model has no step \"begin\".",
                "step: start | 'steps: [start]' | 12 | \"steps\" is 1; it must be a number from 2 to 2.",
                "step: start | 'steps: [probs, start]' | 12 | The walk does not lead from the step \"probs\" to the"
                        + " step \"start\".",
                "step: start | step: blocks.2.ln9 | 12 | Sorting model has no step \"blocks.2.ln9\".",
                "step: start | 'step: start\n"
                        + "        steps: [start, embed]' | 13 | \"step\" and \"steps\" exclude each other.",
                "step: start | 'step: start\n        layer: 1' | 13 | \"layer\" is unknown here",
                "step: start | 'step: start\n"
                        + "        checkpoint: 99' | 13 | Sorting model has no checkpoint 99; it has 0, 25, 50",
                "step: start | 'step: start\n"
                        + "        gallery: gpt9' | 13 | \"gallery\" is \"gpt9\"; it must be one of gpt2-small",
                "step: start | 'step: start\n        camera: [1, 2]' | 13 | \"camera\" is \"[1.0, 2.0]\"",
                "step: start | 'step: start\n        sampling: {temperature: -1}' | 13 | \"temperature\" is -1",
                "step: start | 'step: start\n"
                        + "        generated: 20' | 10 | The text has no position 26; it has 11 tokens.",
                "step: start | 'step: start\n"
                        + "        answer: perhaps' | 13 | \"answer\" is \"perhaps\"; it must be one of shown and hidden.",
                "step: start | 'step: probs\n"
                        + "        answer: hidden' | 13 | \"answer\" is hidden, but this beat is about what comes next:"
                        + " probs. The hall would show nothing there.",
                "step: start | 'steps: [ln_final, logits]\n"
                        + "        answer: hidden' | 13 | about what comes next: logits.",
                "step: start | 'step: start\n"
                        + "        focus: {block: logits, token: last}\n"
                        + "        answer: hidden' | 14 | about what comes next: logits.",
                "'focus: {head: 1.1, block: pattern}\n"
                        + "        act:\n"
                        + "          choose: tokens' | 'answer: hidden\n"
                        + "        act:\n"
                        + "          do: text\n"
                        + "          until: next = \"B\"' | 16 | about what comes next: next = \"B\".",
                "'block: pattern}\n"
                        + "        act:\n"
                        + "          choose: tokens\n"
                        + "          right: strongest-key head 1.1 from last\n"
                        + "          show: {head: 1.1, block: pattern}' | 'block: pattern}\n"
                        + "        answer: hidden\n"
                        + "        act:\n"
                        + "          choose: tokens\n"
                        + "          right: strongest-key head 1.1 from last\n"
                        + "          show: {block: logits}' | 17 | about what comes next: logits.",
                "step: start | 'step: start\n        model: gpt9' | 13 | There is no model \"gpt9\"",
                "step: start | 'step: start\n"
                        + "        lab: {tool: lense}' | 13 | \"tool\" is \"lense\"; it must be one of lens",
                "step: start | 'step: start\n"
                        + "        lab: {tool: lens, a: AB}' | 13 | \"AB\" is not one token of Sorting model",
                "step: start | 'step: start\n"
                        + "        changes: [{head: 1.4, do: zero}]' | 13 | Sorting model has no head 1.4; it has 3 layers"
                        + " of 3 heads.",
                "step: start | 'step: start\n"
                        + "        changes: [{mlp: 4, do: zero}]' | 13 | Sorting model has no layer 4; it has 3 layers.",
                "step: start | 'step: start\n"
                        + "        changes: [{head: 1.1, do: cut}]' | 13 | \"do\" is \"cut\"; it must be one of zero, mean"
                        + " and scale.",
                "step: start | 'step: start\n        changes: [{head: 1.1, do: scale}]' | 13 | \"by\" is missing.",
                "step: start | 'step: start\n"
                        + "        changes: [{token: 9, do: cut}]' | 13 | The text has no position 9; it has 6 tokens.",
                "step: start | 'step: start\n        changes: [{do: cut}]' | 13 | \"head\" is missing.",
                "head: 1.1, block | head: 11, block | 16 | \"11\" is no head; heads are written LAYER.HEAD",
                "head: 1.1, block | head: 1.9, block | 16 | Sorting model has no head 1.9",
                "block: pattern | block: patern | 16 | Sorting model has no block \"patern\" at this step.",
                "block: pattern | block: gate | 16 | Sorting model has no block \"gate\" at this step.",
                "block: pattern | 'block: pattern, token: 7' | 16 | The text has no position 7; it has 6 tokens.",
                "block: pattern | 'block: pattern, token: end' | 16 | \"end\" is no position",
                "block: pattern | 'block: pattern, number: 2' | 16 | blocks.0.attn.hook_pattern has no \"number\".",
                "block: pattern | 'block: queries, number: 99, token: 1' | 16 | blocks.0.attn.hook_q has no number 99;"
                        + " it has 16.",
                "block: pattern | 'block: queries, key: 1' | 16 | blocks.0.attn.hook_q has no \"key\".",
                "choose: tokens | choose: token | 18 | \"choose\" is \"token\"; it must be one of tokens, next, heads"
                        + " and signs.",
                "choose: tokens | choose: heads | 18 | \"strongest-key head 1.1 from last\" cannot be the right"
                        + " option: its value must be a part.",
                "choose: tokens | 'choose: [a, b]' | 19 | \"strongest-key head 1.1 from last\" is right, but none of"
                        + " the options; these are a and b.",
                "right: strongest-key head 1.1 from last | right: strongest-kee head 1.1 from last | 18 | is not"
                        + " understood: There is no fact",
                "right: strongest-key head 1.1 from last | right: strongest-key head 1.8 from last | 18 | is not"
                        + " understood: ",
                "'          right: strongest-key head 1.1 from last\n' | '' | 18 | \"right\" is missing.",
                "choose: tokens | 'do: text\n          until: probb < 1' | 18 | is not understood",
                "choose: tokens | 'choose: heads\n"
                        + "          layer: 4' | 18 | Sorting model has no layer 4; it has 3 layers.",
                "choose: tokens | 'do: switch\n"
                        + "          layer: 4\n"
                        + "          until: not right' | 18 | Sorting model has no layer 4; it has 3 layers.",
                "choose: tokens | 'do: switch\n"
                        + "          layer: 0\n"
                        + "          until: not right' | 19 | \"layer\" is 0; it must be a number from 1 to 9999.",
                "choose: next, count: 3 | 'choose: heads, layer: 4' | 26 | Sorting model has no layer 4; it has 3"
                        + " layers.",
                "right: sorts, again | 'right: {sorts: rigt, counts: not right}, again' | 27 | \"rigt\" is not"
                        + " understood",
                "right: sorts, again | 'right: {sort: right, counts: not right}, again' | 27 | \"sort\" is right, but"
                        + " none of the options; these are sorts and counts.",
                "right: sorts, again | 'right: [sorts], again' | 27 | \"right\" must be a text.",
                "right: next, again | 'right: {a: right}, again' | 26 | \"right\" must be a text.",
                "right: sorts, again | right: sort, again | 27 | \"sort\" is right, but none of the options; these are"
                        + " sorts and counts.",
                "again: letters} | again: lettuce} | 27 | \"again\" names the beat \"lettuce\", which the chapter"
                        + " \"guess\" does not have.",
                "'      - {id: task, choose: [sorts, counts], right: sorts, again: letters}\n"
                        + "' | '' | 8 | The chapter \"guess\" ends with 1 question of understanding; it needs 2.",
            })
    void problemsOfTheDeclarationHaveALineAndAReason(String from, String to, int line, String reason)
            throws IOException {
        files.edit("tour.yaml", from, to);

        assertProblem("tour.yaml", line, reason);
    }

    @Test
    void chapterNeedsAnAct() throws IOException {
        String text = TourFiles.template("tour.yaml");
        int act = text.indexOf("        act:");
        files.write("tour.yaml", text.substring(0, act) + text.substring(text.indexOf("      - id: what-comes-next")));

        assertProblem("tour.yaml", 8, "No beat of the chapter \"guess\" has an act.");
        assertProblem("en.yaml", 29, "There are words for guess/who-reads-whom/act, which tour.yaml does not have.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title: A first look | titel: A first look | 4 | \"titel\" is unknown here",
                "title: A first look | title: '' | 4 | \"title\" is empty.",
                "'        title: Six letters\n' | '' | 11 | \"title\" is missing.",
                "letters: | leters: | 8 | There are no words for guess/letters.",
                "letters: | leters: | 8 | There are words for guess/leters, which tour.yaml does not have.",
                "guess: | gues: | 1 | There are no words for guess.",
                "simple: | simpel: | 11 | There are no words for guess/letters/simple.",
                "{positions} letters | {position} letters | 13 | \"position\" is not understood: There is no fact"
                        + " \"position\".",
                "{positions} letters | '[letters](block:gate)' | 13 | Sorting model has no block \"gate\" at this"
                        + " step.",
                "{positions} letters | '[letters](term:tokenn)' | 13 | The glossary has no \"tokenn\"",
                "{positions} letters | '[letters](head:4.1)' | 13 | Sorting model has no head 4.1",
                "{positions} letters | '{answer} letters' | 13 | {answer} can only stand in what is said after an"
                        + " answer.",
                "{positions} letters | '{prob \"Q\"} letters' | 13 | is not understood",
                "{positions} letters | '{if rigt}six{end} letters' | 13 | \"rigt\" is not understood",
                "{positions} letters | '$x$ letters' | 13 | The level Simple has no formulas.",
                "{positions} letters | '= letters' | 13 | The level Simple has no symbols such as \"=\".",
                "Let them say | '{answer} Let them say' | 19 | {answer} can only stand",
                "'            - Look at its row.\n' | '' | 29 | There are 2 hints; there must be 3.",
                "'          right: \"Yes. {answer}' | '          rigt: \"Yes. {answer}' | 29 | \"right\" is missing.",
                "'          right: \"Yes. {answer}' | '          done: x\n"
                        + "          right: \"Yes. {answer}' | 29 | There are words for done",
                "gets {attention head 1.1 from last to answer} | gets {rank answer} | 34 | {answer} can only stand",
                "sorts: It puts | sort: It puts | 50 | There are no words for options/sorts.",
                "question: Which letter does the machine say next? | question: {simple: Which?, expert: Which?} | 46 |"
                        + " \"developer\" is missing.",
            })
    void problemsOfTheWordsHaveALineAndAReason(String from, String to, int line, String reason) throws IOException {
        files.edit("en.yaml", from, to);

        assertProblem("en.yaml", line, reason);
    }

    @Test
    void simpleIsShort() throws IOException {
        files.edit("en.yaml", "Here are {positions} letters.", "Here is one more. ".repeat(10));

        assertProblem("en.yaml", 13, "The level Simple has 53 words here; it may have 35.");
    }

    @Test
    void shippedTourNeedsBothLanguages() throws IOException {
        Files.delete(temporary.resolve("first/de.yaml"));

        assertProblem("tour.yaml", 1, "The file of the language de is missing.");
        assertThat(TourCheck.check(folder(), MODELS, Demands.USUAL).problems()).isEmpty();
    }

    @Test
    void tourNeedsALanguageAndADeclaration() throws IOException {
        Files.delete(temporary.resolve("first/de.yaml"));
        Files.delete(temporary.resolve("first/en.yaml"));
        assertThat(TourCheck.check(folder(), MODELS, Demands.USUAL).problems())
                .extracting(TourProblem::reason)
                .containsExactly("The file of the language en is missing.");

        Files.delete(temporary.resolve("first/tour.yaml"));
        assertThat(problems()).extracting(TourProblem::reason).containsExactly("The file tour.yaml is missing.");
    }

    @Test
    void fileThatIsNoYamlIsOneProblem() throws IOException {
        files.write("en.yaml", "title: [");

        assertThat(problems()).hasSize(2);
        assertProblem("en.yaml", 1, "This is not valid YAML: ");
        assertProblem("tour.yaml", 1, "The file of the language en is missing.");
    }

    @Test
    void fileWithoutNamesIsAProblem() throws IOException {
        files.write("tour.yaml", "- model: nano-sort\n");

        assertProblem("tour.yaml", 1, "\"tour\" must have named values");
    }

    @Test
    void fileNameMustBeALanguage() throws IOException {
        files.write("words_of_mine.yaml", TourFiles.template("en.yaml"));

        assertProblem("words_of_mine.yaml", 1, "\"words_of_mine\" is not the tag of a language");
    }

    private TourFolder folder() {
        return new TourFolder.OnDisk(temporary.resolve("first"));
    }

    private List<TourProblem> problems() {
        return TourCheck.check(folder(), MODELS, Demands.SHIPPED).problems();
    }

    private void assertProblem(String file, int line, String reason) {
        assertThat(problems()).as("%s:%d: %s", file, line, reason).anySatisfy(problem -> {
            assertThat(problem.file()).endsWith(file);
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.reason()).contains(reason);
        });
    }
}
