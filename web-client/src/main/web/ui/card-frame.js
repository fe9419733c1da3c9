/** Styles of a card beside the machine: its surface, the line above its title, what scrolls, and the line of places on its way. */
import { css } from 'lit';

export const cardFrame = css`
  .card {
    display: flex;
    flex-direction: column;
    gap: var(--s3);
    padding: var(--s4) 22px;
    max-height: 100%;
  }
  :host(:not([flat])) .card {
    background: var(--surface);
    border-radius: var(--r3);
    box-shadow: var(--shadow-2);
  }
  :host([flat]) .card {
    padding: 0;
    height: 100%;
  }
  .read {
    display: flex;
    flex-direction: column;
    gap: var(--s3);
    overflow-y: auto;
    min-height: 0;
    scrollbar-width: thin;
  }
  :host([flat]) .read {
    flex: 1;
    gap: var(--s2);
  }
  .eyebrow {
    display: flex;
    justify-content: space-between;
    gap: var(--s3);
    font-size: var(--text-xs);
    font-weight: var(--w-strong);
    letter-spacing: var(--track-caps);
    text-transform: uppercase;
    color: var(--ink-3);
  }
  .eyebrow span:last-child {
    flex: none;
  }
  :host([flat]) .eyebrow {
    letter-spacing: 0;
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
  :host([flat]) .text p {
    font-size: 16px;
    line-height: 1.45;
  }
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
