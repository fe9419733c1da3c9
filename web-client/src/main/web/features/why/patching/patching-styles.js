/** Styles of the tool of two texts. */
import { css } from 'lit';

export const patchingStyles = css`
  :host {
    height: 100%;
    font-size: var(--why-text);
  }
  .wide {
    display: flex;
    flex-direction: column;
    gap: var(--s3);
    height: 100%;
  }
  .narrow > * + *,
  .hall > * + * {
    margin-top: var(--s3);
  }
  .texts {
    flex: none;
    max-width: 100%;
    overflow-x: auto;
  }
  .texts table {
    border-spacing: 4px 2px;
  }
  .texts th {
    padding-right: var(--s2);
    color: var(--ink-3);
    font-weight: var(--w-regular);
    text-align: left;
    white-space: nowrap;
  }
  .texts td {
    padding: 2px 4px;
    font-size: max(15px, var(--why-text));
    white-space: nowrap;
    color: var(--ink);
  }
  .texts .later {
    color: var(--ink-3);
  }
  .texts .differs {
    border-radius: var(--r1);
    font-weight: var(--w-strong);
    color: var(--accent);
    box-shadow: inset 0 -2px 0 var(--accent);
  }
  .offer .plain,
  .all button {
    min-height: 34px;
    font-size: var(--text-sm);
  }
  .offer,
  .result {
    padding: var(--s3) var(--s4);
    border-radius: var(--r3);
    background: color-mix(in srgb, var(--surface) 85%, transparent);
  }
  .offer {
    max-width: 560px;
    font-size: max(var(--text-md), var(--why-text));
  }
  .offer > * + * {
    margin-top: var(--s3);
  }
  .hall .offer {
    max-width: none;
  }
  .work {
    flex: 1;
    min-height: 0;
    display: flex;
    gap: var(--s4);
  }
  .narrow .work {
    flex-direction: column;
  }
  .grids {
    flex: 1;
    min-width: 0;
    display: flex;
    flex-direction: column;
    gap: var(--s2);
  }
  orrery-why-patch-grids {
    min-height: 0;
  }
  .best {
    flex-basis: 100%;
  }
  .all {
    display: flex;
    flex-wrap: wrap;
    gap: 2px var(--s2);
    align-items: center;
    min-height: 34px;
    color: var(--ink-2);
  }
  progress {
    width: 120px;
    accent-color: var(--accent);
    vertical-align: middle;
  }
  .result {
    flex: none;
    width: 272px;
    overflow-y: auto;
  }
  .narrow .result,
  .hall .result {
    width: auto;
  }
  .result > * + * {
    margin-top: var(--s2);
  }
  .said {
    color: var(--ink-2);
    font-size: max(var(--text-md), var(--why-text));
    line-height: var(--lh-read);
  }
  .hall .said {
    line-height: 1.25;
  }
  .share b {
    font-size: max(26px, calc(var(--why-text) * 1.6));
    color: var(--p);
    font-weight: var(--w-strong);
  }
  .hall .share b {
    font-size: 52px;
    line-height: 1;
  }
  .share span {
    color: var(--ink-2);
  }
  [role='alert'] {
    color: var(--accent);
  }
  .line p {
    color: var(--ink-3);
  }
  .hall dl,
  .hall .line p {
    display: none;
  }
  svg {
    display: block;
    width: 100%;
    height: 26px;
  }
  svg line {
    stroke: var(--line-strong);
    stroke-width: 2;
    vector-effect: non-scaling-stroke;
  }
  svg .got {
    stroke: var(--p);
    stroke-width: 8;
  }
  svg .mark {
    stroke: var(--ink);
    stroke-width: 3;
  }
  svg .mark.into {
    stroke: var(--weight);
  }
  svg .mark.mended {
    stroke: var(--p);
    stroke-width: 4;
  }
  dl > div {
    display: flex;
    justify-content: space-between;
    gap: var(--s2);
  }
  dt {
    color: var(--ink-2);
  }
  dd {
    font-weight: var(--w-strong);
  }
  .mended dt,
  .mended dd,
  th.mended {
    color: var(--p);
  }
  .words {
    width: 100%;
    border-spacing: 2px 3px;
    table-layout: auto;
  }
  .words th {
    font-weight: var(--w-regular);
    text-align: left;
    color: var(--ink);
    max-width: 96px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .hall .words {
    line-height: 1.2;
  }
  .hall .words th {
    max-width: 320px;
  }
  .words thead th {
    color: var(--ink-3);
    white-space: normal;
    vertical-align: bottom;
    line-height: 1.15;
  }
  .words thead th + th {
    text-align: right;
  }
  .words thead .mended {
    color: var(--p);
  }
  .words td {
    position: relative;
    width: 27%;
    padding: 1px 3px;
    text-align: right;
    white-space: nowrap;
    border-radius: 2px;
    background: var(--surface-2);
  }
  .words i {
    position: absolute;
    inset: 0 auto 0 0;
    border-radius: 2px;
    background: color-mix(in oklab, var(--p) 45%, transparent);
  }
  .words span {
    position: relative;
  }
`;
