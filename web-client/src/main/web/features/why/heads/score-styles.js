/** Styles of one head and its score. */
import { css } from 'lit';

export const scoreStyles = css`
  :host {
    display: block;
    height: 100%;
    overflow-y: auto;
    overflow-x: hidden;
    font-size: var(--why-text);
    --against: color-mix(in oklab, var(--weight) 75%, var(--bg));
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2);
  }
  .narrow .title {
    flex-wrap: nowrap;
    overflow-x: auto;
    white-space: nowrap;
  }
  .title b {
    font-size: var(--text-md);
    font-weight: var(--w-strong);
  }
  .title button {
    min-height: 28px;
    min-width: 28px;
    padding: 0 8px;
    color: var(--ink-2);
    border: 1px solid var(--line);
  }
  .title .dim {
    margin-left: auto;
  }
  .title [aria-pressed='true'] {
    color: var(--accent);
    border-color: var(--accent);
  }
  .said {
    font-size: max(15px, var(--why-text));
    color: var(--ink-2);
  }
  .ways-key {
    color: var(--ink-3);
  }
  svg {
    display: block;
    overflow: visible;
    stroke: none;
    font-family: var(--font);
  }
  .word,
  .ribbon {
    cursor: pointer;
  }
  .number {
    pointer-events: none;
  }
  .why {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: var(--s4);
    margin-top: var(--s2);
  }
  .pairs {
    flex: 1 1 360px;
    padding: var(--s1) var(--s3);
    border-radius: var(--r3);
    border-spacing: 8px 0;
    border-collapse: separate;
    background: color-mix(in srgb, var(--surface) 70%, transparent);
  }
  .pairs td,
  .pairs th {
    height: 20px;
    padding: 0;
    line-height: 1.1;
    text-align: left;
    white-space: nowrap;
    font-weight: var(--w-regular);
  }
  .narrow .pairs {
    flex-basis: 100%;
    padding: var(--s1) 2px;
    border-spacing: 5px 0;
    font-size: 12px;
  }
  .hall .pairs td,
  .hall .pairs th {
    height: 36px;
  }
  .query,
  .query strong {
    color: var(--q);
  }
  .key,
  .key strong {
    color: var(--k);
  }
  .rest {
    color: var(--ink-2);
  }
  thead th {
    color: var(--ink-3);
  }
  .mini {
    width: 34%;
  }
  .track {
    position: relative;
    display: block;
    height: 13px;
    background: linear-gradient(var(--line-strong), var(--line-strong)) 50% 0 / 1px 100% no-repeat;
  }
  .hall .track {
    height: 26px;
  }
  .track i {
    position: absolute;
    top: 0;
    bottom: 0;
    min-width: 1px;
    border-radius: 2px;
  }
  .track i.for {
    background: var(--agg);
  }
  .track i.against {
    background: var(--against);
  }
  .pairs .value {
    text-align: right;
    font-variant-numeric: tabular-nums;
    color: var(--ink);
  }
  .pairs tfoot td,
  .pairs tfoot th {
    height: 34px;
    border-top: 1px solid var(--line-strong);
    font-weight: var(--w-strong);
  }
  .pairs .total {
    font-size: max(22px, calc(var(--why-text) * 1.3));
  }
  .map {
    margin: 0;
    padding: var(--s2) var(--s3);
    border-radius: var(--r3);
    background: color-mix(in srgb, var(--surface) 70%, transparent);
  }
  figcaption {
    margin-bottom: 4px;
    color: var(--ink-2);
  }
  .map table {
    border-spacing: 1px;
    border-collapse: separate;
    table-layout: fixed;
  }
  .map th {
    width: max-content;
    padding: 0 3px 0 0;
    font-size: 12px;
    line-height: 1;
    font-weight: var(--w-regular);
    white-space: nowrap;
  }
  .map thead th {
    width: var(--cell);
    padding: 0 0 3px;
    overflow: visible;
  }
  .map thead span {
    display: block;
    width: var(--cell);
    writing-mode: vertical-rl;
    transform: rotate(180deg);
  }
  .map td {
    width: var(--cell);
    height: var(--cell);
    padding: 0;
  }
  .map .for {
    background: color-mix(in oklab, var(--agg) calc(var(--share) * 100%), var(--surface-2));
  }
  .map .against {
    background: color-mix(in oklab, var(--weight) calc(var(--share) * 75%), var(--bg));
  }
  .note {
    margin-top: var(--s2);
    color: var(--ink-2);
    line-height: 1.4;
  }
`;
