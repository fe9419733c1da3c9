package io.orrery.room.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orrery.room.access.Ability;
import io.orrery.wire.Fields;
import io.orrery.wire.Json;
import io.orrery.wire.MalformedException;
import io.orrery.wire.Role;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading commands, and who may give them. */
class CommandsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "play | 'x':1 | NOTHING",
                "pause | 'x':1 | NOTHING",
                "reset | 'x':1 | NOTHING",
                "undo | 'x':1 | NOTHING",
                "stop | 'x':1 | NOTHING",
                "take-wheel | 'x':1 | NOTHING",
                "blank | 'on':true | BlankState[blank=true]",
                "prompt | 'trace':'t' | t",
                "generate | 'trace':'t' | Tokens[trace=t, count=1]",
                "keep-prompt | 'model':'m','text':' a' | Kept[model=m, text= a, chat=false]",
                "predict | 'trace':'t','tokens':[3,1],'other':true | Next[trace=t, question=Optional.empty, tokens=[3,"
                        + " 1], other=true, origin=Origin[beat=Optional.empty, right=Optional.empty]]",
                "predict | 'question':' Which? ','options':[' a ','b'] | Free[question=Which?, options=[a, b],"
                        + " other=false, origin=Origin[beat=Optional.empty, right=Optional.empty]]",
                "guess | 'number':2,'option':1 | Guess[number=2, option=1]",
                "predict-reveal | 'number':2 | 2",
                "place | 'trace':'t','kind':'word','row':[0,1,2] | Wanted[trace=t, kind=WORD, question=Optional.empty,"
                        + " row=[0, 1, 2], measured=false]",
                "touch | 'number':2,'place':[1,0] | Touch[number=2, at=[1, 0]]",
                "drop-prompt | 'model':'m','text':'a','chat':true | Kept[model=m, text=a, chat=true]",
                "generate | 'trace':'t','tokens':9 | Tokens[trace=t, count=9]",
                "append | 'trace':'t','tokens':[2,1] | Forced[trace=t, tokens=[2, 1]]",
                "take-back | 'trace':'t' | Tokens[trace=t, count=1]",
                "sampling | 'topK':5 | Sampling[temperature=0.0, topK=5, topP=1.0, seed=0]",
                "compare | 'model':'m' | Optional[m]",
                "compare | 'x':1 | Optional.empty",
                "lobby | 'on':false | false",
                "embed | 'from':['https://a.example','https://a.example'] | [https://a.example]",
                "share | 'on':true | ShareState[sharing=true]",
                "address | 'address':'http://10.0.0.7:8080' | http://10.0.0.7:8080",
                "address | 'address':'http://[fd00::1]:8080' | http://[fd00::1]:8080",
                "mark | 'marks':[] | MarkState[marks=[]]",
                "mark | 'marks':[{'name':'q','index':[-1,2]}] | MarkState[marks=[CellMark[name=q, index=[-1, 2]]]]",
                "focus | 'cursor':{'trace':'t','step':'s'} | "
                        + "Choice[cursor=Cursor[trace=t, step=s], on=Step[head=0, word=Optional.empty, joins=Optional.empty], cell=Optional.empty, tensors=[]]",
                "kick | 'person':'p' | p",
                "ask-wheel | 'on':true | true",
                "offer-wheel | 'to':'' | \"\"",
                "exhibit | 'subject':'flight','seconds':2 | Visit[subject=Optional[flight], seconds=2.0]",
                "exhibit | 'x':1 | Visit[subject=Optional.empty, seconds=0.0]",
                "go | 'cursor':{'trace':'t','step':'s'} | Cursor[trace=t, step=s]",
            })
    void readsACommand(String name, String fields, String value) throws Exception {
        var given = read(name, fields);

        assertThat(given.command().name()).isEqualTo(name);
        assertThat(given.value()).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "dance | 'x':1 | command.do is not one of the commands of this version.",
                "address | 'address':'javascript:alert(1)' | command.address must be like",
                "address | 'address':'http://host/path' | command.address must be like",
                "mark | 'marks':{} | command.marks must be a list",
                "mark | 'marks':[7] | command.marks must be an object",
                "mark | 'marks':[{'name':'q','index':[-2]}] | command.marks.index must hold",
                "mark | 'marks':[{'name':'q','index':[0,0,0,0,0]}] | command.marks.index must be a list",
                "focus | 'on':{'kind':'step','head':0} | command.cursor must be an object.",
                "focus | 'cursor':{'trace':'t','step':'s'},'on':{'kind':'dog'} | command.on.kind must be one of",
                "kick | 'x':1 | command.person must be a text",
                "blank | 'x':1 | command.on must be true or false.",
                "blank | 'on':1 | command.on must be true or false.",
                "prompt | 'trace':7 | command.trace must be a text",
                "generate | 'trace':'t','tokens':0 | command.tokens must be from 1 to 1000000.",
                "go | 'cursor':'s' | command.cursor must be an object.",
                "go | 'cursor':{'trace':'t'} | command.cursor.step must be a text",
            })
    void malformedCommandSaysWhatIsExpected(String name, String fields, String why) {
        assertThatThrownBy(() -> read(name, fields))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith(why);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void peopleWithoutAKeyMayOnlyGiveCommandsForAnyone(Command<?> command) {
        boolean isForAnyone = command.who() == Who.ANYONE;

        for (Role role : List.of(Role.ATTENDEE, Role.PROJECTOR)) {
            assertThat(command.who().isOpenTo(Ability.of(role))).isEqualTo(isForAnyone);
            assertThat(command.who().includes(Ability.of(role), false)).isEqualTo(isForAnyone);
            assertThat(command.who().includes(Ability.of(role), true)).isEqualTo(isForAnyone);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Who.class, names = "ANYONE", mode = EnumSource.Mode.EXCLUDE)
    void onlyTheListedRolesMayGiveACommandWithoutDriving(Who who) {
        boolean isOfDriver = who == Who.DRIVER || who == Who.MOVER;
        assertThat(who.includes(Ability.of(Role.PRESENTER), false)).isEqualTo(!isOfDriver);
        assertThat(who.includes(Ability.of(Role.CO_PRESENTER), false))
                .isEqualTo(who == Who.PRESENTER || who == Who.MODERATOR);
        assertThat(who.includes(Ability.of(Role.CO_PRESENTER), true)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void keyThatCanOnlyMoveGivesOnlyTheCommandsThatMove(Command<?> command) {
        var abilities = Set.of(Ability.MOVE);
        boolean moves = Set.of("go", "next", "back", "play", "pause", "beat", "talk-end")
                .contains(command.name());
        assertThat(command.who().isOpenTo(abilities)).isEqualTo(moves);
        assertThat(command.who().includes(abilities, true)).isEqualTo(moves);
        assertThat(command.who().includes(abilities, false)).isFalse();
    }

    @Test
    void pagesRoleFollowsFromTheAbilitiesOfItsKey() {
        for (Role role : List.of(Role.PRESENTER, Role.CO_PRESENTER)) {
            assertThat(Ability.role(Ability.of(role))).contains(role);
        }
        assertThat(Ability.role(Ability.EVERYBODY)).isEmpty();
        assertThat(Ability.role(Set.of(Ability.MOVE, Ability.HOST)))
                .as("a part of the presenter's")
                .isEmpty();
    }

    @Test
    void refusesTwoCommandsOfOneName() {
        var activity = Activities.ALL.list().get(0);

        assertThatThrownBy(() -> new Activities(List.of(activity, activity)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Collection<Command<?>> commands() {
        return Activities.ALL.commands();
    }

    private static Command.Given<?> read(String name, String fields) throws MalformedException {
        return Activities.ALL.read(name, Fields.of("command", Json.read("{" + fields.replace('\'', '"') + "}")));
    }
}
