/** Styles of the circuit. */
import { css } from 'lit';

export const circuitStyles = css`
  .wide,
  .hall {
    display: flex;
    gap: var(--s4);
    height: 100%;
  }
  .hall .said {
    line-height: 1.25;
  }
  .hall .details {
    flex: none;
    align-self: start;
    width: 396px;
  }
  .hall ol {
    grid-template-columns: minmax(0, 1fr) 0 max-content;
  }
  .hall .track {
    visibility: hidden;
  }
  .picture {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: var(--s1);
    min-width: 0;
  }
  .picture > * {
    flex: none;
  }
  /* the graph has what the texts leave */
  .wide .room,
  .hall .room {
    flex: 1;
    min-height: 0;
    overflow: hidden auto;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2) var(--s4);
    align-items: center;
    color: var(--ink-2);
  }
  label {
    display: inline-flex;
    gap: var(--s2);
    align-items: center;
    min-height: 34px;
  }
  input {
    width: 180px;
    accent-color: var(--accent);
  }
  .save {
    min-height: 34px;
    font-size: var(--text-sm);
  }
  .graph {
    display: block;
    overflow: visible;
    font-family: var(--font);
    stroke: none;
  }
  .graph text {
    font-size: 12px;
    fill: var(--ink-2);
    text-anchor: middle;
  }
  .graph .layer {
    fill: var(--ink-3);
    text-anchor: end;
  }
  .graph .word {
    font-size: 14px;
    fill: var(--ink);
  }
  .hall .graph text {
    font-size: 28px;
  }
  .edge path {
    fill: none;
    stroke: var(--against);
    stroke-opacity: 0.75;
    stroke-linecap: round;
  }
  .edge.for path {
    stroke: var(--p);
  }
  .edge.aside path {
    stroke-opacity: 0.16;
  }
  .edge.checked path {
    stroke: var(--accent);
    stroke-opacity: 1;
  }
  .edge.edge path.hit {
    stroke: transparent;
    stroke-width: 12;
  }
  .edge:hover path:not(.hit) {
    stroke-opacity: 1;
  }
  .wide .edge,
  .node[role='button'] {
    cursor: pointer;
  }
  .node circle,
  .node rect {
    fill: var(--surface-2);
    stroke: var(--ink-3);
    stroke-width: 1.5;
  }
  .node.embedding rect,
  .node.position rect {
    stroke: var(--act);
  }
  .node.head circle {
    stroke: var(--agg);
  }
  .node.answer rect {
    fill: var(--p);
    stroke: var(--p);
  }
  .node.constant rect {
    stroke-dasharray: 3 2;
  }
  .node text {
    fill: var(--ink);
    pointer-events: none;
  }
  .node.chosen circle,
  .node.chosen rect {
    stroke: var(--accent);
    stroke-width: 3;
  }
  .node:focus-visible {
    outline: none;
  }
  .node:focus-visible circle,
  .node:focus-visible rect {
    stroke: var(--ink);
    stroke-width: 3;
  }
  .details {
    padding: var(--s3) var(--s4);
    border-radius: var(--r3);
    background: color-mix(in srgb, var(--surface) 85%, transparent);
  }
  .wide .details {
    flex: none;
    width: 284px;
    overflow-y: auto;
  }
  h3 {
    font-size: max(var(--text-md), var(--why-text));
    font-weight: var(--w-strong);
    color: var(--accent);
  }
  .by {
    margin-bottom: var(--s2);
    color: var(--ink-3);
  }
  .hall .by {
    display: none;
  }
  ol {
    display: grid;
    grid-template-columns: minmax(0, max-content) minmax(36px, 1fr) max-content;
    column-gap: var(--s2);
  }
  li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
  }
  li > button,
  li > div {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    min-height: 30px;
    text-align: left;
  }
  li > button:hover {
    background: var(--surface-2);
  }
  li.open > button {
    color: var(--accent);
  }
  .hall li > div {
    min-height: 38px;
  }
  .rest {
    color: var(--ink-2);
  }
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .track i {
    display: block;
    height: 12px;
    min-width: 1px;
    border-radius: 2px;
    background: var(--against);
  }
  .track i.for {
    background: var(--p);
  }
  .value {
    color: var(--ink-2);
  }
  .total {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    margin-top: var(--s1);
    padding-top: var(--s1);
    border-top: 1px solid var(--line-strong);
  }
  .total b {
    font-size: max(18px, var(--why-text));
  }
  .check {
    grid-column: 1 / -1;
    margin: 0 0 var(--s2);
    padding: var(--s2);
    border-left: 2px solid var(--accent);
    color: var(--ink-2);
    font-size: var(--text-sm);
  }
  [role='alert'] {
    color: var(--accent);
  }
  .key {
    margin-top: var(--s3);
    color: var(--ink-3);
    font-size: var(--text-sm);
  }
  .key span {
    margin-right: var(--s2);
    white-space: nowrap;
  }
  .key .circle {
    border: 1.5px solid var(--agg);
    border-radius: 50%;
  }
  .key .square {
    border: 1.5px solid var(--ink-3);
  }
  @media (pointer: coarse) {
    li > button {
      min-height: 44px;
    }
  }
`;
