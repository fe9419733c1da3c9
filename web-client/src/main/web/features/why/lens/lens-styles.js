/** Styles of the lens. */
import { css } from 'lit';

/** Height of the table's head and width of its row names, px. */
export const HEAD = 40,
  LABELS = 104;

export const lensStyles = css`
  :host {
    display: block;
    height: 100%;
    font-size: var(--why-text);
  }
  .said {
    margin-bottom: var(--s2);
    color: var(--ink-2);
    font-size: max(var(--text-md), var(--why-text));
  }
  .grid {
    display: flex;
  }
  table {
    flex: none;
    border-spacing: 2px 1px;
    border-collapse: separate;
    table-layout: fixed;
  }
  th {
    font-weight: var(--w-regular);
    color: var(--ink-3);
    white-space: nowrap;
  }
  thead th {
    height: ${HEAD}px;
    padding: 0 2px;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--ink-2);
  }
  thead th:first-child {
    white-space: normal;
    overflow-wrap: anywhere;
    line-height: 1.15;
  }
  thead th button {
    width: 100%;
    min-height: 28px;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  thead .own {
    color: var(--accent);
    font-weight: var(--w-strong);
  }
  tbody th {
    width: ${LABELS}px;
    white-space: nowrap;
    padding-right: var(--s3);
    text-align: right;
    line-height: 1;
  }
  tbody .lead th {
    color: var(--ink);
    font-weight: var(--w-strong);
  }
  td {
    padding: 0 6px;
    line-height: 1;
    white-space: nowrap;
    overflow: hidden;
    color: var(--ink-2);
    /* pale beside the current word's; lighter is more in both, in every theme */
    background: color-mix(in oklab, color-mix(in oklab, var(--lens-high) calc(var(--share) * 100%), var(--lens-low)) 26%, var(--surface));
  }
  td.own {
    color: #fff;
    background: color-mix(in oklab, var(--lens-high) calc(var(--share) * 100%), var(--lens-low));
  }
  td.dark {
    color: #14061f;
  }
  td.own span {
    float: right;
    font-size: 12px;
  }
  td.first {
    font-weight: var(--w-strong);
  }
  td.lead {
    outline: 2px solid var(--ink);
    outline-offset: -1px;
  }
  :host {
    --lens-low: #2a0d40;
    --lens-high: #d9a8ff;
  }
  svg {
    flex: none;
    overflow: visible;
    stroke: none;
    margin-left: var(--s5);
    font-family: var(--font);
    font-size: 12px;
  }
  svg .tick {
    stroke: var(--line);
  }
  svg text {
    fill: var(--ink-3);
    text-anchor: middle;
  }
  svg .name {
    fill: var(--p);
    font-weight: var(--w-strong);
  }
  svg .named {
    fill: var(--ink);
    text-anchor: end;
    paint-order: stroke;
    stroke: var(--bg);
    stroke-width: 5px;
  }
  svg polyline {
    fill: none;
    stroke: var(--p);
    stroke-width: 2;
  }
  svg circle {
    fill: var(--p);
  }
  svg .lead {
    stroke: var(--ink);
    stroke-width: 2;
  }
  ol {
    display: grid;
    grid-template-columns: fit-content(30%) minmax(0, 1fr) fit-content(34%);
    column-gap: var(--s4);
  }
  li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    min-height: 43px;
    border-bottom: 1px solid var(--line);
  }
  .list {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  ol.narrow {
    flex: 0 1 auto;
    min-height: 130px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  ol.wide {
    max-width: 640px;
    margin-top: var(--s3);
  }
  .narrow li.heads {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--bg);
  }
  .hall li {
    min-height: var(--line);
  }
  .hall {
    column-gap: 40px;
  }
  li.heads {
    min-height: 28px;
    overflow-wrap: anywhere;
    color: var(--ink-3);
  }
  .guess {
    display: grid;
    grid-template-columns: minmax(0, 1fr) max-content;
    gap: 0 var(--s3);
  }
  .guess b {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: var(--w-strong);
  }
  .track {
    grid-column: 1 / -1;
    height: 5px;
    border-radius: 3px;
    background: var(--surface-2);
  }
  .hall .track {
    height: 10px;
  }
  .track i {
    display: block;
    height: 100%;
    min-width: 2px;
    border-radius: 3px;
    background: var(--p);
  }
  li > :last-child {
    text-align: right;
  }
  li {
    padding-inline: var(--s2);
  }
  li.lead {
    color: var(--ink);
    border-radius: var(--r2);
    outline: 2px solid var(--ink);
    background: color-mix(in oklab, var(--p) 22%, var(--bg));
  }
`;
