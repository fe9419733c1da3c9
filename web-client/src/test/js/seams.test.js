/** Counts where the types at the seams of the client say nothing: of `ui`, `page`, `live`, `model`, the manifests and what they declare. */
import { readdir, readFile } from 'node:fs/promises';
import { assert, test } from '/test/harness.js';

const ROOT = new URL('../../main/web/', import.meta.url);
const MOST = 20;

/** Types that allow everything. An event without the type of its `detail` is one, too. */
const ANYTHING = /\bany\b|\{\*\}|\*\[\]|<\*>|\bFunction\b|\bObject\b(?!\.)|\bCustomEvent\b(?!<)/g;

/** @param {string} path of a module */
const isSeam = (path) => /^(ui|page|live|model|start)\//.test(path) || /^features\/.*\/feature\.js$/.test(path);

/** The types in a module's comments, and tags that switch the check off or have `any` by default. @param {string} script @returns {string[]} */
function typesIn(script) {
  return [...script.matchAll(/\/\*\*[\s\S]*?\*\/|\/\/.*/g)].flatMap(([comment]) => {
    const off = comment.match(/@ts-\w+|@template \[\w+=any\]/g) ?? [];
    const types = [...comment.matchAll(/@\w+ (?=\{)/g)].map(({ index, 0: tag }) => braced(comment, index + tag.length));
    return [...off, ...types];
  });
}

/** The text from a brace to the one that closes it. @param {string} text @param {number} from */
function braced(text, from) {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return text.slice(from, at + 1);
  }
  return text.slice(from);
}

/** What says nothing in a module. @param {string} script */
function holesIn(script) {
  // a cast by way of `unknown` is to any type
  const casts = script.match(/@type \{unknown\} \*\/ \(/g) ?? [];
  return [
    ...casts,
    ...typesIn(script).flatMap((type) => (type.startsWith('@') ? [type] : (type.match(ANYTHING) ?? []))),
  ];
}

test('what says nothing in a type is counted', () => {
  const script = `/** @param {Record<string, any>} a @param {{*}} b @returns {any} in any case */
    // @ts-ignore
    /** @template [V=any] @typedef {V} W */
    /** @typedef {{f: Function, o: Object, e: CustomEvent, g: CustomEvent<string>}} T */
    const x = /** @type {T} */ (/** @type {unknown} */ (y));`;
  assert.equal(holesIn(script).length, 9);
});

test('at the seams hardly any type says nothing', async () => {
  const found = [];
  for (const path of (await readdir(ROOT, { recursive: true })).map((each) => each.replaceAll('\\', '/')).sort()) {
    if (!path.endsWith('.js') || !isSeam(path)) continue;
    for (const hole of holesIn(await readFile(new URL(path, ROOT), 'utf8'))) found.push(`${path}: ${hole}`);
  }
  assert.ok(found.length <= MOST, `${found.length} types say nothing:\n${found.join('\n')}`);
});
