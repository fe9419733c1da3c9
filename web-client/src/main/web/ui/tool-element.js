/** What the tools of why share: the base class of their elements, styles, and how signed numbers are written. */
import { css, LitElement } from 'lit';
import { shared } from './styles.js';
import { words } from './words.js';

/** @template Context */
export class ToolElement extends LitElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { context: { attribute: false } };

  /** @type {import('lit').CSSResultGroup} */
  static styles = [
    shared,
    css`
      :host {
        height: 100%;
        font-size: var(--why-text);
        --against: color-mix(in oklab, var(--weight) 75%, var(--bg));
      }
      :where(p).said {
        font-size: max(var(--text-md), var(--why-text));
        color: var(--ink-2);
      }
    `,
  ];

  constructor() {
    super();
    /** The answer that the tool shows, with what it is about. @type {Context | null} */
    this.context = null;
  }
}

/** The marks of a key. */
export const swatches = css`
  .key i {
    display: inline-block;
    width: 12px;
    height: 12px;
    margin-right: 4px;
    border-radius: 2px;
    vertical-align: -1px;
  }
`;

/** The key of the two colours: for the answer, and against it. */
export const colourKey = [
  swatches,
  css`
  .key {
    color: var(--ink-2);
  }
  .key i + i,
  .key .against {
    margin-left: var(--s3);
  }
`,
];

/** Buttons of which one is chosen. */
export const choices = css`
  .choices button {
    min-height: 28px;
    padding: 0 8px;
    border: 1px solid var(--line);
    color: var(--ink-2);
  }
  .choices [aria-pressed='true'] {
    color: var(--accent);
    border-color: var(--accent);
  }
`;

/** Numbers that speak for the answer, and against it: their colours, in bars, maps and figures. */
export const forAndAgainst = css`
  i.for {
    background: var(--p);
  }
  i.against {
    background: var(--against);
  }
  .value {
    text-align: right;
  }
  .value.for {
    color: var(--p);
  }
  .beside > * {
    min-height: 0;
    overflow-y: auto;
  }
  .close {
    min-width: 28px;
    min-height: 28px;
  }
`;

/** A number with its sign, also a plus. @param {number} value @param {number} [digits] behind the point */
export const signed = (value, digits = 2) =>
  words.text('why.votes.signed', {
    sign: value > 0 ? '+' : value < 0 ? '−' : '',
    amount: words.number(Math.abs(value), digits),
  });
