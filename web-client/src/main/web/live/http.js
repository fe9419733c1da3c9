/**
 * HTTP requests to the page's own server.
 *
 * @typedef {import('../model/frame.js').Frame} Frame
 */
import { insist } from './retry.js';

/**
 * The one place where a page asks for data, texts and styles: its server. In a page that is one file, start/file.js puts the file in its place.
 * `can`: whether an action (ui/features.js) is answered here; controls of others are not shown.
 * @type {{ask: (path: string | URL, init?: RequestInit) => Promise<Response>, can: (action: string) => boolean}}
 */
export const source = { ask: (path, init) => fetch(path, init), can: () => true };

/** The code that decodes frames. */
export const frameCode = () => insist(() => import('../model/frame.js'));

/** A problem detail of the server (RFC 9457), or the lack of an answer (`status` 0). */
export class Problem extends Error {
  /**
   * @param {{status: number, code: string, params?: Record<string, unknown>, detail?: string, retryAfter?: number}} fields
   *   `detail` is for the console only
   */
  constructor({ status, code, params = {}, detail, retryAfter = 0 }) {
    super(detail || code);
    this.status = status;
    /** A string key below `problem`, or below `error` for errors that are not the server's. */
    this.code = code;
    /** The arguments of that text. */
    this.params = params;
    /** Delay before trying again, s; 0 if there is none. */
    this.retryAfter = retryAfter;
  }
}

/** @param {string} path @param {Record<string, string>} [headers] @returns {Promise<any>} @throws {Problem} */
export async function getJson(path, headers) {
  return (await request(path, { headers })).json();
}

/** @param {string} path @param {object} body @param {AbortSignal} [signal] @param {string} [secret] of a person in a room, or the presenter's key @returns {Promise<any>} @throws {Problem} */
export async function postJson(path, body, signal, secret) {
  const headers = { 'Content-Type': 'application/json', ...(secret && { Authorization: `Bearer ${secret}` }) };
  const init = { method: 'POST', headers, body: JSON.stringify(body), signal };
  return (await request(path, init)).json();
}

/** @param {string} path @returns {Promise<Frame>} @throws {Problem | import('../model/frame.js').MalformedFrame} */
export const getFrame = async (path) => frameIn(await request(path));

/** A frame with all that its header says. @param {Response} answer @returns {Promise<Frame & {header: any}>} @throws {import('../model/frame.js').MalformedFrame} */
export async function frameIn(answer) {
  const [buffer, { decodeFrame, readHead }] = await Promise.all([answer.arrayBuffer(), frameCode()]),
    head = readHead(buffer);
  return { ...decodeFrame(buffer, head), header: head.header };
}

/** @param {string} path @param {RequestInit} [init] @throws {Problem} */
export async function request(path, init) {
  let response;
  try {
    response = await source.ask(path, init);
  } catch {
    throw new Problem({ status: 0, code: 'unreachable' });
  }
  if (response.ok) return response;
  const { status } = response;
  // An error of a proxy has no problem detail.
  const problem = await response.json().catch(() => null);
  throw new Problem({ code: 'answered', params: { status: String(status) }, ...problem, status });
}
