/** Entry point of a page that is one file: the page of somebody who walks alone, answered by what is in the file (page/file.html). */
import { source } from '../live/http.js';
import { FileAnswers } from '../live/file-answers.js';
import { insist } from '../live/retry.js';

/** What the file's first script has unpacked. @typedef {{data: ArrayBuffer, numbers: ArrayBuffer, frames: ArrayBuffer, texts: ArrayBuffer}} Parts */

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

const { data, numbers, frames, texts } = /** @type {{orreryParts: Parts}} */ (/** @type {unknown} */ (globalThis))
  .orreryParts;
const answers = new FileAnswers(json(data), floats(numbers), new Uint8Array(frames), json(texts));
source.ask = (path, init) => answers.answer(path, init);
await insist(() => import('./solo.js'));
