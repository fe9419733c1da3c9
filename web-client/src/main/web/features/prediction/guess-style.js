/** Styles of the page on which an attendee answers. */
import { css } from 'lit';

export const guessStyle = css`
  :host([covers]) {
    position: absolute;
    inset: 0;
    z-index: 2;
    overflow: auto;
    background: radial-gradient(circle at 50% 42%, var(--bg-glow), var(--bg) 75%) var(--bg);
  }
  section {
    min-height: 100%;
    max-width: 560px;
    margin: 0 auto;
    padding: 0 20px max(20px, env(safe-area-inset-bottom));
    display: flex;
    flex-direction: column;
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--s3);
    min-height: 56px;
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
  .brand {
    flex: 1;
    font-size: var(--text-lg);
    font-weight: var(--w-strong);
    color: var(--ink);
  }
  .kicker {
    margin-top: 20px;
    font-size: 16px;
    color: var(--ink-2);
  }
  .sentence {
    margin: 8px 0 28px;
    font-size: 29px;
    line-height: 1.38;
    font-weight: var(--w-strong);
    overflow-wrap: anywhere;
  }
  .sentence:has(.own) {
    margin-top: 20px;
    font-size: 25px;
    line-height: 1.3;
  }
  .sentence.small {
    margin-bottom: 12px;
    font-size: 21px;
  }
  .special {
    font-weight: var(--w-regular);
    color: var(--ink-3);
  }
  .slot {
    display: inline-block;
    min-width: 3.2em;
    min-height: 1.25em;
    line-height: 1.2;
    padding: 0 0.4em;
    vertical-align: bottom;
    border: 2px dashed var(--p);
    border-radius: var(--r2);
    color: var(--p);
    text-align: center;
  }
  .options {
    display: grid;
    gap: 12px;
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  .option {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--s3);
    min-height: 64px;
    margin: 0;
    padding: 8px 20px;
    border: 1px solid var(--line);
    border-radius: var(--r3);
    background: var(--surface-2);
    font-size: 21px;
    line-height: 1.25;
    font-weight: var(--w-strong);
    color: var(--ink);
    cursor: pointer;
    overflow-wrap: anywhere;
    -webkit-tap-highlight-color: transparent;
  }
  .other.option {
    border: 1px dashed var(--line-strong);
    background: none;
    font-weight: var(--w-regular);
    color: var(--ink-2);
  }
  .chosen.option {
    border: 1px solid var(--accent);
    background: var(--accent);
    color: var(--accent-ink);
  }
  .option:has(:focus-visible) {
    outline: 3px solid var(--accent);
    outline-offset: 3px;
  }
  .options[disabled] .option {
    cursor: default;
  }
  .options[disabled] .option:not(.chosen) {
    background: none;
    color: var(--ink-2);
  }
  input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    min-height: 0;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
  .check {
    flex: none;
    width: 22px;
    height: 22px;
    stroke-width: 3;
  }
  .after {
    flex: 1;
    margin: 20px 0;
    text-align: center;
    line-height: var(--lh-read);
    color: var(--ink-2);
    text-wrap: balance;
  }
  .after strong {
    font-size: 17px;
  }
  .aside {
    margin-top: 14px;
    min-height: 48px;
  }
  footer .bar {
    height: 6px;
    border-radius: 3px;
    background: var(--surface-2);
    overflow: hidden;
  }
  footer .bar i {
    display: block;
    height: 100%;
    background: var(--ink-2);
    border-radius: 3px;
    transition: width var(--t-panel);
  }
  footer p {
    display: flex;
    justify-content: space-between;
    margin-top: 10px;
    color: var(--ink-2);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    margin-bottom: 14px;
    font-weight: var(--w-strong);
  }
  .legend i {
    width: 14px;
    height: 12px;
    margin-right: 7px;
    border-radius: 2px;
  }
  .rows li {
    display: grid;
    gap: 4px;
    padding: 10px 0 12px;
    border-top: 1px solid var(--line);
  }
  .name {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 18px;
    font-weight: var(--w-strong);
    overflow-wrap: anywhere;
  }
  .mine:not(.other) .name {
    color: var(--accent);
  }
  .name .check {
    width: 18px;
    height: 18px;
  }
  small {
    font-size: var(--text-sm);
    font-weight: var(--w-regular);
  }
  small.models {
    color: var(--p);
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 20px;
  }
  .line i {
    height: 16px;
    width: max(3px, (100% - 64px) * var(--share));
    border-radius: 0 3px 3px 0;
    background: var(--ink);
  }
  .other .line.p i {
    opacity: 0.6;
  }
  .come {
    position: absolute;
    z-index: 2;
    left: 50%;
    bottom: calc(var(--bar-bottom) + 32px);
    transform: translateX(-50%);
    min-height: 48px;
    background: var(--accent);
    border-color: var(--accent);
    color: var(--accent-ink);
    border-radius: var(--r-full);
    box-shadow: var(--shadow-2);
    white-space: nowrap;
  }
  .come.plain:hover:not([disabled]) {
    background: var(--accent);
  }
  @media (max-width: 899px) {
    .come {
      bottom: 390px;
    }
  }
  @media (orientation: landscape) and (max-height: 500px) {
    .come {
      bottom: 72px;
      left: 28%;
    }
    .options {
      grid-template-columns: 1fr 1fr;
    }
    section {
      max-width: 760px;
    }
  }
  @media (min-width: 900px) and (min-height: 700px) {
    section {
      max-width: 620px;
    }
    .sentence {
      font-size: 36px;
    }
    .sentence:has(.own) {
      font-size: 32px;
    }
    .sentence.small {
      font-size: 26px;
    }
  }
`;
