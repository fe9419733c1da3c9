/** A talk's file: read by the server, which knows YAML and the models; written here. */
import { getJson, postJson } from '../../live/http.js';
import { beatsOf, fetchTour, routeOf, turnsOf } from '../tour/tours.js';

/** Longer texts are sent compressed: a body is small. In bytes. */
const LARGEST_PLAIN = 32_000;

/**
 * @param {string} text @param {string} language
 * @returns {Promise<{problems: {line: number, reason: string}[], tour?: any, talk?: import('./keep.js').Beat[]}>} `problems`: why it is no talk
 */
export async function openFile(text, language) {
  const body = text.length > LARGEST_PLAIN ? { gzip: await zipped(text) } : { yaml: text };
  return postJson(`/api/talks?lang=${encodeURIComponent(language)}`, body);
}

/** @param {string} text @returns {Promise<string>} base64 */
async function zipped(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/**
 * A tour of the server's, and its beats as those of a talk: as many, in the same order.
 * What is right of what they ask a room, only who drives one is sent.
 * @param {string} id @param {string} language @param {{page: string, code: string}} page that asks @param {string} [model] content id, for a tour of any model
 */
export async function tourBeats(id, language, page, model) {
  const turns = turnsOf(page);
  const query = new URLSearchParams({ ...(model && { model }), ...(turns && { room: turns.room }) });
  const [tour, { beats }] = await Promise.all([
    fetchTour(id, { language, model }),
    getJson(`/api/tours/${encodeURIComponent(id)}/beats?${query}`, turns?.headers),
  ]);
  return {
    tour,
    all: tour ? beatsOf(tour, routeOf(tour)) : [],
    beats: /** @type {import('./keep.js').Beat[]} */ (beats),
  };
}

/** Asks for a file, and reads it. @returns {Promise<string | null>} null if none was chosen */
export function chooseFile() {
  const field = document.createElement('input');
  field.type = 'file';
  field.accept = '.yaml,.yml';
  return new Promise((resolve) => {
    field.addEventListener('change', () => resolve(field.files?.[0] ? field.files[0].text() : null));
    field.addEventListener('cancel', () => resolve(null));
    field.click();
  });
}
