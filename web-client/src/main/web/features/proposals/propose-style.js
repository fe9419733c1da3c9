/** The styles of an attendee's texts. */
import { css } from 'lit';

export const proposeStyle = css`
  :host([flat]) {
    margin-top: var(--s3);
  }
  .label {
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
  .own {
    margin: var(--s1) 0 var(--s3);
    font-weight: var(--w-strong);
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  .field {
    display: grid;
  }
  /* the tokens are tinted behind the text that is typed, in the same lines */
  .cut,
  textarea {
    grid-area: 1 / 1;
    margin: 0;
    padding: var(--s3);
    border: 1px solid transparent;
    font: inherit;
    font-size: var(--text-lg);
    line-height: 1.6;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    tab-size: 4;
  }
  .cut {
    color: transparent;
    background: var(--surface-2);
    border-radius: var(--r2);
    min-height: 92px;
  }
  .cut i {
    font-style: normal;
    border-radius: 3px;
    background: var(--line);
    box-shadow: 0 0 0 1px var(--line);
  }
  .cut .other {
    background: var(--line-strong);
    box-shadow: 0 0 0 1px var(--line-strong);
  }
  textarea {
    width: 100%;
    height: 100%;
    resize: none;
    overflow: hidden;
    color: var(--ink);
    background: none;
    border-color: var(--line-strong);
    border-radius: var(--r2);
  }
  #count {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 var(--s3);
    margin: var(--s2) 0;
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
  .knows {
    display: inline-flex;
    align-items: center;
    gap: var(--s1);
  }
  .check {
    width: 16px;
    height: 16px;
    color: var(--good);
  }
  .bar {
    height: 4px;
    border-radius: 2px;
    background: var(--line);
  }
  .bar i {
    display: block;
    height: 100%;
    border-radius: 2px;
    background: var(--ink-2);
  }
  .bar .long {
    background: var(--bad);
  }
  .wrong {
    margin-top: var(--s2);
    font-size: var(--text-sm);
  }
  .nearest,
  .send {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2);
    margin-top: var(--s3);
  }
  .plain {
    min-height: 48px;
  }
  .send label {
    display: flex;
    flex: 1 1 auto;
    align-items: center;
    gap: var(--s2);
    min-width: 0;
    min-height: 48px;
    margin: 0;
    overflow-wrap: anywhere;
  }
  .send input {
    flex: none;
    width: 22px;
    height: 22px;
    min-height: 22px;
    accent-color: var(--accent);
  }
  .send .filled {
    flex: 1 0 auto;
    min-height: 48px;
  }
  .others {
    margin-top: var(--s4);
    padding-top: var(--s3);
    border-top: 1px solid var(--line);
  }
  li {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--s3);
    padding: var(--s2) 0;
    border-bottom: 1px solid var(--line);
  }
  li > div {
    min-width: 0;
  }
  .text {
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  .about {
    font-size: var(--text-sm);
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .votes {
    display: grid;
    flex: none;
    place-content: center;
    justify-items: center;
    width: 60px;
    min-height: 60px;
    border-radius: var(--r2);
  }
  button.votes {
    border: 1px solid var(--line-strong);
  }
  .votes svg {
    width: 16px;
    height: 16px;
  }
  .up {
    fill: currentColor;
    stroke: none;
  }
  .mine {
    color: var(--accent);
    border-color: var(--accent);
  }
`;
