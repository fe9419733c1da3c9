/** A formula in TeX, set by KaTeX, which loads with the first one: as MathML for screen readers, and drawn with its own fonts. */
import { LitElement, css, html } from 'lit';
import { insist } from '../../live/retry.js';

/** Styles of a formula's surroundings. */

const formulaStyle = css`
  :host {
    display: inline;
    color: inherit;
    font: inherit;
  }
  :host([block]) {
    display: block;
    padding: var(--s3);
    border-radius: var(--r2);
    background: var(--surface-2);
    overflow-x: auto;
    color: var(--ink);
  }
  [hidden] {
    display: none;
  }
  .source {
    opacity: 0.01;
  }
`;

/** @type {Promise<typeof import('./math.js')> | null} */
let loading = null;

/** KaTeX, with its styles. */
export const load = () =>
  (loading ??= insist(async () => {
    const math = await import('./math.js');
    await math.loadStyles();
    return math;
  }));

class Formula extends LitElement {
  static properties = { tex: {}, block: { type: Boolean, reflect: true }, math: { state: true } };

  static styles = formulaStyle;

  /** The source of the formula that is drawn now. */
  #drawn = '';

  constructor() {
    super();
    this.tex = '';
    /** Whether it stands on a line of its own. */
    this.block = false;
    /** Null until KaTeX has loaded. @type {typeof import('./math.js') | null} */
    this.math = null;
  }

  async connectedCallback() {
    super.connectedCallback();
    this.math ??= await load();
  }

  render() {
    // until KaTeX is here, its room is about that of the source
    return html`<span class="source" aria-busy="true" ?hidden=${this.math !== null}>${this.tex}</span><span class="math" ?hidden=${this.math === null}></span>`;
  }

  updated() {
    const { math, tex, block } = this,
      root = /** @type {ShadowRoot} */ (this.renderRoot),
      key = `${block} ${tex}`;
    if (!math || this.#drawn === key) return;
    this.#drawn = key;
    if (!root.adoptedStyleSheets.includes(math.sheet))
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, math.sheet];
    math.draw(/** @type {HTMLElement} */ (root.querySelector('.math')), tex, block);
  }
}

customElements.define('orrery-formula', Formula);
