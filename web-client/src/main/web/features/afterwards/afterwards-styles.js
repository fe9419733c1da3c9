/** Styles of the page, on a screen and on paper. */
import { css } from 'lit';

export const afterwardsStyles = css`
  :host {
    position: fixed;
    inset: 0;
    overflow: auto;
    padding: var(--s4) max(clamp(12px, 4vw, 48px), (100% - 960px) / 2) var(--s7);
  }
  header,
  .ways {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2);
  }
  h1 {
    margin-top: var(--s5);
    font-size: clamp(22px, 5vw, 32px);
    line-height: var(--lh-tight);
    font-weight: var(--w-strong);
    overflow-wrap: anywhere;
  }
  .intro,
  .erase p {
    max-width: 40em;
    margin: var(--s3) 0 var(--s4);
    line-height: var(--lh-read);
    color: var(--ink-2);
  }
  section {
    margin-top: var(--s6);
  }
  h2 {
    margin-bottom: var(--s2);
    font-size: var(--text-xl);
    line-height: var(--lh-tight);
    font-weight: var(--w-strong);
    hyphens: auto;
  }
  article {
    margin-top: var(--s4);
  }
  h3 {
    font-size: var(--text-lg);
    font-weight: var(--w-strong);
    overflow-wrap: anywhere;
  }
  .about {
    margin-top: var(--s1);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .when,
  small {
    font-size: var(--text-sm);
    line-height: var(--lh-read);
    color: var(--ink-2);
  }
  small {
    display: block;
    font-weight: var(--w-regular);
  }
  table {
    width: 100%;
    margin-top: var(--s2);
    border-collapse: collapse;
  }
  th,
  td {
    padding: var(--s2) var(--s2) var(--s2) 0;
    border-top: 1px solid var(--line);
    text-align: start;
    vertical-align: top;
    font-weight: var(--w-regular);
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  thead th {
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
  .number {
    width: 6.5em;
    padding: var(--s2) 0 var(--s2) var(--s2);
    text-align: end;
  }
  td.number {
    white-space: nowrap;
  }
  .signals .number {
    width: 18%;
  }
  .token {
    white-space: pre-wrap;
  }
  .check {
    display: flex;
    align-items: center;
    gap: var(--s2);
    min-height: 48px;
    margin: 0;
    cursor: pointer;
  }
  .check input {
    width: 20px;
    height: 20px;
    min-height: 0;
    margin: 0;
  }
  .plain,
  .filled {
    min-height: 48px;
  }
  small .plain,
  li {
    margin-top: var(--s2);
  }
  @media (max-width: 479px) {
    .number {
      width: 4.6em;
    }
    thead th {
      font-size: 12px;
    }
    .ways button {
      flex: 1 1 auto;
    }
  }
  @media print {
    :host {
      position: static;
      overflow: visible;
      padding: 0;
      color: #000;
      font-size: 10.5pt;
    }
    header,
    .ways,
    .erase,
    button {
      display: none !important;
    }
    .intro,
    .when,
    small,
    strong,
    thead th {
      color: #333;
    }
    th,
    td {
      border-color: #999;
    }
    tr,
    h2,
    h3 {
      break-inside: avoid;
    }
    h2,
    h3,
    .when {
      break-after: avoid;
    }
  }
`;
