/**
 * Finds visible text that does not come from the strings files. io.orrery.browser.LanguageTest injects it into pages in a
 * made-up language, whose texts are enclosed in ⟦ and ⟧: a letter outside of these is an error.
 *
 * Text that is the same in every language is skipped: tokens (`bdi`), keys on a keyboard (`kbd`), codes of rooms (`.code`),
 * and elements with `translate="no"`: names of models and of languages, hook names, addresses, typed text.
 */
window.languageAudit = () => {
  /** @type {string[]} */
  const faults = [];
  let depth = 0;
  /** @param {string} text @param {Element} element */
  const read = (text, element) => {
    let outside = false;
    for (const c of text) {
      if (c === '⟦') depth++;
      else if (c === '⟧') depth--;
      else if (depth === 0 && /\p{L}/u.test(c)) outside = true;
    }
    if (outside) faults.push(`${pathOf(element)}: ${text.trim()}`);
  };
  /** @param {Element | null} element @returns {string} */
  const pathOf = (element) => {
    if (element === null) return '';
    const root = element.getRootNode();
    const above = element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    return `${above && above !== document.body ? `${pathOf(above)} > ` : ''}${element.localName}${element.className && typeof element.className === 'string' ? `.${element.className.trim().replaceAll(' ', '.')}` : ''}`;
  };
  /** @param {Element | ShadowRoot} node */
  const walk = (node) => {
    if (node instanceof Element) {
      if (node.matches('script, style, noscript, bdi, kbd, .code, [translate="no"]')) return;
      for (const name of ['aria-label', 'aria-description', 'title', 'placeholder', 'alt']) {
        if (!node.hasAttribute(name)) continue;
        const before = depth;
        depth = 0;
        read(node.getAttribute(name) ?? '', node);
        depth = before;
      }
      if (node.shadowRoot) walk(node.shadowRoot);
    }
    const before = depth;
    for (const child of node.childNodes) {
      if (child instanceof Element) walk(child);
      else if (child.nodeType === Node.TEXT_NODE)
        read(child.textContent ?? '', node instanceof Element ? node : node.host);
    }
    if (depth !== before) {
      faults.push(`${pathOf(node instanceof Element ? node : node.host)}: a text is cut`);
      depth = before;
    }
  };
  walk(document.body);
  depth = 0;
  read(document.title, document.head);
  return faults;
};
