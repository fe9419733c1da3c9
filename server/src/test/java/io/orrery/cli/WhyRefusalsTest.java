package io.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each bad input of {@code why} has a sentence, on one line, and exit code 2. */
class WhyRefusalsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attribution --layer 9 | There is no layer 9: the model has the layers 0 to 1.",
                "attribution --head 4 | There is no head 4: a layer has the heads 0 to 3.",
                "attribution --position 4 | There is no position 4: the text has the positions 0 to 3.",
                "attribution --position -1 | There is no position -1: the text has the positions 0 to 3.",
                "attribution --a 512 | There is no token 512; this model knows tokens 0 to 511.",
                "attribution --b -3 | There is no token -3; this model knows tokens 0 to 511.",
                "attribution --a 7 --b 7 | Token 7 cannot be compared with itself; choose two tokens.",
                "attribution --b x | --b must be a token's number or \"all\", not \"x\".",
                "attribution --a x | is not an int.",
                "score --layer 0 --head 9 --query 1 --key 0 | There is no head 9: a layer has the heads 0 to 3.",
                "score --layer 7 --head 0 --query 1 --key 0 | There is no layer 7: the model has the layers 0 to 1.",
                "score --layer 0 --head 0 --query 1 --key 2 | The query at position 1 does not see the key at position 2.",
                "score --layer 0 --head 0 --query 8 --key 2 | There is no position 8: the text has the positions 0 to 3.",
                "score --layer 0 --head 0 --query 1 | Missing required option",
                "change | Give what to change with --set, or try everything with --each",
                "change --set a=zero --each zero | Give what to change with --set, or try everything with --each",
                "change --set blocks.5.hook_mlp_out=zero | There is no tensor named \"blocks.5.hook_mlp_out\" in this model.",
                "change --set blocks.0.attn.hook_z[4]=zero | There is no head 4: a layer has the heads 0 to 3.",
                "change --set blocks.0.attn.hook_z[99999999999]=zero | is not a change; write NODE=zero",
                "change --set blocks.0.attn.hook_z[0]@9=zero | There is no position 9: the text has the positions 0 to 3.",
                "change --set blocks.0.attn.hook_z[0]=half | is not a change; write NODE=zero",
                "change --set blocks.0.attn.hook_z[0]=scale:NaN | is not a change; write NODE=zero",
                "change --set blocks.0.attn.hook_z | is not a change; write NODE=zero",
                "change --each half | \"half\" is not a change; write NODE=zero",
                "change --set blocks.0.attn.W_Q=zero | \"blocks.0.attn.W_Q\" cannot be changed",
                "change --set blocks.0.attn.hook_result[0]=zero | \"blocks.0.attn.hook_result\" cannot be changed",
                "change --set blocks.0.hook_mlp_out[0]=zero | \"blocks.0.hook_mlp_out\" has neither heads nor experts; leave out the number",
                "change --set blocks.0.attn.hook_z[0,1,0]=cut | \"blocks.0.attn.hook_z\" has no edges to cut",
                "change --set blocks.0.attn.hook_attn_scores[0,0,0]=cut | would see no key at all; leave it one.",
                "change --set blocks.0.attn.hook_attn_scores[0,1,2]=cut | position 1 does not see the key at position 2.",
                "change --set blocks.0.attn.hook_attn_scores[0,1,7]=cut | There is no position 7",
                "change --set blocks.0.attn.hook_attn_scores[0,1,1]=cut blocks.0.attn.hook_attn_scores[0,1,0]=cut"
                        + " | would see no key at all; leave it one.",
                "change --set token@7=cut | There is no position 7",
                "change --set blocks.0.attn.hook_pattern[0]=mean | has no mean: its rows differ in length",
                "change --set blocks.0.attn.hook_q=scale:1e30 blocks.0.attn.hook_k=scale:1e30"
                        + " | After this change the model computes numbers that are too large",
                "change --set blocks.0.hook_mlp_out=mean --mean-over no/such/file"
                        + " | There is no such file or folder: no/such/file.",
                "change --set blocks.0.hook_mlp_out=mean --mean-over /dev/null | There is no mean: no reference text",
                "patch --from-tokens 5,6,7 | The two texts must be equally long, but one has 3 tokens and the other 4.",
                "patch --from-tokens 5,6,7,8 | Both texts have the same logit difference, so there is nothing to recover.",
                "patch --from-tokens 5,6,7,x | \"x\" is not a token;",
                "patch --from-tokens 5,6,7,9999 | There is no token 9999",
                "patch | Missing required",
                "saliency --steps 0 | --steps must be from 1 to 10000, not 0.",
                "saliency --baseline zero | --baseline must be mean or keep-first, not \"zero\".",
                "lens --ranked 0 | --ranked must be from 1 to 20, not 0.",
                "lens --ranked 21 | --ranked must be from 1 to 20, not 21.",
                "heads --repeated 51 | --repeated must be from 1 to 50, not 51.",
                "score --layer 0 --head 0 --query 1 --key 0 --pairs 0 | --pairs must be from 1 to 1000, not 0.",
                "heads --copying 0 | --copying must be from 1 to 1000, not 0.",
                "embedding --token 512 | There is no token 512; this model knows tokens 0 to 511.",
                "embedding --plus 512 | There is no token 512; this model knows tokens 0 to 511.",
                "nothing | \"nothing\" is not understood here.",
            })
    void badInputHasASentence(String asked, String sentence) {
        var args = Stream.concat(Stream.of(asked.split(" ")), Stream.of("--tokens", "5,6,7,8"));
        assertRefused(WhyCommandTest.why("gpt2-tiny", args.toArray(String[]::new)), sentence);
    }

    @Test
    void badTextsAreRefused() throws IOException {
        assertRefused(
                WhyCommandTest.why("gpt2-tiny", "lens", "--tokens", ""),
                "The text is empty; at least one token is needed.");
        assertRefused(WhyCommandTest.why("gpt2-tiny", "lens", "--tokens", "1,,2"), "\"\" is not a token");
        assertRefused(WhyCommandTest.why("gpt2-tiny", "lens", "--tokens", "1,600"), "There is no token 600");
        assertRefused(WhyCommandTest.why("gpt2-tiny", "lens"), "--tokens");
        assertRefused(CommandLineRun.of("why"), "Say what to ask");
        assertRefused(
                CommandLineRun.of("why", "lens", "--model", "gpt3", "--tokens", "1"), "is here as structure only");
        var broken = folder.resolve("means.txt");
        Files.writeString(broken, "1,2\n\n3,a\n");
        var change = new String[] {
            "change", "--set", "blocks.0.hook_mlp_out=mean", "--tokens", "1,2", "--mean-over", broken.toString()
        };
        assertRefused(WhyCommandTest.why("gpt2-tiny", change), "Line 3 of " + broken + " is not a text");
        Files.write(broken, new byte[] {(byte) 0xff, 1});
        assertRefused(WhyCommandTest.why("gpt2-tiny", change), "Line 1 of " + broken + " is not a text");
        Files.writeString(broken, "1,600");
        assertRefused(WhyCommandTest.why("gpt2-tiny", change), "There is no token 600");
        assertRefused(
                CommandLineRun.of(
                        "why", "change", "--tokens", "2,1,0", "--set", "blocks.0.hook_mlp_out=mean", "--json"),
                "There is no mean: no reference text can be read by this model.");
    }

    @Test
    void aHundredChangesAreTooMany() {
        var args = new ArrayList<>(List.of("change", "--tokens", "5,6,7,8"));
        for (int i = 0; i < 100; i++) {
            args.addAll(List.of("--set", "blocks.0.hook_mlp_out@0=scale:" + i));
        }
        assertRefused(
                WhyCommandTest.why("gpt2-tiny", args.toArray(String[]::new)), "100 changes are too many at a time");
    }

    private static void assertRefused(CommandLineRun run, String sentence) {
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(sentence).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }
}
