/**
 * Asks for all files that a module needs, together: found one by one, each would wait for the one that names it. The page
 * says which they are.
 *
 * @param {'rest' | 'scene'} what is loaded later
 */
export function preload(what) {
  const lists = document.getElementById('later')?.textContent;
  if (!lists) return;
  for (const href of JSON.parse(lists)[what]) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
  }
}
