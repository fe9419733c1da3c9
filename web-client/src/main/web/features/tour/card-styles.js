/** Styles of the tour's card. */
import { css } from 'lit';

/** Of rich text, wherever it is shown. */
export const richStyles = css`
  .text p,
  .text li {
    color: var(--ink-2);
    line-height: var(--lh-read);
  }
  .text > * + * {
    margin-top: var(--s3);
  }
  .text ul,
  .text ol {
    padding-left: 1.2em;
  }
  .text ul {
    list-style: disc;
  }
  .text ol {
    list-style: decimal;
  }
  .text em {
    font-style: italic;
  }
  .text code {
    padding: 0 4px;
    border-radius: var(--r1);
    background: var(--surface-2);
    font: inherit;
    font-size: 0.95em;
  }
  .role.ink {
    color: var(--ink);
  }
  .figure {
    font-weight: var(--w-strong);
    color: var(--ink);
  }
  .figure.token {
    padding: 0 5px;
    border-radius: var(--r1);
    background: var(--surface-2);
    box-shadow: inset 0 0 0 1px var(--line);
  }
  .figure.waits {
    display: inline-block;
    height: 0.8em;
    border-radius: var(--r1);
    background: var(--surface-2);
  }
  span.waits:not(.figure) {
    visibility: hidden;
  }
`;

export const cardStyles = css`
  :host([flat]) .card {
    gap: var(--s2);
  }
  :host([flat]) .read {
    flex: 1;
    gap: var(--s2);
  }
  .eyebrow {
    display: flex;
    justify-content: space-between;
    gap: var(--s3);
    text-wrap: balance;
  }
  .eyebrow > span:last-child {
    flex: none;
  }
  /* one line, which ends with the level */
  :host([flat]) .eyebrow {
    padding-right: 92px;
    text-transform: none;
  }
  :host([flat]) .place {
    display: flex;
    min-width: 0;
    white-space: pre;
  }
  :host([flat]) .chapter {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  :host([flat]) .text p,
  :host([flat]) .text li {
    font-size: 16px;
    line-height: 1.45;
  }
  .note {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--s1) var(--s3);
    padding: var(--s2) var(--s3);
    border-radius: var(--r2);
    background: var(--surface-2);
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
  .note button {
    min-height: 28px;
    font-weight: var(--w-strong);
    color: var(--accent);
  }
  .row {
    display: flex;
    align-items: center;
    gap: var(--s2);
    flex: none;
  }
  .beats {
    flex: 1;
  }
  .small,
  .controls .icon {
    width: 32px;
    height: 32px;
  }
  .below {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: var(--s3);
    font-size: var(--text-sm);
    color: var(--ink-3);
  }
  .below button {
    flex: none;
    min-height: 24px;
    color: var(--ink-2);
    text-decoration: underline;
    text-underline-offset: 3px;
    text-decoration-color: var(--line-strong);
  }
  .plays {
    flex-wrap: wrap;
    justify-content: space-between;
    row-gap: 0;
    margin-block: -6px;
  }
  .controls {
    gap: 0;
    margin-inline-start: -6px;
  }
  @media (pointer: coarse) {
    .below button,
    .note button {
      min-height: 44px;
    }
    .small,
    .controls .icon {
      width: 44px;
      height: 44px;
    }
  }
`;
