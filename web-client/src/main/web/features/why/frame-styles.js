/** Styles of the frame around a tool. In the hall no text is below 28 px. */
import { css } from 'lit';

export const frameStyles = css`
  :host {
    position: fixed;
    inset: 0;
    /* over the machine, below the panels */
    z-index: 0;
    pointer-events: none;
  }
  section {
    position: absolute;
    display: flex;
    flex-direction: column;
    gap: var(--s2);
    pointer-events: auto;
    --why-text: var(--text-sm);
  }
  section.hall {
    --why-text: 28px;
    pointer-events: none;
  }
  /* the canvas behind takes the pointer, but for what lies on it */
  section.through {
    pointer-events: none;
  }
  section.waits {
    background: color-mix(in srgb, var(--bg) 88%, transparent);
  }
  .through .said {
    width: fit-content;
    padding: 0 6px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--bg) 80%, transparent);
  }
  .through nav,
  .through details,
  .through .state {
    pointer-events: auto;
  }
  .through h2,
  .through summary {
    width: fit-content;
    /* its text stays where it is without a ground */
    margin-inline: -6px;
    padding: 0 6px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--bg) 80%, transparent);
  }
  .through details[open] {
    background: var(--bg);
  }
  header {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px var(--s4);
  }
  nav {
    flex-basis: 100%;
    display: flex;
    gap: var(--s1);
    overflow-x: auto;
  }
  nav button {
    flex: none;
    min-height: 32px;
    padding: 0 var(--s3);
    font-size: var(--text-sm);
    color: var(--ink-2);
    background: color-mix(in srgb, var(--surface) 80%, transparent);
  }
  nav button:hover {
    color: var(--ink);
  }
  nav button[aria-pressed='true'] {
    color: var(--accent);
    font-weight: var(--w-strong);
  }
  nav .close {
    position: sticky;
    right: 0;
    margin-left: auto;
    min-width: 32px;
    font-size: var(--text-lg);
    background: var(--surface);
  }
  /* where there is room, every tool is seen */
  .wide nav {
    position: relative;
    flex-wrap: wrap;
    padding-right: 40px;
  }
  .wide .close {
    position: absolute;
    top: 0;
  }
  h2 {
    font-size: 20px;
    font-weight: var(--w-strong);
    line-height: var(--lh-tight);
  }
  .narrow h2 {
    font-size: 17px;
  }
  .hall h2 {
    font-size: 32px;
  }
  .later {
    color: var(--warn);
    font-size: var(--text-sm);
  }
  .target {
    color: var(--ink-2);
    font-size: max(var(--text-md), var(--why-text));
    line-height: 1.5;
  }
  .target strong,
  .slot {
    font-weight: var(--w-strong);
  }
  .a {
    color: var(--p);
  }
  .b {
    color: var(--ink);
  }
  .after {
    color: var(--accent);
    font-weight: var(--w-strong);
  }
  .slot,
  .moves button {
    min-height: 28px;
    min-width: 28px;
    padding: 0 6px;
    border: 1px solid var(--line);
  }
  .slot[aria-pressed='true'] {
    border-color: var(--accent);
  }
  .moves {
    display: inline-flex;
    gap: 2px;
    margin-left: var(--s2);
    font-size: var(--text-sm);
  }
  .moves [aria-pressed='true'] {
    color: var(--accent);
    border-color: var(--accent);
  }
  .body {
    flex: 1;
    min-height: 0;
    position: relative;
  }
  .narrow .body {
    overflow-y: auto;
  }
  /* half of a line would be read as a line */
  .narrow .body[data-more] {
    mask-image: linear-gradient(#000 calc(100% - 44px), transparent);
  }
  .state {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s3);
    max-width: 520px;
    padding: var(--s3) var(--s4);
    border-radius: var(--r3);
    background: var(--surface);
    font-size: max(var(--text-md), var(--why-text));
  }
  .body > .state:not(:first-child) {
    position: absolute;
    right: 0;
    bottom: 0;
  }
  progress {
    accent-color: var(--accent);
    width: 160px;
  }
  details {
    flex: none;
    max-width: 760px;
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
  details[open] {
    max-height: 40%;
    overflow-y: auto;
  }
  summary {
    /* not over the middle of a phone, where the sheet's handle is touched */
    width: fit-content;
    min-height: 28px;
    line-height: 28px;
    cursor: pointer;
    color: var(--ink-2);
  }
  details p {
    line-height: var(--lh-read);
  }
  cite {
    color: var(--ink-3);
    font-style: normal;
  }
  @media (pointer: coarse) {
    nav button,
    summary {
      min-height: 44px;
      line-height: 44px;
    }
    .slot,
    .moves button {
      min-height: 44px;
      min-width: 44px;
    }
  }
`;
