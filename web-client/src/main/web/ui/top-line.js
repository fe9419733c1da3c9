/** A line above the whole page, which becomes lower by its height: nothing is behind it. Several stand below each other. */
import { css } from 'lit';
import { shared } from './styles.js';
import { ViewElement } from './view-element.js';

/** The lines of each page, in the order in which they came. @type {WeakMap<HTMLElement, Set<TopLine>>} */
const linesOf = new WeakMap();

export class TopLine extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        position: fixed;
        z-index: 6;
        inset: 0 0 auto;
        background: var(--surface-2);
        border-bottom: 1px solid var(--line);
      }
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: 0 var(--s2);
        padding: 1px var(--s2);
        font-size: var(--text-sm);
        line-height: 1.35;
      }
      button {
        min-height: 24px;
        padding: 0 var(--s2);
        text-decoration: underline;
      }
      @media (pointer: coarse) {
        button {
          min-height: 48px;
        }
      }
    `,
  ];

  /** @type {HTMLElement | null} */
  #page = null;
  #size = new ResizeObserver(() => this.#makeRoom());

  connectedCallback() {
    super.connectedCallback();
    const page = (this.#page = this.parentElement);
    if (page) linesOf.set(page, (linesOf.get(page) ?? new Set()).add(this));
    this.#size.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#size.disconnect();
    if (this.#page) linesOf.get(this.#page)?.delete(this);
    this.#makeRoom();
  }

  /** Puts each line below the ones before it, and the page below all of them. */
  #makeRoom() {
    const page = this.#page;
    if (!page) return;
    let top = 0;
    for (const line of linesOf.get(page) ?? []) {
      line.style.top = `${top}px`;
      top += line.getBoundingClientRect().height;
    }
    if (top === 0) page.style.removeProperty('top');
    else page.style.setProperty('top', `${top}px`);
  }
}
