// What a room's server says, said by `ws`: the same messages, with the bytes that a room of Orrery sent before.
import { readFileSync } from 'node:fs';
import { WebSocketServer } from 'ws';

const PEOPLE_MS = 1000;
const AT_SEQ = 8;
const ahead = 100;

const said = JSON.parse(readFileSync('state.json', 'utf8'));
const people = Buffer.from(readFileSync('people.json', 'utf8'));
const frame = readFileSync('frame.bin');
let seq = 1;
let changed = false;

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, backlog: 511, perMessageDeflate: false });

/** The newest alone: who is behind gets the next one. */
const BEHIND = 64 * 1024;

/** @param {Buffer} bytes @param {boolean} binary */
const toAll = (bytes, binary) => {
  for (const socket of server.clients) if (socket.bufferedAmount < BEHIND) socket.send(bytes, { binary });
};

const move = (by) => {
  seq++;
  toAll(Buffer.from(JSON.stringify({ ...said, seq, start: Date.now() + ahead, by })), false);
  const next = Buffer.from(frame);
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
