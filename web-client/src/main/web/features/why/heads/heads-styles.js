/** Styles of all heads. */
import { css } from 'lit';

export const headsStyles = css`
  :host {
    display: block;
    height: 100%;
    overflow-y: auto;
    font-size: var(--why-text);
  }
  .said {
    margin: var(--s1) 0 var(--s2);
    font-size: max(16px, var(--why-text));
    color: var(--ink-2);
  }
  .note {
    margin-top: var(--s2);
    color: var(--ink-2);
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px;
    color: var(--ink-3);
  }
  .narrow .controls {
    flex-wrap: nowrap;
    overflow-x: auto;
    white-space: nowrap;
  }
  .controls span {
    margin-right: 4px;
  }
  .controls .gap {
    margin-left: var(--s3);
  }
  .both {
    display: grid;
    gap: var(--s4);
  }
  .some .both {
    grid-template-columns: 290px minmax(0, 1fr);
  }
  .narrow .both {
    grid-template-columns: minmax(0, 1fr);
  }
  .cards {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(248px, 1fr));
    align-content: start;
    gap: 6px;
  }
  .some .cards {
    grid-template-columns: minmax(0, 1fr);
  }
  .hall .cards {
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 28px;
  }
  .card {
    display: grid;
    grid-template-columns: 84px minmax(0, 1fr);
    align-items: center;
    gap: 10px;
    width: 100%;
    padding: 4px 8px;
    text-align: left;
    border-radius: var(--r2);
    background: color-mix(in srgb, var(--surface) 70%, transparent);
  }
  button.card:hover {
    background: var(--surface-2);
  }
  .hall .card {
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: 8px;
    padding: 14px 8px;
    text-align: center;
  }
  .pattern {
    display: block;
    width: 84px;
    height: 84px;
    background: var(--surface-2);
  }
  .hall .pattern {
    width: min(200px, 21vh);
    height: min(200px, 21vh);
  }
  canvas {
    display: block;
    width: 100%;
    height: 100%;
    image-rendering: pixelated;
  }
  .hall b {
    font-weight: var(--w-strong);
  }
  .hall .score {
    font-size: 40px;
    line-height: 1.1;
    font-weight: var(--w-strong);
    color: var(--agg);
  }
  .scores {
    display: grid;
    grid-template-columns: minmax(0, 1fr) max-content max-content;
    column-gap: 6px;
    font-size: 12px;
    line-height: 15px;
  }
  .name,
  .on {
    grid-column: 1 / -1;
  }
  .name {
    font-size: 13px;
    font-weight: var(--w-strong);
  }
  .on {
    color: var(--ink-3);
    text-align: right;
  }
  .read {
    grid-column: 1 / -1;
    display: flex;
    gap: 0.4em;
    min-width: 0;
    max-width: 100%;
    color: var(--agg);
  }
  .read bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .kind {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    color: var(--ink-2);
  }
  .label {
    position: relative;
    z-index: 0;
    padding-left: 3px;
    overflow-wrap: anywhere;
  }
  .label i {
    position: absolute;
    z-index: -1;
    inset: 1px auto 1px 0;
    border-radius: 2px;
    background: color-mix(in oklab, var(--agg) 26%, transparent);
  }
  .sorted {
    color: var(--ink);
    font-weight: var(--w-strong);
  }
  .sorted .label i {
    background: color-mix(in oklab, var(--agg) 45%, transparent);
  }
  .figure {
    min-width: 2.1em;
    text-align: right;
    font-variant-numeric: tabular-nums;
    color: var(--ink-3);
  }
  .figure.used,
  .figure.one {
    color: var(--ink-2);
  }
  .sorted .figure.used,
  .sorted .figure.one {
    color: var(--agg);
  }
  .map {
    min-width: 0;
    padding: var(--s2) var(--s3);
    border-radius: var(--r3);
    background: color-mix(in srgb, var(--surface) 70%, transparent);
  }
  h3 {
    margin: 0 0 var(--s1);
    font-size: var(--text-md);
    font-weight: var(--w-strong);
  }
  .map table {
    border-spacing: 2px;
    border-collapse: separate;
    table-layout: fixed;
  }
  .map th {
    min-width: 14px;
    font-size: 12px;
    line-height: 1;
    font-weight: var(--w-regular);
    color: var(--ink-3);
  }
  .map td {
    padding: 0;
  }
  .map button {
    display: block;
    width: var(--square);
    min-height: 0;
    border-radius: 1px;
    opacity: 1;
  }
  .map button:hover {
    outline: 2px solid var(--accent);
  }
  .map .pattern {
    width: var(--square);
    height: var(--square);
  }
  .map button > i {
    display: block;
    height: 5px;
    margin-top: 1px;
    min-width: 1px;
    background: var(--agg);
  }
`;
