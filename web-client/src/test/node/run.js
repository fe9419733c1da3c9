/**
 * Runs every test file that needs no browser (`*.test.js` but not `*.browser.test.js`) with node's test runner, or only those
 * named on the command line. From web-client: `npm test`.
 */
import { readdir } from 'node:fs/promises';
import process from 'node:process';
import { describe, it } from 'node:test';

const root = new URL('../js/', import.meta.url);
const named = process.argv.slice(2);
const files = (await readdir(root, { recursive: true }))
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.test.js') && !file.endsWith('.browser.test.js'))
  .filter((file) => named.length === 0 || named.includes(file))
  .sort();

/** @type {{file: string, names: () => string[], run: (n: number) => Promise<string | null>}[]} */
const loaded = [];
for (const file of files) {
  const of = `?of=${file}`;
  const harness = await import(new URL(`harness.js${of}`, root).href);
  try {
    await import(new URL(file + of, root).href);
    loaded.push({ file, names: harness.names, run: harness.run });
  } catch (error) {
    loaded.push({ file, names: () => ['it can be imported'], run: async () => /** @type {Error} */ (error).stack });
  }
}

// Declare all tests synchronously: the runner ends when it has nothing left to do.
for (const { file, names, run } of loaded) {
  describe(file, () => {
    names().forEach((name, n) =>
      it(name, async () => {
        const failure = await run(n);
        if (failure !== null) throw new Error(failure);
      }),
    );
  });
}
