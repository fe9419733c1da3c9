/**
 * Colours on a page's text, while something measured is shown: on the chips, and on the words of running text. The texts are found and
 * given a style sheet of their own, so what draws them knows nothing of it.
 *
 * @typedef {object} Tint
 * @property {number} from    the first token's position, from 0
 * @property {number} to      behind the last token
 * @property {'for' | 'against' | 'kept' | 'later'} kind  `kept`: has no share by definition; `later`: was not asked about
 * @property {number} share   of the strongest, 0 to 1
 * @property {string} figure  stands in the place of the first token's number; empty for none
 */

/** From this share on, the colour is so strong that text on it is written in the colour of the ground. */
const STRONG = 0.55;
/** Thickness of a line below running text, em. */
const LINE = { least: 0.05, most: 0.22 };

const COLOUR = { for: 'var(--p)', against: 'color-mix(in oklab, var(--weight) 75%, var(--bg))' };
/** What the colour is mixed from, as in the list of shares. */
const TINT = { for: 'var(--p)', against: 'var(--weight)' };

/** Bars differ by more than their colour: they begin at different sides, and one is striped. */
const STRIP = `
  li { position: relative; }
  .token { position: relative; overflow: hidden; }
  .token::after { position: absolute; bottom: 0; height: 5px; }
  .n::after { position: absolute; left: 50%; translate: -50%; white-space: nowrap; font-size: var(--text-xs); color: var(--ink-2); font-variant-numeric: tabular-nums; }
`;
const BAR = {
  for: `left: 0; background: ${COLOUR.for}; box-shadow: 0 0 0 1px var(--bg);`,
  against: `right: 0; background: repeating-linear-gradient(90deg, var(--weight) 0 3px, var(--bg) 3px 5px); box-shadow: 0 0 0 1px var(--bg);`,
};

/** @param {Tint} tint */
const ground = ({ kind, share }) =>
  kind === 'for' || kind === 'against'
    ? `background: color-mix(in oklab, ${TINT[kind]} ${(100 * share).toFixed(1)}%, var(--surface-2)); color: var(${share > STRONG ? '--bg' : '--ink'});`
    : kind === 'kept'
      ? 'background: var(--surface-2); color: var(--ink); border: 1px dashed var(--line-strong);'
      : 'opacity: 0.45;';

/**
 * The rules for the chips of a text. Pure.
 * @param {Tint[]} tints @param {number} promptLength an arrow stands before the first token behind it
 */
export function stripRules(tints, promptLength) {
  const rules = tints.flatMap((tint) => {
    const { from, to, kind, share, figure } = tint;
    return Array.from({ length: to - from }, (_, i) => {
      const at = from + i;
      const li = `li:nth-child(${at + 1 + (at >= promptLength ? 1 : 0)})`;
      const bar =
        kind === 'for' || kind === 'against'
          ? `${li} .token::after { content: ''; width: ${(100 * share).toFixed(1)}%; ${BAR[kind]} }`
          : '';
      const number =
        kind === 'later'
          ? ''
          : `${li} .n { font-size: 0; } ${li} .n::after { content: ${JSON.stringify(i === 0 ? figure : '')}; }`;
      return `${li} .token { ${ground(tint)} } ${bar} ${number} ${li} .token i { color: inherit; }`;
    });
  });
  return STRIP + rules.join('\n');
}

/** The rules for the words of running text. A piece of text is at its first token. Pure. @param {Tint[]} tints */
export function runningRules(tints) {
  return tints
    .flatMap((tint) => {
      const { from, to, kind, share } = tint;
      const line =
        kind === 'for' || kind === 'against'
          ? `text-decoration: underline ${kind === 'for' ? 'solid' : 'dotted'} ${COLOUR[kind]} ${(LINE.least + share * (LINE.most - LINE.least)).toFixed(3)}em; text-underline-offset: 0.16em;`
          : '';
      return Array.from({ length: to - from }, (_, i) => `.word[data-at='${from + i}'] { ${ground(tint)} ${line} }`);
    })
    .join('\n');
}

/** The texts of the page: of its bar, of the hall's header, or above a phone's machine. */
function texts() {
  const roots = [
    document,
    ...[...document.querySelectorAll('orrery-top-bar, orrery-projector')].map(({ shadowRoot }) => shadowRoot),
  ];
  return roots.flatMap((root) => [...(root?.querySelectorAll('orrery-text') ?? [])]);
}

export class TextColours {
  #strip = new CSSStyleSheet();
  #running = new CSSStyleSheet();
  /** A text turns from chips to running text by itself, when its width changes. */
  #turns = new MutationObserver(() => this.#dress());
  #rules = '';

  /** @param {Tint[]} tints none: no colours @param {number} promptLength */
  show(tints, promptLength) {
    const strip = tints.length > 0 ? stripRules(tints, promptLength) : '';
    if (strip !== this.#rules) {
      this.#rules = strip;
      this.#strip.replaceSync(strip);
      this.#running.replaceSync(runningRules(tints));
    }
    this.#turns.disconnect();
    if (strip === '') return;
    for (const { shadowRoot } of texts()) if (shadowRoot) this.#turns.observe(shadowRoot, { childList: true });
    this.#dress();
  }

  clear() {
    this.show([], 0);
  }

  #dress() {
    for (const text of texts()) {
      wear(text.querySelector('orrery-token-strip'), this.#strip);
      wear(text.shadowRoot?.querySelector('orrery-running-text'), this.#running);
    }
  }
}

/** @param {Element | null | undefined} element @param {CSSStyleSheet} sheet */
function wear(element, sheet) {
  const root = element?.shadowRoot;
  if (root && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
