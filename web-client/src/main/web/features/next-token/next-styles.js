/** Styles of the panel "What comes next?". */
import { css } from 'lit';

export const nextStyles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 var(--s3);
    margin-bottom: var(--group-gap, var(--s3));
  }
  header p {
    display: var(--position, block);
  }
  header p,
  .more {
    font-size: var(--text-sm);
    color: var(--ink-3);
  }
  .more {
    margin-top: var(--group-gap, var(--s2));
    font-size: var(--more-text, var(--text-sm));
    line-height: var(--lh-ui);
  }
  .coming {
    color: var(--ink-2);
  }
  .ended {
    margin-bottom: var(--s3);
    font-size: var(--text-sm);
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .verdict {
    margin-top: var(--s3);
    padding-left: var(--s3);
    border-left: 3px solid var(--line-strong);
    line-height: var(--lh-ui);
  }
  .verdict.right {
    border-color: var(--good);
  }
  .verdict.wrong {
    border-color: var(--bad);
  }
  /* one grid for all rows, so that the bars are aligned and can be compared */
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
    min-height: var(--bar-row, 36px);
    color: var(--ink-2);
  }
  .tile {
    display: grid;
    place-items: center;
    place-content: center;
    height: var(--tile, 28px);
    min-width: 28px;
    max-width: 104px;
    overflow: hidden;
    padding: 0 5px;
    border-radius: var(--r1);
    border: 1px solid var(--line);
    background: var(--surface-2);
    color: var(--ink);
    font-weight: var(--w-strong);
    font-size: var(--text-sm);
    white-space: nowrap;
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
  .bar i[style*='width: 0%'] {
    min-width: 0;
  }
  .p {
    text-align: right;
    color: inherit;
    white-space: nowrap;
  }
  button.tile {
    cursor: pointer;
  }
  button.tile:hover {
    border-color: var(--p);
  }
  .drawn .tile {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  .gone {
    opacity: 0.55;
  }
  /* a thin line shows the probability before the stage */
  .bar {
    position: relative;
  }
  .bar .before {
    position: absolute;
    inset: auto auto 0 0;
    height: 3px;
    min-width: 0;
    background: var(--ink-3);
  }
  .bar.two {
    height: 18px;
    display: grid;
    grid-template-rows: 1fr 1fr;
    gap: 2px;
    background: none;
  }
  .bar.two i + i {
    background: var(--agg);
  }
  .both {
    display: grid;
    gap: 2px;
    font-size: var(--text-xs);
    line-height: 14px;
  }
  .bar.two {
    height: 30px;
    padding: 3px 0;
  }
  .others .tile {
    font-weight: var(--w-regular);
    border-style: dashed;
    background: none;
    color: var(--ink-2);
  }
  .others .bar i {
    background: var(--weight);
  }
  .stages {
    display: flex;
    flex-wrap: wrap;
    gap: 3px;
    margin-bottom: var(--group-gap, var(--s2));
  }
  .stages button {
    min-height: var(--button-row, 30px);
    padding: 0 8px;
    border: 1px solid var(--line);
    border-radius: 999px;
    font-size: var(--text-xs);
    color: var(--ink-2);
  }
  .stages [aria-pressed='true'] {
    border-color: var(--p);
    color: var(--ink);
    font-weight: var(--w-strong);
  }
  .chosen {
    display: flex;
    flex-direction: column;
  }
  /* In a low sheet the bars come first. */
  :host([flat]) .stages {
    order: 1;
    margin: var(--s2) 0 0;
  }
  :host([flat]) header {
    margin-bottom: var(--s1);
  }
  :host([flat]) li:not(:has(button)) {
    min-height: 32px;
  }
  .models {
    display: grid;
    gap: 2px;
    margin-bottom: var(--s2);
    font-size: var(--text-sm);
    overflow-wrap: anywhere;
  }
  .models i {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-right: 6px;
    border-radius: 2px;
    background: var(--p);
  }
  .models .second i {
    background: var(--agg);
  }
  .does {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s1);
    margin-top: var(--group-gap, var(--s3));
  }
  .does button {
    flex: 1 1 auto;
    min-height: var(--button-row, 36px);
    padding: 0 6px;
    font-size: var(--text-sm);
  }
  .does .run {
    flex: 0 1 auto;
  }
  @media (min-width: 900px) and (max-width: 1199px) {
    .does button {
      padding: 0 3px;
      font-size: var(--text-xs);
    }
  }
  @media (pointer: coarse) {
    .does button,
    .stages button {
      min-height: 48px;
    }
    .stages button {
      padding: 0 12px;
    }
    li:has(button) {
      min-height: 52px;
    }
    button.tile {
      min-width: 48px;
      height: 48px;
    }
  }
  details {
    margin-top: var(--s2);
  }
  summary {
    min-height: 32px;
    line-height: 32px;
    font-size: var(--text-sm);
    color: var(--ink-2);
    cursor: pointer;
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
`;
