/** Styles of the sheet in which a question is chosen. */
import { css } from 'lit';

export const askStyle = css`
  .kinds {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--s1);
    padding: 3px;
    margin-bottom: var(--s4);
    border-radius: var(--r2);
    background: var(--surface-2);
  }
  .kinds.four {
    grid-template-columns: repeat(4, auto);
    margin: var(--s3) 0 0;
  }
  .kinds.four .kind {
    padding: 0 6px;
    font-size: var(--text-sm);
    text-align: center;
    line-height: 1.2;
  }
  .text {
    display: flex;
    min-width: 0;
  }
  .text > input {
    min-width: 0;
    flex: 1;
  }
  .right {
    flex: none;
    position: relative;
    display: grid;
    place-items: center;
    width: var(--hit);
    margin: 0;
    color: var(--ink-3);
    cursor: pointer;
  }
  .right input {
    position: absolute;
    inset: 0;
    min-height: 0;
    opacity: 0;
    cursor: inherit;
  }
  .right:has(:checked) {
    color: var(--good);
    font-weight: var(--w-strong);
    outline: 2px solid currentColor;
    outline-offset: -6px;
    border-radius: var(--r2);
  }
  .right:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  .ready {
    display: grid;
    gap: var(--s2);
    margin: var(--s2) 0 var(--s4);
  }
  .ready button {
    width: 100%;
    min-height: 48px;
    padding: var(--s2) var(--s3);
    text-align: start;
  }
  summary {
    min-height: var(--hit);
    line-height: var(--hit);
    cursor: pointer;
  }
  .kind {
    position: relative;
    display: grid;
    place-items: center;
    min-height: var(--hit);
    margin: 0;
    border-radius: 6px;
    color: var(--ink-2);
    font-weight: var(--w-strong);
    cursor: pointer;
  }
  .kind input {
    position: absolute;
    inset: 0;
    min-height: 0;
    opacity: 0;
    cursor: inherit;
  }
  .kind:has(:checked) {
    background: var(--surface);
    color: var(--ink);
    box-shadow: var(--shadow-1);
  }
  .kind:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  .label {
    margin: var(--s3) 0 var(--s2);
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
  .chips,
  .more {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
  }
  .chips li {
    display: flex;
    align-items: center;
    padding-left: var(--s3);
    border: 1px solid var(--line-strong);
    border-radius: var(--r2);
    background: var(--surface-2);
    font-weight: var(--w-strong);
  }
  .more {
    margin-bottom: var(--s3);
  }
  .more button {
    min-height: 36px;
    padding: 0 var(--s3);
    border-style: dashed;
    font-weight: var(--w-regular);
  }
  label[for] {
    margin-top: var(--s3);
  }
  .type {
    display: flex;
    gap: var(--s2);
  }
  .type button {
    flex: none;
    min-height: 48px;
  }
  .texts {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--s2);
  }
  .check {
    display: flex;
    align-items: center;
    gap: var(--s2);
    min-height: var(--hit);
    margin: var(--s3) 0 0;
    font-size: var(--text-md);
    color: var(--ink);
    cursor: pointer;
  }
  .check input {
    width: 20px;
    height: 20px;
    min-height: 0;
    accent-color: var(--accent);
  }
  .wrong {
    margin-top: var(--s2);
  }
  .note {
    margin-top: var(--s2);
    font-size: var(--text-sm);
    line-height: var(--lh-read);
    color: var(--ink-3);
  }
  @media (pointer: coarse) {
    .more button {
      min-height: 48px;
    }
  }
  @media (max-width: 420px) {
    .kinds.four {
      grid-template-columns: 1fr 1fr;
    }
    .texts {
      grid-template-columns: 1fr;
    }
  }
`;
