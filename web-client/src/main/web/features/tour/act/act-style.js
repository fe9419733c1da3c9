/** Styles of a beat's act in the machine's free area. In the hall no text is below 28 px. */
import { css } from 'lit';
import { questionStyle } from './question-style.js';

export const actStyle = [
  questionStyle,
  css`
    :host {
      /* also below the text of a folded sheet (panel-stack.js) */
      display: block !important;
      position: fixed;
      inset: 0;
      z-index: 1;
      pointer-events: none;
    }
    section {
      position: absolute;
      display: flex;
      flex-direction: column;
      gap: var(--s3);
      /* the machine stays in view above it */
      max-height: calc(var(--free) * 0.72);
      max-width: 800px;
      margin: 0 auto 12px;
      padding: 18px 28px 20px;
      overflow: auto;
      overscroll-behavior: contain;
      background: var(--surface);
      border-radius: var(--r3);
      box-shadow: var(--shadow-2);
      pointer-events: auto;
    }
    section.folded {
      padding-block: 10px;
    }
    .folded .question p + p {
      display: none;
    }
    header {
      display: flex;
      align-items: start;
      gap: var(--s3);
    }
    .question {
      flex: 1;
      min-width: 0;
    }
    .fold {
      flex: none;
      min-width: 36px;
      min-height: 36px;
      margin: -4px -12px 0 0;
      color: var(--ink-2);
    }
    .leave {
      margin: 0;
      padding-inline-start: var(--s3);
      border-inline-start: 3px solid var(--accent);
      font-size: var(--text-md);
      font-weight: var(--w-strong);
      color: var(--ink);
    }
    .write {
      display: flex;
      gap: var(--s2);
    }
    .write input {
      flex: 1;
      min-width: 0;
      font-size: 18px;
    }
    .write button {
      min-height: 48px;
    }
    .train {
      display: grid;
      margin: 0;
      font-size: var(--text-md);
      font-weight: var(--w-strong);
      color: var(--ink);
    }
    .train input {
      min-height: var(--hit);
      accent-color: var(--accent);
    }
    .switches {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(64px, 1fr));
      gap: var(--s2);
    }
    .switch {
      min-height: 48px;
      border: 1px solid var(--line-strong);
      background: var(--surface-2);
      font-weight: var(--w-strong);
    }
    /* the hand is there */
    .switch[aria-pressed='true'] {
      background: var(--accent);
      border-color: var(--accent);
      color: var(--accent-ink);
      text-decoration: line-through;
    }
    section.hall {
      max-width: none;
      margin: 0 28px 12px;
      font-size: 28px;
    }
    @media (min-width: 900px) {
      section.beside {
        width: 30%;
        /* the machine ends where it begins */
        right: 0 !important;
        margin-left: auto;
        max-height: none;
      }
    }
    .hall .question {
      font-size: 36px;
    }
    .hall :is(.question p + p, .told, .wait, .unknown, .lead, .people, .value) {
      font-size: 28px;
    }
    .hall .option button {
      min-height: 64px;
      font-size: 34px;
    }
    .hall .option button.other {
      font-size: 28px;
    }
    .hall .wide button {
      font-size: 30px;
    }
    /* words as wide as they are */
    .hall .options.many {
      display: flex;
      flex-wrap: wrap;
    }
    .hall .many .option {
      min-width: 72px;
      max-width: 100%;
    }
    .hall .many button {
      padding-inline: var(--s3);
    }
    .hall .options.wide {
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 290px), 1fr));
    }
    .hall .people i {
      height: 12px;
    }
    @media (max-width: 720px) {
      section.answered .question p + p {
        display: none;
      }
      section {
        gap: var(--s2);
        margin: 0 8px 8px;
        padding: var(--s3) var(--s4);
        max-height: calc(var(--free) * 0.86);
      }
      .fold {
        margin-right: -8px;
      }
      section.sheet {
        border-radius: var(--r4) var(--r4) 0 0;
        padding-inline: 20px;
      }
      section.sheet.folded {
        border-radius: var(--r2);
        padding-block: var(--s2);
        border: 1px solid var(--accent);
      }
      /* all of it opens it */
      .sheet.folded .fold::before {
        content: '';
        position: absolute;
        inset: 0;
      }
      .folded .question {
        font-size: var(--text-md);
      }
    }
  `,
];
