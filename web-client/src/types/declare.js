/**
 * Writes target/types/declared.d.ts for tsc: what the manifests declare, together. A `features/<name>/feature.js` may declare as types
 * - `Members`: what the feature adds to the view;
 * - `Ports`: what it offers other features, of what it attaches to a page;
 * - `Address`: its members of the page's address;
 * - `Parts` and `Own`: its members of a room's state, and of the state for each person alone, by their names in the protocol;
 * - `Commands`: the fields of its commands, by their names.
 * Elements whose classes modules export are known by their tags.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';

const WEB = new URL('../main/web/', import.meta.url);
const TYPES = new URL('../../target/types/', import.meta.url);

const TOGETHER = ['Members', 'Address', 'Parts', 'Own', 'Commands'];
const found = Object.fromEntries([...TOGETHER, 'Ports'].map((name) => [name, []]));
const elements = [];
for (const path of (await readdir(WEB, { recursive: true })).map((each) => each.replaceAll('\\', '/')).sort()) {
  if (!path.endsWith('.js')) continue;
  const script = await readFile(new URL(path, WEB), 'utf8');
  for (const [, tag, type] of script.matchAll(/^customElements\.define\('([^']+)', (\w+)\)/gm))
    if (script.includes(`export class ${type} `))
      elements.push(`'${tag}': import('../../src/main/web/${path}').${type};`);
  if (!/^features\/.*\/feature\.js$/.test(path)) continue;
  const port = path.replace(/^features\/|\/feature\.js$/g, '').replace(/[/-]./g, ([, first]) => first.toUpperCase());
  const typeOf = (name) =>
    new RegExp(`@typedef \\{[\\s\\S]*?\\} ${name}\\b`).test(script)
      ? `import('../../src/main/web/${path}').${name}`
      : '';
  for (const name of TOGETHER) if (typeOf(name)) found[name].push(typeOf(name));
  if (/\battach\b/.test(script)) found.Ports.push(`${port}?: ${typeOf('Ports') || 'unknown'};`);
}
await mkdir(TYPES, { recursive: true });
await writeFile(
  new URL('declared.d.ts', TYPES),
  `${TOGETHER.map((name) => `export type ${name} = ${found[name].join('\n  & ')};`).join('\n')}
export interface Ports {
  ${found.Ports.join('\n  ')}
}
declare global {
  interface HTMLElementTagNameMap {
    ${elements.join('\n    ')}
  }
}
`,
);
