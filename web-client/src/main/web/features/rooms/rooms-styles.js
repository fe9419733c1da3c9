/** Styles of the rooms page and its cards. */
import { css } from 'lit';

export const roomsStyles = css`
  :host {
    position: fixed;
    inset: 0;
    overflow: auto;
    padding: 28px 48px var(--s7);
  }
  header {
    max-width: 1200px;
    margin: 0 auto;
  }
  .brand {
    border-radius: var(--r2);
  }
  main {
    max-width: 1200px;
    margin: var(--s6) auto 0;
  }
  h1 {
    font-size: var(--text-2xl);
    line-height: var(--lh-tight);
    font-weight: var(--w-strong);
  }
  .intro {
    max-width: 40em;
    margin-top: var(--s3);
    font-size: 17px;
    line-height: var(--lh-read);
    color: var(--ink-2);
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 5fr) minmax(0, 8fr);
    align-items: start;
    gap: var(--s5);
    margin-top: var(--s5);
  }
  .columns > div {
    display: grid;
    gap: var(--s5);
  }
  /* It is focused so that a screen reader reads it; it is not a control. */
  orrery-room-links:focus-visible {
    outline: none;
  }
  form p {
    margin-bottom: var(--s3);
    line-height: var(--lh-read);
    color: var(--ink-2);
  }
  form .wrong {
    margin: var(--s2) 0 0;
  }
  main > .wrong {
    margin-top: var(--s3);
  }
  .check {
    display: flex;
    align-items: center;
    gap: var(--s3);
    min-height: var(--hit);
    margin: var(--s2) 0 0;
    font-size: var(--text-md);
    cursor: pointer;
  }
  .check input {
    flex: none;
    width: 20px;
    height: 20px;
    min-height: 0;
    margin: 0;
    accent-color: var(--accent);
  }
  form .row {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: var(--s3);
    margin-top: var(--s4);
  }
  @media (max-width: 430px) {
    /* beside the operator's buttons there is room for the logo alone */
    .brand span {
      font-size: 0;
    }
  }
  @media (max-width: 899px) {
    :host {
      padding: var(--s4) var(--s4) var(--s6);
    }
    main {
      margin-top: var(--s5);
    }
    header .plain {
      padding: 0 var(--s3);
      font-size: var(--text-sm);
      white-space: nowrap;
    }
    h1 {
      font-size: 28px;
    }
    .intro {
      font-size: 16px;
    }
    .columns {
      grid-template-columns: minmax(0, 1fr);
      gap: var(--s4);
    }
    .row > * {
      flex: 1 1 auto;
    }
  }
`;

/** Styles that the page and its cards share. */
export const card = css`
  .panel {
    padding: var(--s5);
  }
  h2 {
    margin-bottom: var(--s3);
    font-size: var(--text-xl);
    line-height: var(--lh-tight);
    font-weight: var(--w-strong);
  }
  .code {
    letter-spacing: 0.05em;
    white-space: nowrap;
  }
  @media (max-width: 899px) {
    .panel {
      padding: var(--s4);
    }
  }
`;
