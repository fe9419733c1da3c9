/** Styles of the hall's answer. All measures are the look's at 1024 × 768, times --u; no text is below 28 px. */
import { css } from 'lit';

export const answerStyles = css`
  :host {
    flex: 1;
    min-height: 0;
    position: relative;
    /* a tour's question and notes stand above the caption (hall-foot.js) */
    margin-bottom: var(--hall-asks, 0px);
    /* the machine behind keeps 4 %, also between them: its cells must not cross figures */
    --veil: color-mix(in srgb, var(--bg) 96%, transparent);
    background: var(--veil);
    box-shadow: 0 var(--hall-asks, 0px) var(--veil);
    overflow: hidden;
  }
  section {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    padding: 0 calc(32px * var(--u)) calc(14px * var(--u));
  }
  .sentence {
    flex: none;
    max-height: calc(2lh + 4px);
    /* the lines below the words of a line that has left the screen reach into the first one */
    clip-path: inset(calc(5px * var(--u)) 0 0);
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    overflow: hidden;
    margin-bottom: calc(32px * var(--u));
    padding-bottom: 4px;
    font-size: max(28px, calc(52px * var(--u)));
    font-weight: var(--w-strong);
    line-height: 1.4;
  }
  .sentence p {
    overflow-wrap: anywhere;
  }
  /* two lines of text leave room for all rows of the table */
  section:has(table) .sentence {
    margin-bottom: calc(18px * var(--u));
  }
  /* a growing text stays where it is, until its first line has no room */
  .grows .sentence {
    height: calc(3lh + 4px);
    max-height: none;
  }
  .grows .sentence p {
    margin-bottom: auto;
  }
  .ended .sentence {
    height: calc(6lh + 4px);
  }
  .word {
    padding-bottom: 2px;
    border-bottom: calc(4px * var(--u)) solid var(--line);
    margin-right: 2px;
  }
  .current {
    color: var(--accent);
    border-color: var(--accent);
  }
  .special {
    font-weight: var(--w-regular);
  }
  .next {
    margin-left: 0.2em;
    padding: 0 0.28em;
    border-radius: var(--r2);
    background: var(--p);
    color: var(--bg);
    white-space: nowrap;
  }
  .next.drawn {
    background: var(--ink);
  }

  .flow {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    pointer-events: none;
  }
  .flow path {
    stroke: var(--accent);
    stroke-width: calc(6px * var(--u));
    stroke-linecap: butt;
    fill: none;
  }
  .bars {
    flex: 1;
    min-height: 0;
    display: grid;
    grid-template-columns: minmax(calc(200px * var(--u)), max-content) minmax(0, 1fr);
    grid-auto-rows: min-content;
    align-content: start;
    column-gap: calc(26px * var(--u));
    overflow: hidden;
    font-size: max(28px, calc(40px * var(--u)));
  }
  li {
    grid-column: 1 / -1;
    display: grid;
    grid-template-columns: subgrid;
    align-items: center;
    position: relative;
    height: calc(66px * var(--u));
  }
  .best {
    height: calc(92px * var(--u));
    font-size: calc(60px * var(--u));
  }
  .name {
    max-width: calc(380px * var(--u));
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: right;
    font-weight: var(--w-strong);
    line-height: 1.2;
  }
  .best .name {
    color: var(--p);
  }
  .rest .name {
    font-weight: var(--w-regular);
    font-size: max(28px, calc(30px * var(--u)));
    color: var(--ink-2);
  }
  /* the bar and its figure share the second column; the longest bar leaves room for its figure */
  .bar {
    --room: calc(260px * var(--u));
    grid-column: 2;
    grid-row: 1;
    height: calc(38px * var(--u));
    width: max(3px, calc((100% - var(--room)) * var(--p-share)));
    border-radius: 0 4px 4px 0;
    background: var(--p);
  }
  .best .bar {
    height: calc(72px * var(--u));
  }
  li:has(.words) .bar {
    --room: calc(460px * var(--u));
  }
  .rest .bar {
    background: repeating-linear-gradient(115deg, var(--ink-3) 0 3px, transparent 3px 9px);
  }
  .figure,
  .words {
    --room: calc(260px * var(--u));
    grid-column: 2;
    grid-row: 1;
    margin-left: calc((100% - var(--room)) * var(--p-share) + 20px * var(--u));
    color: var(--ink-2);
    white-space: nowrap;
  }
  .best .figure {
    color: var(--ink);
    font-weight: var(--w-strong);
  }
  .words {
    --room: calc(460px * var(--u));
    font-size: max(28px, calc(40px * var(--u)));
    line-height: 1.1;
    white-space: normal;
    color: var(--ink);
    font-weight: var(--w-strong);
  }
  @media (max-width: 720px) {
    li:has(.words) .bar,
    .words {
      --room: 140px;
    }
    .words {
      font-size: 20px;
      line-height: 1.15;
      white-space: normal;
    }
  }

  .pairs li {
    height: calc(88px * var(--u));
  }
  .line {
    display: grid;
    align-items: center;
    height: calc(40px * var(--u));
    font-size: max(28px, calc(32px * var(--u)));
  }
  .line .bar,
  .line .figure {
    --room: calc(190px * var(--u));
    grid-column: 1;
    grid-row: 1;
  }
  .line .bar {
    height: calc(30px * var(--u));
  }
  .line + .line .bar {
    background-color: var(--agg);
  }
  .pairs .rest .bar {
    background: repeating-linear-gradient(115deg, var(--p) 0 3px, transparent 3px 9px);
  }
  .pairs .rest .line + .line .bar {
    background: repeating-linear-gradient(115deg, var(--agg) 0 3px, transparent 3px 9px);
  }

  .strip {
    flex: none;
    position: relative;
    height: calc(92px * var(--u));
    margin-top: calc(-8px * var(--u));
  }
  .strip i {
    position: absolute;
    top: 0;
    bottom: 0;
    display: flex;
    align-items: center;
    background: var(--p);
    border-right: 2px solid var(--bg);
    font-style: normal;
    overflow: hidden;
  }
  .strip i.drawn {
    background: var(--ink);
  }
  .strip i.others {
    background: repeating-linear-gradient(90deg, var(--p) 0 7px, var(--bg) 7px 9px);
  }
  .strip i.leftOut {
    justify-content: center;
    background: repeating-linear-gradient(115deg, var(--line-strong) 0 3px, transparent 3px 11px);
    border: 2px dashed var(--line-strong);
  }
  .strip b {
    flex: none;
    margin-left: 12px;
    color: var(--bg);
    font-size: max(28px, calc(44px * var(--u)));
    font-weight: var(--w-strong);
    white-space: nowrap;
  }
  .strip i ~ i b {
    font-size: max(28px, calc(30px * var(--u)));
  }
  .strip i.leftOut b {
    margin: 0;
    padding: 0 18px;
    border-radius: var(--r1);
    background: var(--bg);
    color: var(--ink);
  }
  .needle {
    position: absolute;
    left: calc(100% * var(--needle));
    top: calc(-8px * var(--u));
    bottom: calc(-16px * var(--u));
    width: 3px;
    margin-left: -1.5px;
    background: var(--accent);
  }
  .needle::after {
    content: '';
    position: absolute;
    top: calc(100% - 8px * var(--u));
    left: 50%;
    translate: -50% 0;
    border: calc(15px * var(--u)) solid transparent;
    border-top: 0;
    border-bottom: calc(24px * var(--u)) solid var(--accent);
  }
  .here {
    flex: none;
    position: relative;
    margin-top: calc(6px * var(--u));
    width: max-content;
    left: calc((100%) * var(--needle));
    color: var(--accent);
    font-size: max(28px, calc(30px * var(--u)));
    font-weight: var(--w-strong);
    line-height: 1.25;
  }
  .here.left {
    translate: calc(-100% - 26px * var(--u)) 0;
  }
  .here.right {
    translate: calc(26px * var(--u)) 0;
  }

  table {
    width: 100%;
    margin-top: calc(10px * var(--u));
    border-collapse: collapse;
    font-size: max(28px, calc(34px * var(--u)));
    line-height: 1.19;
  }
  .small table {
    margin-top: 0;
    line-height: 1.12;
  }
  .small .sentence {
    margin-bottom: calc(22px * var(--u));
    line-height: 1.3;
  }
  .small .strip {
    height: calc(72px * var(--u));
    margin-top: 0;
  }
  .small .here {
    margin-top: 0;
    line-height: 1.12;
  }
  td,
  th {
    padding: 0 0 0 calc(24px * var(--u));
    text-align: right;
    font-weight: var(--w-regular);
    color: var(--ink-2);
    white-space: nowrap;
  }
  tr:first-child > * {
    color: var(--ink-3);
    font-size: max(28px, calc(29px * var(--u)));
    border-bottom: 2px solid var(--line);
  }
  th[scope='row'] {
    max-width: calc(380px * var(--u));
    overflow: hidden;
    text-overflow: ellipsis;
    padding-left: 0;
    text-align: left;
  }
  .token th[scope='row'],
  td:last-child {
    font-weight: var(--w-strong);
    color: var(--ink);
  }
  .first th[scope='row'],
  .first td:last-child {
    color: var(--p);
  }
  .taken th[scope='row']::after {
    content: ' ◂';
    color: var(--accent);
  }
`;
