package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.error.ErrorType;
import io.orrery.error.GroupedNumber;
import io.orrery.error.RequestError;
import io.orrery.error.RoomError;
import io.orrery.wire.ServerMessage.Driver;
import io.orrery.wire.ServerMessage.Fault;
import io.orrery.wire.ServerMessage.Limits;
import io.orrery.wire.ServerMessage.Own;
import io.orrery.wire.ServerMessage.People;
import io.orrery.wire.ServerMessage.Person;
import io.orrery.wire.ServerMessage.Pointer;
import io.orrery.wire.ServerMessage.Pong;
import io.orrery.wire.ServerMessage.Refused;
import io.orrery.wire.ServerMessage.State;
import io.orrery.wire.ServerMessage.Welcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerMessageTest {
    /** A room's state is passed as JSON; the activities' tests check its content. */
    private static final String STATE = "{\"cursor\":{\"trace\":\"t1\",\"step\":\"start\"},\"playing\":false}";

    @Test
    void writesMessagesAsDocumented() {
        assertJson(
                new Welcome(1, "e", 5, Role.CO_PRESENTER, "secret", "ab12", 1000.5, STATE, new Limits(4096, 40, 65536)),
                "{'type':'welcome','v':1,'epoch':'e','seq':5,'role':'co-presenter','me':'secret','id':'ab12','serverTime':1000.5,"
                        + "'state':" + STATE.replace('"', '\'')
                        + ",'limits':{'message':4096,'name':40,'frame':65536}}");
        assertJson(
                new State(6, 1100, STATE, "c1"),
                "{'type':'state','seq':6,'start':1100.0,'state':" + STATE.replace('"', '\'') + ",'by':'c1'}");
        assertJson(
                Refused.of("c1", new RoomError.NotAllowed()),
                "{'type':'refused','id':'c1','reason':'not-allowed','code':'not-allowed',"
                        + "'detail':'Only the presenter can do this.'}");
        assertJson(
                Refused.of("c1", new RequestError.UnknownStep("x")),
                "{'type':'refused','id':'c1','reason':'unknown-step','code':'unknown-step','params':{'step':'x'},"
                        + "'detail':'There is no step named x.'}");
        assertJson(
                new Own(Map.of("mark", new CellMark("q", List.of(1)))),
                "{'type':'own','state':{'mark':{'name':'q','index':[1]}}}");
        assertJson(new Pong(1.5, 2), "{'type':'pong','t':1.5,'serverTime':2.0}");
        assertJson(
                new People(
                        3,
                        1,
                        1,
                        1,
                        2,
                        List.of(new Person("ab12", "Ada", View.ATTENDEE, 12, "start", true, false)),
                        List.of(new Driver("presenter", "", Role.PRESENTER)),
                        Map.of("layer.1.mlp", 5, "embedding", 7)),
                "{'type':'people','count':3,'following':1,'behind':1,'looking':1,'screens':2,'list':[{'id':'ab12',"
                        + "'name':'Ada','view':'attendee','lagMs':12,'step':'start','looking':true,'behind':false}],"
                        + "'drivers':[{'id':'presenter','name':'','role':'presenter'}],"
                        + "'looks':{'embedding':7,'layer.1.mlp':5}}");
        assertJson(
                new Pointer(List.of(new CellMark("logits", List.of(1, 2))), List.of(new Pose(1, 2, 3, 0.5, 0.25, 40))),
                "{'type':'pointer','cell':[{'name':'logits','index':[1,2]}],'pose':[{'x':1.0,'y':2.0,'z':3.0,"
                        + "'azimuth':0.5,'elevation':0.25,'span':40.0}]}");
        assertJson(
                Fault.of(new RoomError.MessageTooLong(new GroupedNumber(4096))),
                "{'type':'error','reason':'message-too-long','code':'message-too-long','params':{'limit':4096},"
                        + "'detail':'A message may have 4,096 bytes.'}");
        assertJson(
                Fault.of(new RoomError.SecondHello()),
                "{'type':'error','reason':'malformed','code':'second-hello',"
                        + "'detail':'This connection has said hello already.'}");
    }

    @ParameterizedTest
    @EnumSource(ErrorType.class)
    void errorHasTheReasonWithItsTypesName(ErrorType type) {
        var reasons =
                Arrays.stream(RefusalReason.values()).map(RefusalReason::word).toList();
        String other = type == ErrorType.TOOK_TOO_LONG || type == ErrorType.TOO_BUSY ? "busy" : "unknown-trace";

        assertThat(RefusalReason.of(type).word()).isEqualTo(reasons.contains(type.word()) ? type.word() : other);
    }

    @Test
    void protocolListsEveryReason() {
        assertThat(Arrays.stream(RefusalReason.values()).map(RefusalReason::word))
                .containsExactlyInAnyOrder(
                        "not-allowed",
                        "stale",
                        "unknown-trace",
                        "unknown-step",
                        "unknown-person",
                        "unknown-model",
                        "unknown-token",
                        "tokenizers-differ",
                        "context-full",
                        "busy",
                        "not-driving",
                        "stopped",
                        "malformed");
    }

    @Test
    void leavesOutEmptyFields() {
        assertThat(new State(6, 1100, STATE, "").json()).doesNotContain("\"by\"");
        assertThat(new People(3, 3, 0, 0, 0, List.of(), List.of(), Map.of()).json())
                .doesNotContain("\"list\"");
    }

    private static void assertJson(ServerMessage message, String json) {
        assertThat(message.json()).isEqualTo(json.replace('\'', '"'));
    }
}
