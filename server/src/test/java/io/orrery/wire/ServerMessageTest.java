package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.wire.ServerMessage.Limits;
import io.orrery.wire.ServerMessage.People;
import io.orrery.wire.ServerMessage.Person;
import io.orrery.wire.ServerMessage.Pong;
import io.orrery.wire.ServerMessage.Refused;
import io.orrery.wire.ServerMessage.State;
import io.orrery.wire.ServerMessage.Welcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerMessageTest {
    private static final Stage STAGE = new Stage(
            new TraceSummary(
                    "t1", "m1", List.of(2, 1), List.of("C", "B"), 1, 11, List.of(new TraceSummary.Next(0, "A", 0.5f))),
            new Cursor("t1", "start"),
            false,
            true,
            "ABC234");
    private static final String STAGE_JSON = "{'trace':{'id':'t1','model':'m1','tokens':[2,1],'text':['C','B'],"
            + "'promptLength':1,'nCtx':11,'next':[{'token':0,'text':'A','p':0.5}]},"
            + "'cursor':{'trace':'t1','step':'start'},'playing':false,'blank':true,'code':'ABC234'}";

    @Test
    void messagesAreWrittenWithTheNamesOfTheDocument() {
        assertJson(
                new Welcome(1, "e", 5, View.PRESENTER, "secret", 1000.5, STAGE, new Limits(4096, 40, 65536)),
                "{'type':'welcome','v':1,'epoch':'e','seq':5,'role':'presenter','me':'secret','serverTime':1000.5,"
                        + "'state':" + STAGE_JSON + ",'limits':{'message':4096,'name':40,'frame':65536}}");
        assertJson(
                new State(6, 1100, STAGE, "c1"),
                "{'type':'state','seq':6,'start':1100.0,'state':" + STAGE_JSON + ",'by':'c1'}");
        assertJson(
                new Refused("c1", RefusalReason.NOT_ALLOWED, "No."),
                "{'type':'refused','id':'c1','reason':'not-allowed','detail':'No.'}");
        assertJson(new Pong(1.5, 2), "{'type':'pong','t':1.5,'serverTime':2.0}");
        assertJson(
                new People(3, 1, 1, 1, List.of(new Person("Ada", View.ATTENDEE, 12, "start", true))),
                "{'type':'people','count':3,'following':1,'behind':1,'looking':1,"
                        + "'list':[{'name':'Ada','view':'attendee','lagMs':12,'step':'start','looking':true}]}");
        assertJson(
                new ServerMessage.Fault("message-too-long", "Too long."),
                "{'type':'error','reason':'message-too-long','detail':'Too long.'}");
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        assertThat(new State(6, 1100, STAGE, "").json()).doesNotContain("\"by\"");
        assertThat(new People(3, 3, 0, 0, List.of()).json()).doesNotContain("\"list\"");
    }

    private static void assertJson(ServerMessage message, String json) {
        assertThat(message.json()).isEqualTo(json.replace('\'', '"'));
    }
}
