/**
 * Provides what the tests' modules need from a page and node lacks: resolution of their imports, and `fetch` for files of the
 * page. The strings are those compiled by the build.
 */
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';

const SOURCES = new URL('../../main/web/', import.meta.url).href;
const BUILT = new URL('../../../target/classes/web/', import.meta.url);

register('./hooks.js', import.meta.url);

globalThis.fetch = /** @type {any} */ (
  async (/** @type {string | URL} */ address) => {
    const { href } = new URL(address);
    if (!href.startsWith(`${SOURCES}strings/`)) throw new Error(`No test fetches ${href}.`);
    return new Response(await readFile(new URL(href.slice(SOURCES.length), BUILT)));
  }
);
