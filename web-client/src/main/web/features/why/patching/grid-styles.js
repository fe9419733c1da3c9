/** Styles of the two grids. */
import { css } from 'lit';

export const gridStyles = css`
  :host {
    overflow: auto;
    --empty: color-mix(in oklab, var(--ink) 9%, var(--surface));
  }
  .beside,
  .stacked {
    display: flex;
    gap: var(--s4);
  }
  /* as wide as its table, however long its name */
  .beside figure {
    flex: none;
    width: min-content;
  }
  .beside {
    align-items: flex-end;
  }
  .stacked {
    flex-direction: column;
    gap: var(--s3);
  }
  figure {
    margin: 0;
    min-width: 0;
    padding: var(--s1) 0;
    border-radius: var(--r3);
    background: color-mix(in srgb, var(--surface) 80%, transparent);
  }
  figcaption {
    padding-left: var(--s2);
    color: var(--ink-2);
    font-size: var(--why-text);
    font-weight: var(--w-strong);
  }
  .into figcaption {
    color: var(--accent);
  }
  table {
    border-collapse: separate;
    border-spacing: 2px 1px;
    table-layout: fixed;
  }
  th {
    padding: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: var(--w-regular);
    color: var(--ink-3);
    line-height: 1.2;
  }
  /* both grids begin at one height, however long their words */
  thead th {
    height: var(--tall);
    vertical-align: bottom;
  }
  thead .group th {
    height: auto;
    overflow: visible;
    line-height: 1.25;
  }
  thead .stream {
    color: var(--ink-2);
  }
  thead .differs {
    color: var(--accent);
    font-weight: var(--w-strong);
  }
  .turned bdi {
    writing-mode: vertical-rl;
    transform: rotate(180deg);
    max-height: var(--tall);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  /* a row's number may be higher than the row */
  tbody th {
    padding-right: 4px;
    overflow: visible;
    text-align: right;
    line-height: 0;
  }
  td {
    padding: 0;
  }
  td button {
    display: block;
    width: 100%;
    height: var(--cell);
    overflow: hidden;
    border-radius: 2px;
    line-height: 1;
    color: var(--ink);
    background: var(--empty);
    transition: none;
  }
  td.head button {
    border-radius: 6px;
  }
  .from td.stream button {
    background: color-mix(in oklab, var(--act) 32%, var(--empty));
  }
  .from td.stream.differs button {
    background: color-mix(in oklab, var(--act) 55%, var(--empty));
  }
  .from td button:not([disabled]) {
    cursor: grab;
  }
  td button[disabled] {
    opacity: 1;
  }
  .into .reached button {
    background: color-mix(in oklab, var(--accent) 30%, var(--empty));
  }
  .into .more button {
    background: color-mix(in oklab, var(--p) calc(var(--share) * 100%), var(--empty));
  }
  .into .less button {
    background: color-mix(in oklab, var(--weight) calc(var(--share) * 75%), var(--empty));
  }
  .into .reached.more button,
  .into .reached.less button {
    box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--accent) 70%, transparent);
  }
  .more.strong button {
    color: var(--bg);
  }
  td.active button,
  .into .active.more button,
  .into .active.less button {
    box-shadow: none;
    outline: 2px solid var(--accent);
    outline-offset: 0;
  }
  .from td.active button {
    background: var(--accent);
  }
  .waits {
    border-radius: var(--r2);
    outline: 2px dashed var(--accent);
    outline-offset: 3px;
  }
  td button:focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 0;
  }
  .ghost {
    position: fixed;
    z-index: 5;
    padding: 2px 8px;
    border-radius: var(--r2);
    color: var(--accent-ink);
    background: var(--accent);
    font-weight: var(--w-strong);
    transform: translate(10px, -120%);
    pointer-events: none;
  }
`;
