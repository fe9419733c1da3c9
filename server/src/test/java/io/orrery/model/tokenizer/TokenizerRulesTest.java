package io.orrery.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orrery.error.OrreryException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerRulesTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            model         | {'type':'BPE','continuing_subword_prefix':'####','vocab':{'a':0},'merges':[]} | without one
            model         | {'type':'BPE','dropout':0.1,'vocab':{'a':0},'merges':[]}                      | other tokens each time
            model         | {'type':'WordPiece','vocab':{'a':0}}                                          | BPE, Unigram, WordLevel
            model         | {'vocab':{'a':0}}                                                             | sets model.type to nothing
            normalizer    | {'type':'Precompiled','precompiled_charsmap':'AAAA'}                          | to "Precompiled"
            normalizer    | {'type':'Sequence','normalizers':[{'type':'Nmt'}]}                            | to "Nmt"
            normalizer    | {'type':'Sequence','normalizers':7}                                           | it must be a list
            pre_tokenizer | {'type':'Split','pattern':{'Regex':'(a+)+$'}}                                 | repeat what repeats itself
            pre_tokenizer | {'type':'FixedLength','length':0}                                             | to "FixedLength"
            post_processor| {'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'<s>','type_id':0}}],'special_tokens':{}} | special tokens
            post_processor| {'type':'TemplateProcessing','single':[{'Sequence':{'id':'B','type_id':0}}],'special_tokens':{}} | special tokens
            post_processor| {'type':'TemplateProcessing','single':[],'special_tokens':{'x':{'id':'x','ids':[1,2],'tokens':['x']}}} | as many ids
            decoder       | {'type':'Strip','content':' ','start':0,'stop':3}                             | strips the beginning
            decoder       | [[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]                                    | nested deeper
            model         | {'type':'Unigram','vocab':[['a',1e999]]}                                      | too large
            model         | {'type':'Unigram','vocab':[['a',99999999999999999999]]}                       | too large
            decoder       | {'type':'CTC'}                                                                | to "CTC"
            """)
    void settingThatCouldCrashTheProcessIsRefusedByName(String stage, String json, String words) throws IOException {
        var root = small();
        root.set(stage, JSON.readTree(json.replace('\'', '"')));

        assertThatThrownBy(() -> TokenizerRules.checked("tokenizer.json", root))
                .isInstanceOf(OrreryException.class)
                .hasMessageStartingWith("tokenizer.json sets ")
                .hasMessageContaining(words);
    }

    @Test
    void truncationAndPaddingAreRemoved() throws IOException {
        var root = small();
        root.putObject("truncation").put("max_length", 1);
        root.putObject("padding").putObject("strategy").put("Fixed", 1L << 60);

        var safe = TokenizerRules.checked("tokenizer.json", root);

        assertThat(safe.get("truncation").isNull()).isTrue();
        assertThat(safe.get("padding").isNull()).isTrue();
    }

    /** The patterns in the files of GPT-2, Llama 3 and Qwen2, and some simple ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[\\s\\S]",
                "(?:ab)+c",
                "",
            })
    void patternsOfPublishedTokenizersAreSafe(String pattern) {
        assertThat(SafePattern.isSafe(pattern)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(a|b*)*",
                "((a+)b)+",
                "(a{2,3}){9}",
                "a++",
                "(a)\\1+",
                "\\k<x>",
                "(?(1)a)",
                "(?~a)",
                "a{99999}",
                "a{,",
                "(a",
                "a)",
                "[a",
                "a\\",
            })
    void patternsWithCatastrophicBacktrackingAreNotSafe(String pattern) {
        assertThat(SafePattern.isSafe(pattern)).isFalse();
        assertThat(SafePattern.isSafe("a".repeat(2000))).isFalse();
    }

    @Test
    void gpt2sFileWithoutAModelTypeIsAccepted() throws IOException {
        var root = (ObjectNode) JSON.readTree("""
                {"added_tokens":[],"normalizer":null,"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,
                "trim_offsets":true},"post_processor":{"type":"ByteLevel"},"decoder":{"type":"ByteLevel"},
                "model":{"dropout":null,"unk_token":null,"continuing_subword_prefix":"","end_of_word_suffix":"",
                "fuse_unk":false,"vocab":{"a":0},"merges":[]}}""");

        assertThatCode(() -> TokenizerRules.checked("tokenizer.json", root)).doesNotThrowAnyException();
    }

    private static ObjectNode small() throws IOException {
        return (ObjectNode) JSON.readTree("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[]}}");
    }
}
