/** Entry point of a page that is one file: the page of somebody who walks alone, or of a recording, answered by what is in the file (file.html). */
import { source } from '../live/http.js';
import { FileAnswers, filedRecording } from '../live/file-answers.js';
import { insist } from '../live/retry.js';

/**
 * What the file's first script has unpacked.
 * @typedef {{data: ArrayBuffer, numbers: ArrayBuffer, frames: ArrayBuffer, texts: ArrayBuffer}} Parts
 * @typedef {{rows: ArrayBuffer, why: ArrayBuffer, captions: ArrayBuffer, voice: ArrayBuffer}} OfRecording
 */

/** Actions that a server answers, each in its own way every time. Another text may be typed: then the page says that it takes a server. */
const OF_SERVER = [
  ...['link', 'embed', 'replayLink', 'home', 'tours', 'flight', 'compare', 'checkpoints', 'checkpoint', 'replayFile'],
  ...['why', 'ablation', 'whyTarget', 'whyToken', 'whyChooses', 'replayWhy', 'switch', 'switchToken', 'chooseChange'],
  ...['talkList', 'talkKeep', 'talkKeepFound', 'train', 'trainAgain'],
];

/** @param {ArrayBuffer} bytes */
const json = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** Numbers are written byte by byte: all first bytes, then all second ones, and so on, which is shorter compressed. @param {ArrayBuffer} planes */
function floats(planes) {
  const bytes = new Uint8Array(planes),
    count = bytes.length / 4;
  const mixed = new Uint8Array(bytes.length);
  for (let plane = 0; plane < 4; plane++)
    for (let i = 0; i < count; i++) mixed[i * 4 + plane] = bytes[plane * count + i];
  return new Float32Array(mixed.buffer);
}

const parts = /** @type {{orreryParts: Parts & Partial<OfRecording>}} */ (/** @type {unknown} */ (globalThis))
  .orreryParts;
const { data, numbers, frames, texts, rows, why, captions, voice } = parts;
const filed = json(data);
if (why) Object.assign(filed.answers, json(why));
const answers = new FileAnswers(filed, floats(numbers), new Uint8Array(frames), json(texts));
source.ask = (path, init) => answers.answer(path, init);
source.can = (action) => !OF_SERVER.includes(action);
if (rows && captions && voice) {
  Object.assign(window, { orreryRecording: filedRecording(json(rows), json(captions), voice) });
  await insist(() => import('./replay.js'));
} else await insist(() => import('./solo.js'));
