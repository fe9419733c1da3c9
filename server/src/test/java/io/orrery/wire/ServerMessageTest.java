package io.orrery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.orrery.trace.Sampling;
import io.orrery.wire.ServerMessage.Driver;
import io.orrery.wire.ServerMessage.Limits;
import io.orrery.wire.ServerMessage.People;
import io.orrery.wire.ServerMessage.Person;
import io.orrery.wire.ServerMessage.Pointer;
import io.orrery.wire.ServerMessage.Pong;
import io.orrery.wire.ServerMessage.Refused;
import io.orrery.wire.ServerMessage.State;
import io.orrery.wire.ServerMessage.Welcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerMessageTest {
    private static final Stage STAGE = new Stage(
            new TraceSummary(
                    "t1",
                    "m1",
                    List.of(2, 1),
                    List.of("C", "B"),
                    1,
                    11,
                    List.of(new TraceSummary.Next(0, "A", 0.5f)),
                    true),
            new Cursor("t1", "start"),
            false,
            true,
            "ABC234",
            true,
            0,
            "http://192.168.1.5:8080",
            false,
            List.of(new Mark("logits", List.of(Mark.ALL, 2))),
            Optional.of(new Exhibit("gpt3", 1200)),
            "prompt",
            new WheelState("presenter", "", List.of("ab12"), 0),
            new Sampling(0.5, 40, 1, 7),
            3,
            Optional.empty());
    private static final String STAGE_JSON = "{'trace':{'id':'t1','model':'m1','tokens':[2,1],'text':['C','B'],"
            + "'promptLength':1,'nCtx':11,'next':[{'token':0,'text':'A','p':0.5}],'ended':true},"
            + "'cursor':{'trace':'t1','step':'start'},'playing':false,'blank':true,'code':'ABC234',"
            + "'lobby':true,'began':0.0,'address':'http://192.168.1.5:8080','sharing':false,"
            + "'marks':[{'name':'logits','index':[-1,2]}],'exhibit':{'subject':'gpt3','start':1200.0},'undo':'prompt',"
            + "'wheel':{'holder':'presenter','offered':'','asking':['ab12'],'freeAt':0.0},"
            + "'sampling':{'temperature':0.5,'topK':40,'topP':1.0,'seed':7},'generating':3}";

    @Test
    void messagesAreWrittenWithTheNamesOfTheDocument() {
        assertJson(
                new Welcome(1, "e", 5, Role.CO_PRESENTER, "secret", "ab12", 1000.5, STAGE, new Limits(4096, 40, 65536)),
                "{'type':'welcome','v':1,'epoch':'e','seq':5,'role':'co-presenter','me':'secret','id':'ab12','serverTime':1000.5,"
                        + "'state':" + STAGE_JSON + ",'limits':{'message':4096,'name':40,'frame':65536}}");
        assertJson(
                new State(6, 1100, STAGE, "c1"),
                "{'type':'state','seq':6,'start':1100.0,'state':" + STAGE_JSON + ",'by':'c1'}");
        assertJson(
                new Refused("c1", RefusalReason.NOT_ALLOWED, "No."),
                "{'type':'refused','id':'c1','reason':'not-allowed','detail':'No.'}");
        assertJson(new Pong(1.5, 2), "{'type':'pong','t':1.5,'serverTime':2.0}");
        assertJson(
                new People(
                        3,
                        1,
                        1,
                        1,
                        2,
                        List.of(new Person("ab12", "Ada", View.ATTENDEE, 12, "start", true)),
                        List.of(new Driver("presenter", "", Role.PRESENTER))),
                "{'type':'people','count':3,'following':1,'behind':1,'looking':1,'screens':2,'list':[{'id':'ab12',"
                        + "'name':'Ada','view':'attendee','lagMs':12,'step':'start','looking':true}],"
                        + "'drivers':[{'id':'presenter','name':'','role':'presenter'}]}");
        assertJson(
                new Pointer(List.of(new Mark("logits", List.of(1, 2))), List.of(new Pose(1, 2, 3, 0.5, 0.25, 40))),
                "{'type':'pointer','cell':[{'name':'logits','index':[1,2]}],'pose':[{'x':1.0,'y':2.0,'z':3.0,"
                        + "'azimuth':0.5,'elevation':0.25,'span':40.0}]}");
        assertJson(
                new ServerMessage.Fault("message-too-long", "Too long."),
                "{'type':'error','reason':'message-too-long','detail':'Too long.'}");
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        assertThat(new State(6, 1100, STAGE, "").json()).doesNotContain("\"by\"");
        assertThat(new People(3, 3, 0, 0, 0, List.of(), List.of()).json()).doesNotContain("\"list\"");
    }

    private static void assertJson(ServerMessage message, String json) {
        assertThat(message.json()).isEqualTo(json.replace('\'', '"'));
    }
}
