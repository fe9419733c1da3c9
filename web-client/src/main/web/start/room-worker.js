/**
 * One connection to a room for all frames of a page that follow it, as a shared worker, which goes on when any of them is removed. Frames speak to
 * it as to a socket (page/shared-socket.js). All of them are nobody in the room, so the hello of the first is that of all, and one that comes later
 * is told what the room has said last. Once the line is lost, or a frame gives it up, all of them connect anew.
 *
 * @typedef {import('../live/connection.js').Sent} Sent
 * @typedef {import('../live/connection.js').Message} Message
 * @typedef {{port: MessagePort, t: number}} Ping  `t`: the frame's own time of it, ms
 * @typedef {{open: true} | {data: string | ArrayBuffer} | {closed: number}} Said  to a frame: it may say hello; a message of the room; the close code
 */
import { readHead } from '../model/frame-head.js';
import { GIVEN_UP, LEFT, LOST } from '../page/shared-socket.js';

/** The shortest interval between pings, ms: however many frames there are, they send no more than one page does at the start. */
const PING_MS = 100;

/** Frames that have said hello. @type {Set<MessagePort>} */
const present = new Set();
/** @type {WebSocket | null} */
let socket = null;
/** With the room's newest state. @type {(Sent['welcome'] & {type: 'welcome'}) | null} */
let welcome = null;
/** The last message of each other type. @type {Map<string, Message>} */
const newest = new Map();
/** Which frame gave a command that is not answered, by the command's id. @type {Map<string, MessagePort>} */
const commands = new Map();
/** Pings for the next one of the line, and those that the last one stands for. @type {Ping[]} */
let waiting = [];
/** @type {Ping[]} */
let asked = [];
/** @type {number | undefined} */
let resting;

addEventListener('connect', (event) => {
  const [port] = /** @type {MessageEvent} */ (event).ports;
  port.onmessage = ({ data }) => {
    if (data === LEFT) leave(port);
    else if (data !== GIVEN_UP) hear(port, data);
    else if (present.has(port)) lose(LOST);
  };
  say(port, { open: true });
});

/** @param {MessagePort} port @param {Said} said */
const say = (port, said) => port.postMessage(said);
/** @param {MessagePort} port @param {object} message */
const pass = (port, message) => say(port, { data: JSON.stringify(message) });

/** @param {MessagePort} port @param {string} text what the frame sends to the room */
function hear(port, text) {
  const { type, id, t } = JSON.parse(text);
  if (type === 'hello') {
    present.add(port);
    if (welcome) for (const message of [welcome, ...newest.values()]) pass(port, message);
    else if (!socket) connect(text);
  } else if (type === 'ping') {
    waiting.push({ port, t });
    ping(text);
  } else {
    if (type === 'command') commands.set(id, port);
    send(text);
  }
}

/** Lets go of a frame that is gone, and of the line with the last one. @param {MessagePort} port */
function leave(port) {
  for (const [id, asking] of commands) if (asking === port) commands.delete(id);
  waiting = waiting.filter((each) => each.port !== port);
  if (present.delete(port) && present.size === 0) lose(LOST);
}

/** @param {string} hello */
function connect(hello) {
  const line = (socket = new WebSocket(self.name));
  line.binaryType = 'arraybuffer';
  line.onopen = () => line.send(hello);
  line.onmessage = ({ data }) => line === socket && take(data);
  line.onclose = ({ code }) => line === socket && lose(code);
}

/** @param {string} text */
function send(text) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(text);
}

/** Sends a ping for all that wait, unless one has just gone. @param {string} text */
function ping(text) {
  if (resting !== undefined || asked.length > 0 || socket?.readyState !== WebSocket.OPEN) return;
  asked = waiting.splice(0);
  socket.send(text);
  resting = setTimeout(() => {
    resting = undefined;
    if (waiting.length > 0) ping(text);
  }, PING_MS);
}

/** @param {string | ArrayBuffer} data */
function take(data) {
  if (typeof data === 'string') {
    const message = /** @type {Message} */ (JSON.parse(data));
    if (message.type === 'pong') {
      for (const { port, t } of asked.splice(0)) pass(port, { ...message, t });
      return;
    }
    if (message.type === 'refused') {
      const asking = commands.get(message.id);
      commands.delete(message.id);
      if (asking) say(asking, { data });
      return;
    }
    remember(message);
  } else {
    try {
      const { said } = readHead(data).header;
      if (said) remember(said);
    } catch (error) {
      console.warn(error);
    }
  }
  for (const port of present) say(port, { data });
}

/** @param {Message} message */
function remember(message) {
  if (message.type === 'welcome') {
    welcome = message;
    newest.clear();
  } else if (message.type === 'state') {
    if (welcome) welcome = { ...welcome, seq: message.seq, state: message.state };
    if (message.by) commands.delete(message.by);
  } else newest.set(message.type, message);
}

/** The line is lost for all. @param {number} code */
function lose(code) {
  const line = socket;
  const left = [...present];
  socket = welcome = null;
  waiting = [];
  asked = [];
  clearTimeout(resting);
  resting = undefined;
  for (const each of [present, newest, commands]) each.clear();
  line?.close();
  for (const port of left) say(port, { closed: code });
}
