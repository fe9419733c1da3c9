/**
 * Finds English text on a German page: a text of the strings files that is shown as it is in English although the German is
 * another. io.orrery.browser.LanguageLayoutTest injects it. On pages in other languages it finds nothing.
 */
window.englishAudit = async () => {
  if (document.documentElement.lang !== 'de-DE' || /[#&]lang=en-XA/.test(location.hash)) return [];
  const tableOf = async (language) => {
    const parts = await Promise.all(
      ['first', 'rest'].map((part) => fetch(`/strings/${language}.${part}.json`).then((answer) => answer.json())),
    );
    return new Set(parts.flatMap(textsOf));
  };
  /** The texts without arguments. A message with arguments is a list that begins with 0. */
  const textsOf = (node) =>
    typeof node === 'string'
      ? [node]
      : Array.isArray(node)
        ? node[0] === 0
          ? []
          : node.flatMap(textsOf)
        : node && typeof node === 'object'
          ? Object.values(node).flatMap(textsOf)
          : [];
  window.englishOnly ??= Promise.all(['en', 'de'].map(tableOf)).then(
    ([english, german]) => new Set([...english].filter((text) => /\p{L}{3}/u.test(text) && !german.has(text))),
  );
  const english = await window.englishOnly;
  const found = [];
  const walk = (node) => {
    if (node instanceof Element) {
      if (node.matches('script, style, noscript, bdi, kbd, .code, [translate="no"]')) return;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        if (english.has(node.getAttribute(name) ?? '')) found.push(node.getAttribute(name));
      if (node.shadowRoot) walk(node.shadowRoot);
    }
    for (const child of node.childNodes)
      if (child.nodeType === Node.TEXT_NODE) {
        const text = child.textContent.trim();
        if (english.has(text)) found.push(text);
      } else if (child instanceof Element) walk(child);
  };
  walk(document.body);
  return found;
};
