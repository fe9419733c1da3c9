/** Styles of the words as places. Only its panels take the pointer: the canvas lies behind. In the hall no text is below 28 px. */
import { css } from 'lit';

export const embeddingStyles = css`
  :host {
    position: relative;
    pointer-events: none;
  }
  .said {
    width: fit-content;
    max-width: 560px;
    padding: 2px 6px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--bg) 80%, transparent);
  }
  aside {
    position: absolute;
    top: 0;
    right: 0;
    width: 264px;
    max-height: 100%;
    overflow-y: auto;
    padding: var(--s3) var(--s4);
    border-radius: var(--r3);
    background: color-mix(in srgb, var(--surface) 92%, transparent);
    pointer-events: auto;
  }
  .foot {
    position: absolute;
    left: 0;
    bottom: 0;
    right: 280px;
    display: flex;
    flex-direction: column;
    gap: var(--s2);
    align-items: flex-start;
  }
  .layers {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--s3);
    padding: 4px var(--s3);
    border-radius: var(--r3);
    background: color-mix(in srgb, var(--surface) 92%, transparent);
    pointer-events: auto;
  }
  .layers input {
    width: 130px;
    accent-color: var(--accent);
  }
  .layers output {
    min-width: 200px;
    font-weight: var(--w-strong);
  }
  .layers button {
    min-width: 28px;
    min-height: 28px;
    border: 1px solid var(--line);
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 2px var(--s3);
    padding: 2px 6px;
    border-radius: 4px;
    font-size: var(--text-sm);
    color: var(--ink-2);
    background: color-mix(in srgb, var(--bg) 80%, transparent);
  }
  .key svg {
    display: inline-block;
    width: 12px;
    height: 12px;
    margin-right: 4px;
    vertical-align: -1px;
    stroke: none;
  }
  .modes {
    display: flex;
    margin-bottom: var(--s2);
    border: 1px solid var(--line);
    border-radius: var(--r2);
  }
  .modes button {
    flex: 1;
    min-height: 32px;
    padding: 0 6px;
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
  .modes [aria-pressed='true'],
  .signs [aria-pressed='true'] {
    color: var(--accent);
    font-weight: var(--w-strong);
  }
  form input {
    min-height: 34px;
    padding: 0 var(--s2);
    background: var(--bg);
  }
  .found {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin-top: 4px;
  }
  .found button,
  .terms button,
  .signs button {
    min-height: 28px;
    min-width: 28px;
    padding: 0 6px;
    border: 1px solid var(--line);
  }
  .none,
  .note,
  .hint,
  .out {
    color: var(--ink-2);
    font-size: max(var(--text-sm), var(--why-text));
  }
  .note {
    color: var(--ink-3);
  }
  h3 {
    margin: var(--s3) 0 0;
    font-size: max(var(--text-md), var(--why-text));
    font-weight: var(--w-regular);
    color: var(--ink-2);
  }
  h3:first-child {
    margin-top: 0;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 64px 40px;
    align-items: center;
    gap: var(--s2);
    min-height: 24px;
  }
  li button,
  li b {
    min-height: 24px;
    line-height: 24px;
    padding: 0;
    text-align: left;
    font-weight: var(--w-strong);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  li .track {
    height: 6px;
    border-radius: 3px;
    background: var(--surface-2);
  }
  li .track i {
    display: block;
    height: 100%;
    border-radius: 3px;
    background: var(--p);
  }
  li .value {
    text-align: right;
  }
  .terms {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 6px;
    margin-top: var(--s2);
  }
  .signs {
    display: flex;
    align-items: center;
    gap: 4px;
    margin-top: var(--s2);
    color: var(--ink-2);
    font-size: var(--text-sm);
  }
  .signs .clear {
    margin-left: auto;
  }
  .out {
    margin-top: var(--s2);
  }
  .narrow aside {
    top: auto;
    left: 0;
    bottom: 0;
    width: auto;
    max-height: 46%;
  }
  .narrow ol {
    display: grid;
    grid-template-columns: 1fr 1fr;
    column-gap: var(--s5);
  }
  .narrow li {
    grid-template-columns: minmax(0, 1fr) 40px;
  }
  .narrow .track,
  .narrow .note {
    display: none;
  }
  .narrow .foot {
    position: static;
    margin-top: var(--s2);
  }
  .foot details {
    padding: 0 6px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--bg) 80%, transparent);
    pointer-events: auto;
  }
  .foot summary {
    min-height: 28px;
    line-height: 28px;
    font-size: var(--text-sm);
    color: var(--ink-2);
    cursor: pointer;
  }
  .narrow .key {
    padding: 0 0 4px;
    background: none;
  }
  .hall .foot {
    right: 356px;
  }
  .hall aside .key {
    margin-top: var(--s2);
    padding: 0;
    background: none;
  }
  .hall .key {
    gap: 0 16px;
    font-size: 28px;
    line-height: 1.25;
  }
  .hall .key svg {
    width: 22px;
    height: 22px;
    margin-right: 8px;
  }
  .hall aside {
    width: 340px;
    overflow: hidden;
    pointer-events: none;
  }
  .hall h3 {
    margin: 0 0 var(--s2);
    font-size: 30px;
  }
  .hall li {
    grid-template-columns: minmax(0, 1fr) 72px;
    min-height: 46px;
    line-height: 46px;
  }
  .hall li b {
    line-height: 46px;
  }
  .hall .terms {
    font-size: 30px;
    margin: 0 0 var(--s2);
  }
  .hall .said {
    max-width: 600px;
  }
  @media (pointer: coarse) {
    .modes button,
    form input,
    .layers button,
    .found button,
    .terms button,
    .signs button,
    .foot summary,
    li button {
      min-height: 44px;
      min-width: 44px;
    }
  }
`;
