/**
 * Writes target/types/declared.d.ts for tsc: what the manifests declare, together. A `features/<name>/feature.js` may declare as types
 * - `Members`: what the feature adds to the view;
 * - `Ports`: what it offers other features, of what it attaches to a page;
 * - `Address`: its members of the page's address.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';

const FEATURES = new URL('../main/web/features/', import.meta.url);
const TYPES = new URL('../../target/types/', import.meta.url);

const found = { Members: [], Ports: [], Address: [] };
for (const path of (await readdir(FEATURES, { recursive: true })).map((each) => each.replaceAll('\\', '/')).sort()) {
  if (!path.endsWith('/feature.js')) continue;
  const script = await readFile(new URL(path, FEATURES), 'utf8');
  const port = path.replace('/feature.js', '').replace(/[/-]./g, ([, first]) => first.toUpperCase());
  const typeOf = (name) =>
    new RegExp(`@typedef \\{[\\s\\S]*?\\} ${name}\\b`).test(script)
      ? `import('../../src/main/web/features/${path}').${name}`
      : '';
  for (const name of ['Members', 'Address']) if (typeOf(name)) found[name].push(typeOf(name));
  if (/\battach\b/.test(script)) found.Ports.push(`${port}?: ${typeOf('Ports') || 'unknown'};`);
}
await mkdir(TYPES, { recursive: true });
await writeFile(
  new URL('declared.d.ts', TYPES),
  `export type Members = ${found.Members.join('\n  & ')};
export type Address = ${found.Address.join('\n  & ')};
export interface Ports {
  ${found.Ports.join('\n  ')}
}
`,
);
