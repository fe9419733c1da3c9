package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.error.Sentences;
import io.orrery.wire.ClientMessage.BadRequest;
import io.orrery.wire.ClientMessage.CommandRequest;
import io.orrery.wire.ClientMessage.Hello;
import io.orrery.wire.ClientMessage.Name;
import io.orrery.wire.ClientMessage.Ping;
import io.orrery.wire.ClientMessage.Point;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessagesTest {
    @Test
    void readsHelloWithAndWithoutOptionalFields() throws Exception {
        assertThat(read("{'type':'hello','v':1,'view':'attendee'}"))
                .isEqualTo(new Hello(1, View.ATTENDEE, Optional.empty(), "", Optional.empty()));
        assertThat(read("{'type':'hello','v':1,'view':'presenter','key':'k','name':'Ada','me':'m','room':'X'}"))
                .isEqualTo(new Hello(1, View.PRESENTER, Optional.of("k"), "Ada", Optional.of("m")));
    }

    @Test
    void readsKeysOfAnyLength() throws Exception {
        for (String key : new String[] {"", "k".repeat(500)}) {
            var hello = (Hello) read("{'type':'hello','v':1,'view':'presenter','key':'" + key + "'}");

            assertThat(hello.key()).contains(key);
        }
    }

    @Test
    void removesInvisibleCharactersFromTheNameInHello() throws Exception {
        var hello = (Hello) read("{'type':'hello','v':1,'view':'attendee','name':' A\\u202edb\\na\\u0000 '}");

        assertThat(hello.name()).isEqualTo("Adba");
    }

    @Test
    void readsTheFieldsThatAllCommandsShare() throws Exception {
        var command = (CommandRequest) read("{'type':'command','id':'c1','at':4,'do':'blank','on':true}");

        assertThat(command.id()).isEqualTo("c1");
        assertThat(command.at()).isEqualTo(4);
        assertThat(command.name()).isEqualTo("blank");
        assertThat(command.fields().flag("on")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'at':4 | command.do must be a text",
                "'do':'play' | command.at must be a whole number",
                "'at':-1,'do':'play' | command.at must be a whole number",
                "'at':1.5,'do':'play' | command.at must be a whole number",
                "'at':9007199254740992,'do':'play' | command.at must be a whole number",
                "'at':'4','do':'play' | command.at must be a whole number",
            })
    void malformedCommandKeepsItsIdAndSaysWhatIsExpected(String fields, String why) throws Exception {
        var bad = (BadRequest) read("{'type':'command','id':'c1'," + fields + "}");

        assertThat(bad.id()).isEqualTo("c1");
        assertThat(Sentences.ENGLISH.of(bad.error())).startsWith(why);
    }

    @Test
    void readsPingAndIgnoresAnImpossibleRoundTrip() throws Exception {
        assertThat(read("{'type':'ping','t':12.5}"))
                .isEqualTo(new Ping(12.5, Optional.empty(), Optional.empty(), false, ""));
        assertThat(
                        read(
                                "{'type':'ping','t':1,'rtt':30,'looking':true,'sees':'output','painted':{'trace':'t','step':'s'}}"))
                .isEqualTo(new Ping(1, Optional.of(new Cursor("t", "s")), Optional.of(30.0), true, "output"));
        assertThat(((Ping) read("{'type':'ping','t':1,'rtt':-3}")).roundTrip()).isEmpty();
        assertThat(((Ping) read("{'type':'ping','t':1,'rtt':1e9}")).roundTrip()).isEmpty();
    }

    @Test
    void readsPoint() throws Exception {
        assertThat(read("{'type':'point'}")).isEqualTo(new Point(Optional.empty(), Optional.empty()));
        assertThat(read("{'type':'point','cell':{'name':'q','index':[1,2]},'pose':{'x':1,'y':2,'z':3,'azimuth':0.5,"
                        + "'elevation':0.25,'span':40}}"))
                .isEqualTo(new Point(
                        Optional.of(new CellMark("q", List.of(1, 2))), Optional.of(new Pose(1, 2, 3, 0.5, 0.25, 40))));
    }

    @Test
    void removesInvisibleCharactersFromANewName() throws Exception {
        assertThat(read("{'type':'name','name':' A\\u202eda '}")).isEqualTo(new Name("Ada"));
        assertThat(read("{'type':'name','name':''}")).isEqualTo(new Name(""));
    }

    @Test
    void namesAreCountedInCharactersAsPeopleSeeThem() throws MalformedException {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66";
        String longest = family.repeat(40);

        assertThat(read("{'type':'name','name':'" + longest + "'}")).isEqualTo(new Name(longest));
        assertThatThrownBy(() -> read("{'type':'name','name':'" + longest + "a'}"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most 40");
        // One letter with a thousand accents.
        assertThatThrownBy(() -> read("{'type':'name','name':'a" + "\u0301".repeat(1000) + "'}"))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void ignoresUnknownTypesAndFields() throws Exception {
        assertThat(read("{'type':'laser','x':1}")).isInstanceOf(ClientMessage.Unknown.class);
        assertThat(read("{'type':'ping','t':1,'mood':{'deep':[1]}}")).isInstanceOf(Ping.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "7",
                "null",
                "{}",
                "{'type':7}",
                "{'type':'hello'}",
                "{'type':'hello','v':'1','view':'attendee'}",
                "{'type':'hello','v':1,'view':'king'}",
                "{'type':'hello','v':1,'view':'attendee','name':7}",
                "{'type':'hello','v':1,'view':'attendee','name':'12345678901234567890123456789012345678901'}",
                "{'type':'hello','v':1,'view':'attendee','me':''}",
                "{'type':'command','at':1,'do':'play'}",
                "{'type':'command','id':'','at':1,'do':'play'}",
                "{'type':'ping'}",
                "{'type':'ping','t':NaN}",
                "{'type':'ping','t':1e999}",
                "{'type':'ping','t':1,'painted':[]}",
                "{'type':'name'}",
                "{'type':'name','name':'12345678901234567890123456789012345678901'}",
                "{'type':'point','cell':7}",
                "{'type':'point','pose':{'x':1}}",
                "{'type':'point','pose':{'x':1e300,'y':2,'z':3,'azimuth':0.5,'elevation':0.25,'span':40}}",
                "{'type':'ping','t':1} {}",
                "{'type':'ping','type':'hello','t':1}",
            })
    void refusesMalformedMessages(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageMatching("(?s)[A-Za-z].*");
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> read("[".repeat(3000))).isInstanceOf(MalformedException.class);
    }

    private static ClientMessage read(String text) throws MalformedException {
        return ClientMessages.read(text.replace('\'', '"'));
    }
}
