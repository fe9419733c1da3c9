/**
 * What the tests' modules need of a page and node does not have: their imports, and the files that a page fetches beside its
 * modules. The strings are those that the build has compiled.
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
