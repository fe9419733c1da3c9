/** Styles of side panels, which no page needs for its first text. */
import { css } from 'lit';

/** Styles of a panel with a surface of its own; with the attribute `flat` it has none, since another panel contains it. */
export const framed = css`
  section {
    padding: var(--panel-pad, var(--s4)) 18px;
  }
  :host(:not([flat])) section {
    background: var(--surface);
    border-radius: var(--r3);
    box-shadow: var(--shadow-2);
  }
  :host([flat]) section {
    padding: 0;
  }
  h2 {
    font-size: var(--text-md);
    font-weight: var(--w-strong);
  }
`;

/** Styles of a button that stays pressed. */
export const pressed = css`
  .plain[aria-pressed='true'],
  .plain[aria-pressed='true']:hover:not([disabled]) {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--accent-ink);
  }
`;
