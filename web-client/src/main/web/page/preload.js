/**
 * Loads the files of deferred modules. The server lists them in the page, since a file that is only found through an import
 * would wait for the file that imports it.
 *
 * @typedef {'rest' | 'scene'} Deferred
 */

/** @type {Set<Deferred>} */
const preloaded = new Set();

/** Preloads all files of a module at once. @param {Deferred} module that will be imported */
export function preload(module) {
  if (preloaded.has(module)) return;
  preloaded.add(module);
  for (const href of filesOf(module)) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
  }
}

/**
 * Fetches all files of a module, so that the import finds them in the cache. Some browsers never repeat a failed import, but
 * all repeat a failed fetch.
 *
 * @param {Deferred} module
 * @throws {TypeError | Error} if one of them cannot be fetched
 */
export async function fetchAll(module) {
  await Promise.all(
    filesOf(module).map(async (href) => {
      const answer = await fetch(href);
      if (!answer.ok) throw new Error(`${href} is answered by ${answer.status}`);
      await answer.arrayBuffer();
    }),
  );
}

/** @param {Deferred} module @returns {string[]} */
const filesOf = (module) => JSON.parse(document.getElementById('later')?.textContent || '{}')[module] ?? [];
