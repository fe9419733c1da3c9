/** Styles of the words that mattered. */
import { css } from 'lit';

export const saliencyStyles = css`
  :host {
    display: block;
    height: 100%;
    overflow-y: auto;
    font-size: var(--why-text);
    --against: color-mix(in oklab, var(--weight) 75%, var(--bg));
  }
  .said {
    margin: var(--s1) 0 var(--s3);
    font-size: max(16px, var(--why-text));
    color: var(--ink-2);
  }
  .text {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s3) 6px;
    padding: var(--s4);
    border-radius: var(--r3);
    background: color-mix(in srgb, var(--surface) 70%, transparent);
  }
  .hall .text {
    gap: 12px;
    padding: 16px;
  }
  li {
    display: flex;
    flex-direction: column;
    align-items: center;
  }
  .out,
  .cut > * {
    display: none;
  }
  .cut::after {
    content: '…';
    font-size: var(--size);
    line-height: 1.35;
  }
  .unit {
    padding: 2px 8px;
    border-radius: var(--r1);
    font-size: var(--size);
    line-height: 1.35;
    white-space: nowrap;
  }
  .unit.for {
    background: color-mix(in oklab, var(--p) calc(var(--share) * 100%), var(--surface-2));
  }
  .unit.against {
    background: color-mix(in oklab, var(--weight) calc(var(--share) * 100%), var(--surface-2));
  }
  .unit.strong {
    color: var(--bg);
    font-weight: var(--w-strong);
  }
  .unit.kept {
    outline: 1px dashed var(--line-strong);
    outline-offset: -1px;
  }
  .later .unit {
    opacity: 0.45;
  }
  .figure {
    min-height: 1.4em;
    font-variant-numeric: tabular-nums;
    color: var(--ink-2);
  }
  .small {
    margin-top: var(--s3);
    max-width: 62em;
    color: var(--ink-2);
  }
  .hall .small {
    max-width: none;
    line-height: 1.25;
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2) var(--s4);
    margin-top: var(--s3);
  }
  i.for {
    background: var(--p);
  }
  i.against {
    background: repeating-linear-gradient(90deg, var(--weight) 0 3px, var(--bg) 3px 5px);
  }
  .hall .key i {
    width: 24px;
    height: 24px;
  }
  .by {
    margin-left: auto;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2) var(--s5);
    margin: var(--s4) 0 var(--s2);
  }
  dt {
    color: var(--ink-3);
  }
  dd {
    margin: 0;
    font-size: 22px;
    font-weight: var(--w-strong);
    font-variant-numeric: tabular-nums;
  }
  .narrow dd {
    font-size: 18px;
  }
  .note {
    color: var(--ink-2);
    line-height: 1.4;
  }
  .proof {
    margin-top: 20px;
    color: var(--ink-2);
  }
`;
