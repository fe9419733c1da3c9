/** Styles of a question, its options and what is told of them. White is the room, purple the model's answer in a room. */
import { css } from 'lit';
import { richStyles } from '../card-styles.js';

export const questionStyle = [
  richStyles,
  css`
  .question {
    font-size: 22px;
    font-weight: var(--w-strong);
    line-height: 1.25;
  }
  .question p + p {
    margin-top: 2px;
    font-size: var(--text-md);
    font-weight: var(--w-regular);
    color: var(--ink-2);
  }
  .options {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(88px, 1fr));
    gap: var(--s3);
  }
  .options.many {
    grid-template-columns: repeat(auto-fit, minmax(84px, 1fr));
    gap: var(--s2);
  }
  .options.wide {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr));
    gap: var(--s2);
  }
  .option {
    display: grid;
    grid-template-rows: auto;
    align-content: start;
    gap: 4px;
    min-width: 0;
  }
  .option button {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    width: 100%;
    min-height: 56px;
    padding: 6px var(--s3);
    border: 2px solid var(--line-strong);
    background: var(--surface-2);
    color: var(--ink);
    font-size: 22px;
    font-weight: var(--w-strong);
    line-height: 1.15;
    overflow-wrap: anywhere;
  }
  .many button {
    min-height: 48px;
    padding: 4px;
    font-size: 17px;
  }
  .wide button {
    font-size: 17px;
    justify-content: flex-start;
    text-align: start;
  }
  .option button:hover:not([disabled]) {
    border-color: var(--ink-2);
  }
  /* what cannot be pressed any more is read all the same */
  .option button[disabled] {
    opacity: 1;
    cursor: default;
  }
  .option button.other {
    padding-inline: 4px;
    border-style: dashed;
    font-size: 16px;
    font-weight: var(--w-regular);
    color: var(--ink-2);
  }
  .option button.chosen {
    border-color: var(--accent);
    border-style: solid;
    background: var(--accent);
    color: var(--accent-ink);
  }
  .option button.right {
    border-color: var(--good);
    border-style: solid;
  }
  .option button.wrong {
    border-color: var(--accent);
    background: none;
    color: var(--ink);
  }
  .mark {
    flex: none;
    width: 20px;
    height: 20px;
    stroke-width: 3;
  }
  .right:not(.chosen) .mark {
    color: var(--good);
  }
  button kbd {
    position: absolute;
    top: 3px;
    right: 4px;
    padding: 0 4px;
    min-width: 16px;
    line-height: 15px;
    border: 0;
    font-weight: var(--w-regular);
    color: color-mix(in srgb, currentColor 65%, transparent);
  }
  .filled kbd,
  .plain kbd {
    position: static;
  }
  .bar {
    display: flex;
    align-items: flex-end;
    height: 52px;
    padding: 0 18%;
    border-bottom: 1px solid var(--line-strong);
  }
  .many .bar,
  .wide .bar {
    height: 32px;
  }
  .bar i {
    display: block;
    width: 100%;
    height: max(2px, 100% * var(--length));
    border-radius: 2px 2px 0 0;
    background: color-mix(in srgb, var(--agg) 55%, var(--surface));
  }
  .bar.most i {
    background: var(--agg);
  }
  .bar.against i {
    background: var(--weight);
  }
  .value {
    text-align: center;
    color: var(--ink-2);
  }
  .value.most {
    font-weight: var(--w-strong);
    color: var(--agg);
  }
  .people {
    display: grid;
    gap: 2px;
    font-size: var(--text-sm);
    color: var(--ink-2);
    text-align: center;
  }
  .people i {
    display: block;
    justify-self: start;
    height: 8px;
    min-width: 2px;
    border-radius: 0 2px 2px 0;
    background: var(--ink);
  }
  .people b {
    font-weight: var(--w-strong);
    color: var(--ink);
  }
  .hints:empty,
  .after:empty {
    display: none;
  }
  .hints {
    display: grid;
    gap: var(--s2);
  }
  .hint {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: baseline;
    gap: var(--s3);
    padding-inline-start: var(--s3);
    border-inline-start: 2px solid var(--accent);
    line-height: var(--lh-read);
  }
  .hint .n {
    font-size: var(--text-sm);
    color: var(--ink-3);
    white-space: nowrap;
  }
  .small {
    min-height: 32px;
    padding: 0 var(--s3);
    font-size: var(--text-sm);
  }
  .told,
  .wait,
  .unknown {
    font-size: 16px;
    line-height: var(--lh-read);
  }
  .told p + p {
    margin-top: var(--s2);
  }
  .told.good,
  .told.bad {
    padding-inline-start: var(--s3);
    border-inline-start: 3px solid var(--good);
  }
  .told.bad {
    border-color: var(--warn);
  }
  .lead,
  .wait,
  .unknown {
    color: var(--ink-2);
  }
  .does {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
  }
  .quiet {
    border-color: transparent;
    color: var(--ink-2);
    font-weight: var(--w-regular);
  }
  @media (pointer: coarse) {
    .option kbd {
      display: none;
    }
  }
  @media (max-width: 720px) {
    kbd {
      display: none;
    }
    .question {
      font-size: 18px;
    }
    .question p + p {
      font-size: var(--text-sm);
    }
    .options {
      grid-template-columns: repeat(auto-fit, minmax(72px, 1fr));
      gap: var(--s2);
    }
    .options.tiny {
      grid-template-columns: repeat(auto-fit, minmax(44px, 1fr));
      gap: 6px;
    }
    .options.wide {
      grid-template-columns: 1fr;
    }
    .option button {
      min-height: 48px;
      padding: 4px;
      font-size: 18px;
    }
    .wide button {
      padding: 4px var(--s3);
      font-size: 16px;
    }
    .bar,
    .many .bar {
      height: 28px;
    }
    .value {
      font-size: var(--text-sm);
    }
    /* the mark would push a letter out of its button */
    .tiny button {
      flex-direction: column;
      gap: 0;
    }
    .tiny .mark {
      width: 16px;
      height: 16px;
    }
    .hint {
      grid-template-columns: 1fr auto;
    }
    .hint .n {
      grid-column: 1 / -1;
    }
    .does :is(.plain, .filled) {
      padding: 0 var(--s3);
      font-size: 14px;
    }
  }
`,
];
