/** Styles of the tool "What if". */
import { css } from 'lit';

export const changeToolStyles = css`
  .beside {
    display: grid;
    grid-template-columns: minmax(420px, 1.5fr) minmax(260px, 1fr);
    gap: var(--s4);
    height: 100%;
  }
  .beside.across {
    grid-template-columns: minmax(400px, 1fr) minmax(400px, 1fr);
  }
  .stacked {
    max-height: 100%;
    overflow-y: auto;
  }
  .stacked > * + * {
    margin-top: var(--s3);
  }
  .lead,
  .switches,
  .side,
  .line,
  .shifts {
    padding: var(--s3) var(--s4);
    border-radius: var(--r3);
    background: color-mix(in srgb, var(--surface) 78%, transparent);
  }
  .effect > * + *,
  .narrow > * + *,
  .hall > * + * {
    margin-top: var(--s3);
  }
  h3 {
    margin: 0 0 var(--s2);
    font-size: max(var(--text-md), var(--why-text));
    font-weight: var(--w-strong);
    line-height: var(--lh-ui);
  }
  .pairs {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: var(--s3);
  }
  .side.after {
    outline: 1.5px solid var(--accent);
    /* what scrolls would cut it off outside */
    outline-offset: -1.5px;
  }
  .side.after h3 {
    color: var(--accent);
  }
  .narrow .side h3,
  .stacked .side h3 {
    min-height: 2.6em;
  }
  /* a title of two lines does not move the rows beside the other's */
  .side {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
  }
  .hall .side h3 {
    min-height: 0;
    overflow-wrap: anywhere;
  }
  .side ul {
    display: grid;
    grid-template-columns: minmax(40px, max-content) minmax(30px, 1fr) max-content;
    column-gap: var(--s2);
  }
  .side li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
    min-height: 27px;
  }
  .hall .line p {
    line-height: 1.25;
  }
  .hall .side li {
    min-height: 38px;
  }
  .name {
    max-width: 7em;
    overflow: hidden;
    padding: 2px 6px;
    border-radius: var(--r1);
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: var(--w-strong);
  }
  .best .name {
    background: var(--p);
    color: var(--bg);
  }
  .best .figure {
    font-weight: var(--w-strong);
  }
  .bar {
    position: relative;
    height: 60%;
    border-radius: 2px;
    background: var(--surface-2);
  }
  .bar i,
  .bar b {
    position: absolute;
    inset: 0 auto 0 0;
    border-radius: 2px;
  }
  .bar i {
    background: var(--p);
    transition: width 0.4s;
  }
  .ghost {
    border: 1px dashed color-mix(in oklab, var(--p) 70%, var(--ink));
    border-left: 0;
  }
  .figure {
    text-align: right;
    color: var(--ink-2);
  }
  .narrow .side,
  .stacked .side {
    padding: var(--s2);
  }
  .line svg {
    width: 100%;
    height: auto;
    max-width: 760px;
    overflow: visible;
    stroke: none;
    font-family: var(--font);
  }
  .hall .line svg {
    max-width: none;
  }
  .hall .line,
  .hall .side {
    padding-block: var(--s2);
  }
  .axis {
    stroke: var(--ink-3);
    fill: none;
  }
  .mark {
    fill: var(--ink-3);
  }
  path.forecast,
  path.result {
    fill: none;
    stroke: var(--ink-2);
    stroke-width: 2;
  }
  path.forecast,
  circle.forecast {
    stroke-dasharray: 4 3;
  }
  circle.forecast {
    fill: var(--bg);
    stroke: var(--ink-2);
    stroke-width: 2;
  }
  path.result {
    stroke: var(--p);
  }
  circle.result {
    fill: var(--p);
    stroke: var(--bg);
  }
  text.said {
    fill: var(--ink-2);
    paint-order: stroke;
    stroke: var(--bg);
    stroke-width: 4px;
  }
  text.result {
    fill: var(--p);
    font-weight: 600;
  }
  .line p,
  .hint {
    color: var(--ink-2);
    line-height: var(--lh-ui);
  }
  .shifts table {
    width: 100%;
  }
  .shifts th {
    text-align: left;
    font-weight: normal;
    color: var(--ink);
    white-space: nowrap;
  }
  .mini {
    width: 60%;
  }
  .mini i {
    display: block;
    height: 12px;
    width: calc(100% * var(--share));
    border-radius: 2px;
  }
  .each {
    margin-bottom: var(--s2);
  }
  .each button {
    min-height: 30px;
    padding: 0 var(--s3);
    font-size: var(--text-sm);
  }
  .each [aria-pressed='true'] {
    border-color: var(--accent);
    color: var(--accent);
  }
  .tried tr {
    height: 24px;
  }
  .hall .tried tr {
    height: 46px;
  }
  .tried .mini {
    width: 45%;
  }
  .loses {
    white-space: nowrap;
    padding-left: var(--s3);
    color: var(--ink-2);
  }
  .sum th,
  .sum td {
    border-top: 1px solid var(--line);
    font-weight: var(--w-strong);
  }
  .how {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2);
    margin-bottom: var(--s3);
    color: var(--ink-2);
  }
  .modes {
    display: inline-flex;
    border: 1px solid var(--line);
    border-radius: var(--r1);
    overflow: hidden;
  }
  .modes button {
    min-height: 30px;
    padding: 0 var(--s2);
    border-radius: 0;
    font-size: var(--text-sm);
  }
  .modes [aria-pressed='true'] {
    background: var(--accent);
    color: var(--accent-ink);
  }
  input[type='range'] {
    accent-color: var(--accent);
    min-width: 120px;
  }
  .map th {
    font-size: var(--text-xs);
    font-weight: normal;
    color: var(--ink-3);
  }
  .map {
    width: 100%;
    table-layout: fixed;
    margin-bottom: var(--s3);
  }
  .across th:first-child {
    width: 34px;
  }
  /* a number is wider than its column */
  .across thead span {
    display: block;
    margin-inline: -8px;
    text-align: center;
  }
  .map button {
    display: block;
    width: 100%;
    height: var(--cell-height);
    min-height: 0;
    min-width: 0;
    border-radius: 2px;
    background: color-mix(in oklab, var(--side, var(--surface-2)) calc(100% * var(--share)), var(--surface-2));
  }
  .experts {
    display: grid;
    grid-template-columns: repeat(var(--per-row), 1fr);
    gap: 1px;
  }
  .experts button {
    height: calc((var(--cell-height) + 1px) / var(--rows) - 1px);
    overflow: hidden;
    font-size: var(--text-xs);
    line-height: 1;
  }
  .map .for {
    --side: var(--p);
  }
  .map .against {
    --side: var(--against);
  }
  .map .much {
    color: var(--bg);
  }
  .map button:hover {
    outline: 1.5px solid var(--ink);
  }
  .map .off {
    background: transparent;
    border: 2px dashed var(--accent);
  }
  .tokens {
    display: flex;
    flex-wrap: wrap;
    gap: 3px;
    margin-block: var(--s2);
    max-height: 120px;
    overflow-y: auto;
  }
  .tokens button {
    min-height: 28px;
    min-width: 28px;
    padding: 0 6px;
    border: 1px solid var(--line);
    font-size: var(--text-sm);
  }
  .tokens .off {
    border: 1px dashed var(--accent);
    color: var(--ink-3);
    text-decoration: line-through;
  }
  .switches h3 {
    display: flex;
    justify-content: space-between;
    margin-top: var(--s3);
  }
  .switches h3 button {
    min-height: 28px;
    padding: 0 var(--s2);
    font-size: var(--text-sm);
  }
  .switches li {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: var(--s2);
  }
  @media (pointer: coarse) {
    .modes button,
    .tokens button,
    .close {
      min-height: 44px;
      min-width: 44px;
    }
  }
`;
