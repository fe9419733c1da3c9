// What a room's server says, said by `ws`: the same messages, with the bytes that a room of Orrery sent before.
import { readFileSync } from 'node:fs';
import { WebSocketServer } from 'ws';

const PEOPLE_MS = 1000;
const AT_FLAGS = 2;
const SAYING = 2;
const AT_LENGTH = 4;
const AT_SEQ = 8;
const HEAD = 24;
const ahead = 100;

const said = JSON.parse(readFileSync('state.json', 'utf8'));
const people = Buffer.from(readFileSync('people.json', 'utf8'));
const frame = readFileSync('frame.bin');
const numbers = HEAD + frame.readUInt32LE(AT_LENGTH);
const header = JSON.parse(frame.subarray(HEAD, numbers).toString());
let seq = 1;
let changed = false;

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, backlog: 511, perMessageDeflate: false });

/** The newest alone: who is behind gets the next one. */
const BEHIND = 64 * 1024;

/** @param {Buffer} bytes @param {boolean} binary */
const toAll = (bytes, binary) => {
  for (const socket of server.clients) if (socket.bufferedAmount < BEHIND) socket.send(bytes, { binary });
};

/** One message with state and frame, as the room sends it. */
const move = (by) => {
  seq++;
  const json = JSON.stringify({ ...header, said: { ...said, seq, start: Date.now() + ahead, by } });
  const text = Buffer.from(json + ' '.repeat(-Buffer.byteLength(json) & 7));
  const next = Buffer.concat([frame.subarray(0, HEAD), text, frame.subarray(numbers)]);
  next.writeUInt16LE(next.readUInt16LE(AT_FLAGS) | SAYING, AT_FLAGS);
  next.writeUInt32LE(text.length, AT_LENGTH);
  next.writeBigUInt64LE(BigInt(seq), AT_SEQ);
  toAll(next, true);
};

server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString());
    switch (message.type) {
      case 'hello':
        socket.send(JSON.stringify({ type: 'welcome', v: 1, seq, role: message.view, serverTime: Date.now(), state: said.state }));
        break;
      case 'ping':
        socket.send(JSON.stringify({ type: 'pong', t: message.t, serverTime: Date.now() }));
        changed = true;
        break;
      case 'command':
        move(message.id);
        break;
    }
  });
});

setInterval(() => {
  if (changed) toAll(people, false);
  changed = false;
}, PEOPLE_MS);

server.on('listening', () => console.log(server.address().port));
process.on('SIGTERM', () => process.exit(0));
