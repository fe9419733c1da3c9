/**
 * Files that come behind the text. The page says which they are, for found one by one each would wait for the one that
 * names it.
 *
 * @typedef {'rest' | 'scene'} Deferred
 */

/** @type {Set<Deferred>} */
const preloaded = new Set();

/** Asks for all files that a module needs, together, once. @param {Deferred} what will be imported */
export function preload(what) {
  if (preloaded.has(what)) return;
  preloaded.add(what);
  for (const href of filesOf(what)) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
  }
}

/**
 * Fetches them, for the import to find. Not every browser asks again for a module that it could not have once, however
 * often it is imported; what is fetched is asked for again.
 *
 * @param {Deferred} what
 * @throws {TypeError | Error} where one of them cannot be had
 */
export async function fetchAll(what) {
  await Promise.all(
    filesOf(what).map(async (href) => {
      const answer = await fetch(href);
      if (!answer.ok) throw new Error(`${href} is answered by ${answer.status}`);
      await answer.arrayBuffer();
    }),
  );
}

/** @param {Deferred} what @returns {string[]} */
const filesOf = (what) => JSON.parse(document.getElementById('later')?.textContent || '{}')[what] ?? [];
