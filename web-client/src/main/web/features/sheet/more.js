/**
 * The sign on a phone's sheet that what it shows goes on below its edge: a button that scrolls on. Without it, a text that is cut between
 * two paragraphs looks complete.
 */
import { css } from 'lit';
import { words } from '../../ui/words.js';

/** So much may be below the edge without a sign: less than a line of text with the space under it, px. */
const UNSEEN = 28;
/** How much of what was in view stays in view, px. */
const KEPT = 48;

/* it stands over the last line, which fades as a whole: half of a line would be read as a line; it takes no room */
const { styleSheet } = css`
  /* less than a line below the edge has no sign, but fades */
  :host([sheet]) .content {
    padding-bottom: 12px;
    mask-image: linear-gradient(#000 calc(100% - 14px), transparent);
  }
  .onward {
    position: sticky;
    bottom: 0;
    display: block;
    width: max-content;
    height: 48px;
    min-width: 64px;
    margin-block: -48px 0;
    margin-inline: auto 0;
    padding-top: 12px;
    visibility: hidden;
  }
  .onward[data-more] {
    visibility: visible;
  }
  .onward::before {
    content: '';
    position: absolute;
    inset-block: 6px -12px;
    inset-inline: -100vw 0;
    background: linear-gradient(transparent, var(--surface) 30%);
    pointer-events: none;
  }
  .onward::after {
    content: attr(data-label) ' ↓';
    display: block;
    position: relative;
    padding: 1px 10px;
    border-radius: 13px;
    background: var(--surface-2);
    box-shadow: 0 0 0 1px var(--line-strong);
    font-size: var(--text-sm);
    font-weight: var(--w-strong);
    color: var(--accent);
  }
`;

export class More {
  #button = document.createElement('button');
  /** @type {HTMLElement | null} */
  #content = null;
  /** What is watched for its size. @type {Element[]} */
  #watched = [];
  #sizes = new ResizeObserver(() => this.#look());

  constructor() {
    this.#button.className = 'onward';
    this.#button.addEventListener('click', () => this.#scroll());
  }

  /** The sheet has been drawn. @param {import('../../ui/panel-stack.js').PanelStack | null} stack null without one */
  drawn(stack) {
    /** @type {HTMLElement | null} */
    const content = stack?.renderRoot?.querySelector('.content') ?? null;
    if (content !== this.#content) {
      this.#content?.removeEventListener('scroll', this.#look);
      this.#content = content;
      if (content) {
        const sheets = stack?.shadowRoot?.adoptedStyleSheets;
        if (styleSheet && sheets && !sheets.includes(styleSheet)) sheets.push(styleSheet);
        content.append(this.#button);
        content.addEventListener('scroll', this.#look, { passive: true });
      }
    }
    if (!content) return;
    const label = words.text('tabs.more');
    this.#button.dataset.label = label;
    this.#button.setAttribute('aria-label', label);
    const shown = [content, ...(content.querySelector('slot')?.assignedElements() ?? [])];
    if (shown.length !== this.#watched.length || shown.some((each, i) => each !== this.#watched[i])) {
      this.#sizes.disconnect();
      for (const each of shown) this.#sizes.observe(each);
      this.#watched = shown;
    }
    this.#look();
  }

  #look = () => {
    const content = this.#content;
    this.#button.toggleAttribute(
      'data-more',
      content !== null && content.scrollHeight - content.scrollTop - content.clientHeight > UNSEEN,
    );
  };

  #scroll() {
    const content = /** @type {HTMLElement} */ (this.#content);
    content.scrollBy({
      top: content.clientHeight - KEPT,
      behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
    });
  }
}
