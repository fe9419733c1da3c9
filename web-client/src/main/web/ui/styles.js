/** Styles that several panels share: a panel's surface, buttons, fields, tokens, role colours. */
import { css } from 'lit';

export const shared = css`
  :host {
    display: block;
    box-sizing: border-box;
    color: var(--ink);
    font: var(--w-regular) var(--text-md) / var(--lh-ui) var(--font);
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  strong {
    font-weight: var(--w-strong);
    color: var(--ink);
  }
  sub,
  sup {
    font-size: 0.75em;
    line-height: 0;
  }
  .panel {
    background: var(--surface);
    border-radius: var(--r3);
    box-shadow: var(--shadow-2);
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button,
  .button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    margin: 0;
    padding: 0;
    border-radius: var(--r2);
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
    transition: background-color var(--t-tap), color var(--t-tap), border-color var(--t-tap);
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  button[disabled] {
    cursor: default;
    opacity: 0.45;
  }
  .plain,
  .filled {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    min-height: var(--hit);
    padding: 0 var(--s4);
    font-weight: var(--w-strong);
    text-align: center;
    text-decoration: none;
  }
  .plain {
    border: 1px solid var(--line-strong);
    color: var(--ink);
  }
  .plain:hover:not([disabled]) {
    background: var(--surface-2);
  }
  .filled {
    background: var(--accent);
    color: var(--accent-ink);
  }
  .filled:hover:not([disabled]) {
    background: color-mix(in oklab, var(--accent) 88%, var(--ink));
  }
  .icon {
    display: inline-grid;
    place-items: center;
    flex: none;
    width: var(--hit);
    height: var(--hit);
    color: var(--ink-2);
  }
  .icon:hover:not([disabled]) {
    background: var(--surface-2);
    color: var(--ink);
  }
  .icon[aria-pressed='true'] {
    color: var(--accent);
  }
  .icon.framed {
    border: 1px solid var(--line-strong);
  }
  svg {
    display: block;
    width: 20px;
    height: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.7;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  kbd {
    font: inherit;
    font-size: var(--text-xs);
    line-height: 18px;
    padding: 0 5px;
    min-width: 20px;
    text-align: center;
    border: 1px solid color-mix(in srgb, currentColor 45%, transparent);
    border-radius: var(--r1);
  }
  input,
  select {
    font: inherit;
    color: var(--ink);
    background: var(--surface-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--r2);
    min-height: 48px;
    padding: 0 var(--s3);
    width: 100%;
  }
  input::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  label {
    display: block;
    color: var(--ink-2);
    font-size: var(--text-sm);
    margin-bottom: var(--s1);
  }
  .wrong {
    color: var(--bad);
  }

  .role {
    font-weight: var(--w-strong);
  }
  .role.link {
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentColor 45%, transparent);
    text-underline-offset: 3px;
    border-radius: var(--r1);
    cursor: pointer;
  }
  .role.link:hover,
  .role.link.lit {
    text-decoration-color: currentColor;
    background: color-mix(in srgb, currentColor 16%, transparent);
  }
  .role.term {
    color: var(--ink);
  }
  .q {
    color: var(--q);
  }
  .k {
    color: var(--k);
  }
  .v {
    color: var(--v);
  }
  .p {
    color: var(--p);
  }
  .act {
    color: var(--act);
  }
  .agg {
    color: var(--agg);
  }
  .weight {
    color: var(--weight);
  }
  .ink2 {
    color: var(--ink-2);
    font-weight: var(--w-regular);
  }
  .role.ink2 {
    font-weight: var(--w-regular);
  }
`;

/** Styles of a card that is read: its text scrolls, its title and the line above it stay. With the attribute `flat` another panel contains it. */
export const readCard = css`
  .card {
    display: flex;
    flex-direction: column;
    gap: var(--s3);
    max-height: 100%;
  }
  :host(:not([flat])) .card {
    padding: var(--s4) 22px;
    background: var(--surface);
    border-radius: var(--r3);
    box-shadow: var(--shadow-2);
  }
  :host([flat]) .card {
    height: 100%;
  }
  .eyebrow {
    font-size: var(--text-xs);
    font-weight: var(--w-strong);
    letter-spacing: var(--track-caps);
    text-transform: uppercase;
    color: var(--ink-3);
  }
  :host([flat]) .eyebrow {
    letter-spacing: 0;
    padding-right: 84px;
  }
  h1 {
    font-size: var(--card-title, var(--text-xl));
    line-height: var(--lh-tight);
    font-weight: var(--w-strong);
    text-wrap: balance;
  }
  :host([flat]) h1 {
    font-size: 21px;
  }
  .read {
    display: flex;
    flex-direction: column;
    gap: var(--s3);
    overflow-y: auto;
    min-height: 0;
    scrollbar-width: thin;
  }
  .text p {
    color: var(--ink-2);
    line-height: var(--lh-read);
  }
  /* a beat or a step each */
  .beats {
    display: flex;
    gap: 4px;
  }
  .beats i {
    flex: 1;
    height: 4px;
    border-radius: 2px;
    background: var(--line);
  }
  .beats i.past {
    background: color-mix(in srgb, var(--accent) 62%, var(--surface));
  }
  .beats i.now {
    background: var(--accent);
  }
`;

/** Styles of the state of a page's connection: a dot and words. */
export const connectionState = css`
  .state {
    color: var(--good);
  }
  .state.waiting {
    color: var(--warn);
  }
  .state::before {
    content: '';
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-right: 6px;
    border-radius: 50%;
    background: currentColor;
  }
  .state span {
    color: var(--ink-2);
  }
`;
