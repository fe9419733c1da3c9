/** Styles of the votes. */
import { css } from 'lit';

export const attributionStyles = css`
  .beside {
    display: grid;
    grid-template-columns: minmax(340px, 1.1fr) minmax(280px, 1fr);
    gap: var(--s5);
    height: 100%;
  }
  .stacked {
    height: 100%;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  /* a phone scrolls the whole tool */
  .stacked.narrow {
    height: auto;
    overflow: visible;
  }
  .stacked > * + * {
    margin-top: var(--s4);
  }
  .bars,
  .stacked > section,
  .second > * {
    padding: var(--s3) var(--s4);
    border-radius: var(--r3);
    background: color-mix(in srgb, var(--surface) 70%, transparent);
  }
  .second {
    display: flex;
    flex-direction: column;
    gap: var(--s3);
  }
  .said {
    margin-bottom: var(--s2);
    font-size: max(16px, var(--why-text));
  }
  h3 {
    margin: 0 0 var(--s2);
    font-size: var(--text-md);
    font-weight: var(--w-strong);
  }
  .part h3 {
    display: flex;
    justify-content: space-between;
    color: var(--accent);
  }
  small {
    color: var(--ink-3);
    font-size: inherit;
  }
  .vote {
    display: flex;
    justify-content: space-between;
    align-items: center;
    font-size: 24px;
    font-weight: var(--w-strong);
  }
  .looks {
    min-height: 30px;
    padding: 0 var(--s3);
    font-size: var(--text-sm);
  }
  ol,
  .sum {
    display: grid;
    /* where there is little room, names wrap and figures stay whole */
    grid-template-columns: minmax(min-content, max-content) minmax(90px, 1fr) max-content;
    column-gap: var(--s3);
  }
  .hall ol,
  .hall .sum {
    column-gap: 28px;
  }
  /* the sum's bar is below the others' */
  .sum {
    grid-template-columns: subgrid;
  }
  .bars {
    display: grid;
    /* where there is little room, names wrap and figures stay whole */
    grid-template-columns: minmax(min-content, max-content) minmax(90px, 1fr) max-content;
    column-gap: var(--s3);
    align-content: start;
  }
  .bars > * {
    grid-column: 1 / -1;
  }
  ol {
    grid-template-columns: subgrid;
  }
  li,
  .sum {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
  }
  li > *,
  .sum > * {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    min-height: 32px;
    padding: 0;
    text-align: left;
    border-radius: var(--r1);
  }
  .hall li > * {
    min-height: var(--row, 54px);
  }
  li > button:hover {
    background: var(--surface-2);
  }
  li.open .name {
    color: var(--accent);
    font-weight: var(--w-strong);
  }
  li.open .bar {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  .name {
    max-width: 20em;
    color: var(--ink);
  }
  .value {
    color: var(--ink-2);
  }
  .bars .track {
    position: relative;
    align-self: stretch;
  }
  .track i {
    position: absolute;
  }
  .bar {
    top: 7px;
    bottom: 7px;
    min-width: 1px;
    border-radius: 2px;
  }
  .zero {
    top: 0;
    bottom: 0;
    width: 1px;
    background: var(--line-strong);
  }
  .tie {
    top: calc(100% - 7px);
    height: 14px;
    border-left: 1px dotted var(--ink-3);
    z-index: 1;
  }
  .sum {
    margin-top: var(--s1);
    border-top: 1px solid var(--line-strong);
  }
  .sum > * {
    min-height: 48px;
  }
  .sum .name {
    font-weight: var(--w-strong);
    font-size: max(16px, var(--why-text));
  }
  .sum .value {
    font-size: max(24px, calc(var(--why-text) * 1.4));
    font-weight: var(--w-strong);
    color: var(--ink);
  }
  .key {
    margin-top: var(--s2);
  }
  .part table {
    width: 100%;
    border-spacing: 0 3px;
  }
  .part th {
    font-weight: var(--w-regular);
    text-align: left;
    max-width: 130px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .part .read {
    color: var(--agg);
  }
  .part .brought {
    color: var(--p);
  }
  .part .most {
    font-weight: var(--w-strong);
  }
  .part .most th {
    font-weight: var(--w-strong);
  }
  .part .track {
    position: relative;
    display: inline-block;
    width: 56px;
    height: 14px;
    margin-right: 6px;
    background: var(--surface-2);
    vertical-align: -2px;
  }
  .part .track i {
    inset: 0 auto 0 0;
    background: var(--agg);
  }
  .part .track i.for {
    background: var(--p);
  }
  .part .track i.against {
    background: var(--against);
  }
  .hall .part {
    display: grid;
    grid-template-columns: max-content 1fr;
    align-items: baseline;
    column-gap: 28px;
  }
  .hall .part h3 {
    margin: 0;
    font-size: 34px;
  }
  .hall .part .vote {
    font-size: 34px;
  }
  .hall .part table {
    grid-column: 1 / -1;
    line-height: 1.2;
  }
  .hall .part th {
    max-width: 300px;
  }
  .hall .part .track {
    width: 150px;
    height: 26px;
    margin-right: 14px;
    vertical-align: -3px;
  }
  tfoot > tr > * {
    padding-top: 4px;
    border-top: 1px solid var(--line);
    font-weight: var(--w-strong);
  }
  .map table {
    width: 100%;
    table-layout: fixed;
  }
  .map th {
    width: 24px;
    font-size: 12px;
    font-weight: var(--w-regular);
    color: var(--ink-3);
  }
  /* as many columns as the model has layers, all in view */
  .across thead th {
    width: auto;
    overflow: visible;
    white-space: nowrap;
  }
  .across thead span {
    display: block;
    /* a number may be wider than its column: its middle is above the column's */
    width: max-content;
    margin-left: 50%;
    translate: -50%;
  }
  .across tbody th,
  .across thead th:first-child {
    width: 34px;
    text-align: right;
  }
  .with-map .bars {
    padding-block: 0;
  }
  .with-map .bar {
    top: 5px;
    bottom: 5px;
  }
  .with-map .sum > * {
    min-height: 44px;
  }
  .hall .map th {
    height: 8px;
    padding: 0;
    font-size: 28px;
    line-height: 8px;
    color: var(--ink-2);
  }
  .hall .map thead th {
    height: 30px;
    line-height: 28px;
  }
  .hall .across tbody th,
  .hall .across thead th:first-child {
    width: 96px;
    padding-right: 8px;
  }
  .map td {
    padding: 0;
  }
  .map td button {
    display: block;
    width: 100%;
    min-width: 0;
    height: var(--cell-height);
    border-radius: 2px;
    font-size: 12px;
    line-height: 1;
    color: var(--ink);
    opacity: 1;
  }
  .map .for {
    background: color-mix(in oklab, var(--p) calc(var(--share) * 100%), var(--surface-2));
  }
  .map .against {
    background: color-mix(in oklab, var(--weight) calc(var(--share) * 100%), var(--surface-2));
  }
  .map .strong {
    color: var(--bg);
  }
  .map .open {
    outline: 2px solid var(--accent);
  }
`;
