/** What the tests' modules need of a page and node does not have: their imports, and files of the page's own server. */
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';

register('./hooks.js', import.meta.url);

globalThis.fetch = /** @type {any} */ (
  async (/** @type {string} */ path) => new Response(await readFile(new URL(`../../main${path}`, import.meta.url)))
);
