/**
 * Resolves the addresses from which tests import: `/web/` is src/main/web, `/test/` is src/test/js, and everything else is in
 * node_modules.
 *
 * Each test file has its own instances of modules, as it would in a page of its own: the query `?of=` of a test file's address
 * is passed on to all modules that it imports.
 */
const FOLDERS = {
  '/web/': new URL('../../main/web/', import.meta.url),
  '/test/': new URL('../js/', import.meta.url),
};

/** @type {(specifier: string, context: any, next: any) => Promise<any>} */
export async function resolve(specifier, context, next) {
  const folder = Object.keys(FOLDERS).find((start) => specifier.startsWith(start));
  const isOurs = folder !== undefined || /^\.{0,2}\//.test(specifier);
  const found = await next(folder ? new URL(specifier.slice(folder.length), FOLDERS[folder]).href : specifier, context);
  const of = isOurs && context.parentURL ? new URL(context.parentURL).search : '';
  return of && !new URL(found.url).search ? { ...found, url: found.url + of } : found;
}
