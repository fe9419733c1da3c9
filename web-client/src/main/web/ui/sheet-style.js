import { css } from 'lit';

/** Styles of sheets over the page: help, a new prompt, the presenter's key. */
export const sheet = css`
  dialog {
    width: min(520px, calc(100vw - 2 * var(--s4)));
    max-height: calc(100dvh - 2 * var(--s5));
    overflow: auto;
    padding: var(--s5);
    color: var(--ink);
    background: var(--surface);
    border: 0;
    border-radius: var(--r3);
    box-shadow: var(--shadow-2);
  }
  dialog::backdrop {
    background: color-mix(in srgb, var(--bg) 70%, transparent);
  }
  dialog h2 {
    font-size: var(--text-xl);
    line-height: var(--lh-tight);
    font-weight: var(--w-strong);
    margin-bottom: var(--s4);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s3);
    justify-content: flex-end;
    margin-top: var(--s5);
  }
`;

/** The style of a list to choose from. It is here, since a module of its own would be one more to load before each page's text. */
export const selectStyle = css`
  select {
    /* WebKit would draw a box of its own over the background */
    appearance: none;
    --arrow: conic-gradient(from -45deg at bottom, currentColor 90deg, transparent 0) right 6px center / 10px 5px no-repeat;
    background: var(--arrow), var(--surface-2);
    padding-right: 22px;
  }
`;
