/** "What comes next?": the most probable tokens after the last one. */
import { css, html, LitElement, nothing } from 'lit';
import { nextRows } from './place.js';
import { framed, shared } from './styles.js';
import { words } from './words.js';

const ROWS = 6;

export class NextPanel extends LitElement {
  static properties = {
    view: { attribute: false },
    flat: { type: Boolean, reflect: true },
  };

  static styles = [
    shared,
    framed,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 var(--s3);
        margin-bottom: var(--s3);
      }
      h2 {
        font-size: var(--text-md);
        font-weight: var(--w-strong);
      }
      header p,
      .more {
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
      .more {
        margin-top: var(--s2);
      }
      /* one grid for all rows: bars are compared, so they begin and end in line */
      ul {
        display: grid;
        grid-template-columns: minmax(28px, max-content) 1fr minmax(76px, max-content);
        column-gap: var(--s3);
      }
      li {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
        align-items: center;
        min-height: 36px;
        color: var(--ink-2);
      }
      .tile {
        display: grid;
        place-items: center;
        height: 28px;
        min-width: 28px;
        max-width: 96px;
        overflow: hidden;
        padding: 0 5px;
        border-radius: var(--r1);
        border: 1px solid var(--line);
        background: var(--surface-2);
        color: var(--ink);
        font-weight: var(--w-strong);
        font-size: var(--text-sm);
        white-space: pre;
      }
      .bar {
        height: 14px;
        border-radius: 2px;
        background: var(--surface-2);
        overflow: hidden;
      }
      .bar i {
        display: block;
        height: 100%;
        min-width: 2px;
        background: var(--p);
      }
      .p {
        text-align: right;
        color: inherit;
        white-space: nowrap;
      }
      .best {
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      .best .tile {
        background: var(--p);
        border-color: var(--p);
        color: var(--bg);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('./view.js').View | null} */
    this.view = null;
    this.flat = false;
  }

  render() {
    const { graph, trace } = this.view ?? {};
    if (!graph || !trace) return nothing;
    const rows = nextRows(trace, graph, words, ROWS);
    return html`<section aria-labelledby="title">
      <header>
        <h2 id="title">${words.text('next.title')}</h2>
        <p>${words.text('next.position', { position: trace.positions + 1 })}</p>
      </header>
      <ul>
        ${rows.map(
          (row) => html`<li class=${row.best ? 'best' : ''}>
            <span class="tile">${row.text}</span>
            <span class="bar"><i .style=${`width: ${row.p * 100}%`}></i></span>
            <span class="p">${row.written}</span>
          </li>`,
        )}
      </ul>
      ${trace.info.next.length > rows.length || rows.length < graph.sizes.d_vocab
        ? html`<p class="more">${words.text('next.more')}</p>`
        : nothing}
    </section>`;
  }
}

customElements.define('orrery-next-panel', NextPanel);
