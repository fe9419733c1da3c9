package io.orrery.room;

import static java.util.Map.entry;

import io.orrery.room.activity.Activities;
import io.orrery.room.activity.Command;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** Random messages to a room: every command with fields that may fit its state or not, and hostile ones. */
final class FuzzMessages {
    private static final List<String> STEPS = List.of(
            "start",
            "cut",
            "embed",
            "blocks.0.attn.scores",
            "blocks.1",
            "blocks.1.ln1",
            "nowhere",
            "",
            "blocks.{layer}");
    private static final List<String> PLACES = List.of("[0]", "[1]", "[0,1]", "[9]", "[]", "[-1]", "[0.5]", "'1'");

    private static final List<String> TRACES = List.of("t1", "t2", "t3", "t4", "t5", "p3", "t9", "x", "");
    private static final List<String> HOSTILE = List.of(
            "",
            "null",
            "[]",
            "{}",
            "{'type':7}",
            "{'type':'hello'}",
            "{'type':'hello','v':1,'view':'god'}",
            "{'type':'hello','v':1,'view':'remote','key':'x','me':'x'}",
            "{'type':'hello','v':1e999,'view':'attendee'}",
            "{'type':'welcome','role':'presenter'}",
            "{'type':'command'}",
            "{'type':'command','id':'x','at':-1,'do':'play'}",
            "{'type':'command','id':'x','at':9007199254740993,'do':'play'}",
            "{'type':'command','id':'x','at':1,'do':'__proto__'}",
            "{'type':'command','id':{'a':1},'at':1,'do':'play'}",
            "{'type':'ping','t':NaN}",
            "{'type':'ping','t':1,'painted':{'trace':'t3'}}",
            "{'type':'ping','t':1,'rtt':-5}",
            "{'type':'ping','t':1,'rtt':1e300}",
            "{'type':'ping','t':1,'looking':true,'sees':'" + "x".repeat(65) + "'}",
            "{'type':'name','name':'\\u202e<img src=x onerror=alert(1)>\\u0000'}",
            "{'type':'name','name':'" + "x".repeat(41) + "'}",
            "{'type':'point','cell':{'name':'x','index':[99999999999]}}",
            "{'type':'point','pose':{'x':1e9,'y':0,'z':0,'azimuth':0,'elevation':0,'span':1}}",
            "{'type':'ping','type':'ping','t':1}",
            "{'a':".repeat(40) + "1" + "}".repeat(40),
            "\ud800",
            "x".repeat(5000),
            "{'type':'ping','t':1,'pad':'" + "é".repeat(3000) + "'}");

    /** Texts that people propose; none takes back what they have proposed. */
    private static final List<String> PROPOSED = List.of(
            "",
            "'text':'AB'",
            "'text':'ABC','name':'Ada'",
            "'text':'\\u202eCBA\\u0000<b>','name':'<img src=x onerror=alert(1)>'",
            "'text':'" + "x".repeat(500) + "'",
            "'text':{}");

    static final List<String> COMMANDS =
            Activities.ALL.commands().stream().map(Command::name).sorted().toList();

    /** Makes the fields of each command. */
    private static final Map<String, Function<Random, String>> FIELDS = Map.ofEntries(
            entry("go", random -> "'cursor':{" + trace(random) + ",'step':'" + pick(random, STEPS) + "'}"),
            entry("prompt", FuzzMessages::trace),
            entry("generate", random -> trace(random) + ",'tokens':" + random.nextInt(4)),
            entry("append", random -> trace(random) + ",'tokens':[1]"),
            entry("take-back", random -> trace(random) + ",'tokens':1"),
            entry("next", random -> random.nextBoolean() ? "" : "'level':'simple'"),
            entry("back", random -> random.nextBoolean() ? "" : trace(random)),
            entry("sampling", random -> "'topK':" + random.nextInt(4)),
            entry("compare", random -> "'model':'m2'"),
            entry("play", random -> ""),
            entry("pause", random -> ""),
            entry("reset", random -> ""),
            entry("undo", random -> ""),
            entry("stop", random -> ""),
            entry("lobby", FuzzMessages::on),
            entry("blank", FuzzMessages::on),
            entry("share", FuzzMessages::on),
            entry("lost", FuzzMessages::on),
            entry("hand", FuzzMessages::on),
            entry("call-on", random -> "'person':'p" + random.nextInt(9) + "'"),
            entry(
                    "qa-ask",
                    random -> "'text':'Why " + random.nextInt(9) + "?'"
                            + (random.nextBoolean() ? "" : ",'name':'\\u202e<b>'")),
            entry("qa-take-back", FuzzMessages::question),
            entry("qa-vote", random -> "'numbers':[" + random.nextInt(9) + "," + random.nextInt(9) + "]"),
            entry("qa-report", random -> "'numbers':[" + random.nextInt(9) + "]"),
            entry(
                    "qa-set",
                    random -> question(random) + ",'as':'"
                            + pick(random, List.of("shown", "answered", "hidden", "named", "nameless", "loud")) + "'"),
            entry("qa-unmerge", random -> ""),
            entry("qa-merge", random -> question(random) + ",'into':" + random.nextInt(9)),
            entry("qa-pin", random -> random.nextBoolean() ? "" : question(random)),
            entry("qa-approval", FuzzMessages::on),
            entry("qa-clear", random -> ""),
            entry(
                    "rehearse",
                    random -> random.nextBoolean()
                            ? "'questions':['Why?','How?'],'texts':['AB','CA']"
                            : "'questions':['" + "x".repeat(201) + "'],'texts':7"),
            entry("rehearse-end", random -> ""),
            entry(
                    "record",
                    random -> random.nextBoolean() ? "'title':'An evening','people':true" : "'title':7,'people':'no'"),
            entry("record-pause", random -> ""),
            entry("record-resume", random -> ""),
            entry("record-stop", random -> ""),
            entry("record-title", random -> "'title':'" + "x".repeat(random.nextInt(102)) + "'"),
            entry("record-hide", FuzzMessages::on),
            entry("qa-go", FuzzMessages::question),
            entry("lower-hand", random -> "'person':'p" + random.nextInt(9) + "'"),
            entry("too-fast", random -> ""),
            entry("applaud", random -> ""),
            entry("applause-on-hall", FuzzMessages::on),
            entry("propose", random -> pick(random, PROPOSED)),
            entry("vote-texts", random -> "'texts':[" + (random.nextBoolean() ? "" : proposed(random)) + "]"),
            entry("run-text", random -> "'text':" + proposed(random)),
            entry("drop-text", random -> "'text':" + proposed(random)),
            entry("drop-texts", random -> ""),
            entry(
                    "beat",
                    random -> "'tour':'t','route':" + random.nextInt(9) + ",'beat':'a/b','step':" + random.nextInt(3)),
            entry("tour-end", random -> ""),
            entry("train", random -> random.nextBoolean() ? "" : "'seed':" + random.nextInt(9)),
            entry("train-on", random -> ""),
            entry("train-pause", random -> ""),
            entry("train-step", random -> ""),
            entry(
                    "train-look",
                    random -> "'phase':'" + List.of("forward", "loss", "end").get(random.nextInt(3)) + "'"),
            entry("train-speed", random -> "'perSecond':" + random.nextInt(30)),
            entry("train-stop", random -> ""),
            entry("answer", random -> random.nextBoolean() ? "" : "'shown':" + random.nextBoolean()),
            entry("mark", random -> "'marks':[{'name':'logits','index':[0,-1]}]"),
            entry("focus", FuzzMessages::focus),
            entry("exhibit", FuzzMessages::exhibit),
            entry("address", random -> "'address':'http://192.168.1.5:8080'"),
            entry("ask-wheel", FuzzMessages::on),
            entry("take-wheel", random -> ""),
            entry("offer-wheel", random -> "'to':'presenter'"),
            entry("kick", random -> "'person':'nobody'"),
            entry("keep-out", random -> "'person':'nobody'"),
            entry("let-in", random -> ""),
            entry("keep-prompt", random -> "'model':'m','text':'p" + random.nextInt(30) + "'"),
            entry("drop-prompt", random -> "'model':'m','text':'p" + random.nextInt(30) + "'"),
            entry(
                    "predict",
                    random -> random.nextBoolean()
                            ? "'trace':'t" + (1 + random.nextInt(5)) + "','tokens':[0,2],'other':"
                                    + random.nextBoolean()
                            : "'question':'q','options':['a','b'],'beat':'a/b','right':" + random.nextInt(3)),
            entry(
                    "guess",
                    random -> "'number':" + random.nextInt(9)
                            + (random.nextBoolean()
                                    ? ",'option':" + random.nextInt(4)
                                    : ",'token':" + random.nextInt(5) + ",'word':'\\u202e<b>t" + random.nextInt(9)
                                            + "'")),
            entry(
                    "poll",
                    random -> List.of(
                                    "'kind':'one','question':'q','options':['a','b'],'right':[1],'beat':'a/b'",
                                    "'kind':'several','question':'q','options':['a','b','c']",
                                    "'kind':'scale','question':'q','words':{'de':{'question':'f'}}",
                                    "'kind':'text','question':'q'",
                                    "'kind':'text','question':'q','options':['a']")
                            .get(random.nextInt(5))),
            entry(
                    "poll-answer",
                    random -> "'number':" + random.nextInt(9)
                            + (random.nextBoolean()
                                    ? ",'options':[" + random.nextInt(6) + "]"
                                    : ",'text':'\\u202e<b>t" + random.nextInt(9) + "'")),
            entry("poll-hide", random -> "'number':" + random.nextInt(9) + ",'text':'none'," + on(random)),
            entry("poll-close", random -> "'number':" + random.nextInt(9)),
            entry("poll-reveal", random -> "'number':" + random.nextInt(9)),
            entry("poll-again", random -> "'number':" + random.nextInt(9)),
            entry("poll-end", random -> "'number':" + random.nextInt(9)),
            entry("place", FuzzMessages::place),
            entry("touch", random -> "'number':" + random.nextInt(9) + ",'place':" + pick(random, PLACES)),
            entry("place-close", random -> "'number':" + random.nextInt(9)),
            entry("place-reveal", random -> "'number':" + random.nextInt(9)),
            entry("place-again", random -> "'number':" + random.nextInt(9)),
            entry("place-end", random -> "'number':" + random.nextInt(9)),
            entry("predict-again", random -> "'number':" + random.nextInt(9)),
            entry(
                    "series",
                    random -> "'phase':'" + List.of("on", "on", "result", "off").get(random.nextInt(4)) + "'"),
            entry("series-names", FuzzMessages::on),
            entry("predict-close", random -> "'number':" + random.nextInt(9)),
            entry("predict-reveal", random -> "'number':" + random.nextInt(9)),
            entry("predict-end", random -> "'number':" + random.nextInt(9)),
            entry(
                    "change",
                    random -> trace(random) + ",'changes':["
                            + (random.nextBoolean() ? "" : "'blocks.0.hook_mlp_out@" + random.nextInt(4) + "=zero'")
                            + "]"),
            entry(
                    "why",
                    random -> "'cursor':{" + trace(random) + ",'step':'" + pick(random, STEPS) + "'}"
                            + (random.nextBoolean()
                                    ? ""
                                    : ",'tool':'lens','view':'layer=1','b':'all','position':" + random.nextInt(9))),
            entry("texts", random -> random.nextBoolean() ? "" : "'level':'simple','language':'de'"),
            entry("talk-new", random -> ""),
            entry("talk-open", FuzzMessages::talk),
            entry("talk-cover", random -> talk(random) + ",'title':'How it sorts'"),
            entry(
                    "talk-put",
                    random -> (random.nextBoolean() ? "" : talk(random) + ",") + "'beats':[" + beat(random) + "]"),
            entry("talk-replace", random -> talk(random) + ",'version':1,'beat':" + beat(random)),
            entry("talk-move", random -> talk(random) + ",'beat':'b" + random.nextInt(4) + "','after':''"),
            entry(
                    "talk-drop",
                    random -> talk(random) + (random.nextBoolean() ? "" : ",'beat':'b" + random.nextInt(4) + "'")),
            entry("talk-plan", random -> talk(random) + ",'seconds':{'b1':90}"),
            entry("talk-run", random -> talk(random) + ",'seconds':{'b0':61,'b" + random.nextInt(4) + "x':5}"),
            entry("talk-end", FuzzMessages::on),
            entry("lock", random -> "'on':false"),
            entry("embed", random -> "'from':[" + (random.nextBoolean() ? "" : "'https://slides.example.org'") + "]"),
            entry("capacity", random -> "'people':" + (500 + random.nextInt(2))));

    private FuzzMessages() {}

    /** The commands whose fields are known. */
    static Set<String> fields() {
        return FIELDS.keySet();
    }

    /** The fields of a command, which may fit the room's state or not. */
    static String fields(String command, Random random) {
        return FIELDS.get(command).apply(random);
    }

    static String hostile(Random random) {
        return pick(random, HOSTILE);
    }

    static String ping(Random random) {
        return "{'type':'ping','t':" + random.nextInt(1000) + ",'rtt':" + random.nextInt(500) + ",'looking':"
                + random.nextBoolean() + ",'sees':'layer.1.mlp','painted':{'trace':'" + pick(random, TRACES)
                + "','step':'"
                + pick(random, STEPS) + "'}}";
    }

    /** Any command. */
    static String command(Random random, String id, long at) {
        String name = pick(random, COMMANDS);
        String fields = fields(name, random);
        return "{'type':'command','id':'" + id + "','at':" + at + ",'do':'" + name + "'"
                + (fields.isEmpty() ? "" : "," + fields) + "}";
    }

    private static String focus(Random random) {
        String cursor = "'cursor':{" + trace(random) + ",'step':'" + pick(random, STEPS) + "'}";
        String on = random.nextBoolean()
                ? "'kind':'head','layer':" + random.nextInt(3)
                : "'kind':'step','word':" + random.nextInt(9) + ",'joins':" + random.nextInt(20_000);
        return cursor + ",'on':{" + on + ",'head':" + random.nextInt(3) + "}" + ",'cell':{'name':'logits','index':["
                + random.nextInt(6) + ",0]}";
    }

    private static String place(Random random) {
        return trace(random) + ",'kind':'" + pick(random, List.of("word", "head", "layer", "\\u202e")) + "'"
                + (random.nextBoolean() ? "" : ",'row':[" + random.nextInt(3) + "," + random.nextInt(3) + ",0]")
                + (random.nextBoolean() ? "" : ",'measured':true");
    }

    private static String trace(Random random) {
        return "'trace':'" + pick(random, TRACES) + "'";
    }

    private static String question(Random random) {
        return "'number':" + random.nextInt(9);
    }

    private static String on(Random random) {
        return "'on':" + random.nextBoolean();
    }

    /** A talk's name; each change of the talks gives the next number. */
    private static String talk(Random random) {
        return "'talk':'talk-" + (1 + random.nextInt(3)) + "'";
    }

    private static String beat(Random random) {
        return "{'id':'b" + random.nextInt(4) + "','seconds':60,'scene':{'model':'nano-sort','text':'CBA','step':'"
                + pick(random, STEPS) + "'},'words':{'en':{'title':'T','notes':'only mine'}}}";
    }

    /** The id of a text: a time of the test's clock, which it was proposed at with some luck. */
    private static String proposed(Random random) {
        String time = Long.toString(1_000_000 + random.nextInt(20), 36);
        return "'" + "0".repeat(11 - time.length()) + time + "'";
    }

    private static String exhibit(Random random) {
        return pick(random, List.of("'subject':'flight','seconds':3", "'subject':'" + pick(random, STEPS) + "'", ""));
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
