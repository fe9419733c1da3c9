/** Styles of the model gallery's panel. */
import { css } from 'lit';

export const galleryStyles = css`
  :host {
    position: absolute;
    inset: 0;
    z-index: 1;
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    gap: var(--s3);
    padding: 0 var(--edge) var(--edge);
    pointer-events: none;
  }
  header,
  section {
    pointer-events: auto;
  }
  header {
    min-height: var(--bar-top);
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2) var(--s3);
    margin: 0 calc(-1 * var(--edge));
    padding: var(--s2) var(--edge);
    background: linear-gradient(var(--bg) 55%, transparent);
    --language-height: var(--hit);
  }
  h1 {
    font-size: var(--text-lg);
    font-weight: var(--w-strong);
    margin-right: auto;
  }
  h1 small {
    margin-left: var(--s3);
    font-size: var(--text-sm);
    font-weight: var(--w-regular);
    color: var(--ink-2);
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s1);
  }
  nav button,
  .row button {
    min-height: 36px;
    padding: 0 var(--s3);
    border-radius: var(--r2);
    font-size: var(--text-sm);
    color: var(--ink-2);
    white-space: nowrap;
  }
  nav button:hover,
  .row button:hover {
    color: var(--ink);
    background: var(--surface-2);
  }
  nav button[aria-current] {
    color: var(--ink);
    background: var(--surface-2);
    box-shadow: inset 0 0 0 1px var(--line-strong);
  }
  section {
    padding: var(--s4) var(--s5);
  }
  .eyebrow {
    font-size: var(--text-xs);
    letter-spacing: 0.07em;
    text-transform: uppercase;
    font-weight: var(--w-strong);
    color: var(--ink-3);
  }
  .count {
    /* the flight writes its number after the panel has been measured */
    min-height: 1lh;
    margin: var(--s2) 0 var(--s1);
    font-size: var(--text-2xl, 34px);
    line-height: 1.15;
    font-weight: var(--w-strong);
  }
  .text {
    color: var(--ink-2);
    line-height: var(--lh-read);
  }
  .rule {
    margin-top: var(--s1);
    font-size: var(--text-sm);
    color: var(--ink-3);
    line-height: var(--lh-read);
  }
  .source {
    margin-top: var(--s2);
    font-size: var(--text-sm);
    color: var(--ink-3);
    line-height: var(--lh-read);
  }
  .drive {
    min-width: 200px;
  }
  @media (min-width: 900px) {
    section:not(.hall) {
      display: grid;
      grid-template-columns: max-content minmax(0, 1fr) max-content;
      align-items: center;
      column-gap: var(--s7);
    }
    section:not(.hall) .count {
      min-width: 10em;
    }
  }
  .end {
    margin-top: var(--s2);
    color: var(--ink);
    font-weight: var(--w-strong);
    line-height: var(--lh-read);
  }
  input {
    width: 100%;
    margin: var(--s3) 0 0;
    accent-color: var(--accent);
    min-height: 24px;
  }
  .row {
    display: flex;
    gap: var(--s1);
    margin: var(--s1) 0 calc(-1 * var(--s2)) calc(-1 * var(--s3));
  }
  .pill {
    min-height: var(--hit);
    padding: 0 var(--s4);
    border-radius: var(--r-full);
    background: var(--accent);
    color: var(--accent-ink);
    font-weight: var(--w-strong);
    white-space: nowrap;
  }
  header.hall {
    height: 72px;
    flex-wrap: nowrap;
    padding: 0 28px;
  }
  .hall .logo {
    --logo-size: 36px;
  }
  .hall h1,
  .hall h1 small,
  .hall .code {
    font-size: 28px;
    white-space: nowrap;
  }
  .hall .code {
    font-weight: var(--w-strong);
    letter-spacing: 0.04em;
  }
  section.hall {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    align-items: center;
    column-gap: 32px;
    width: auto;
    min-height: 146px;
    margin: 0 calc(-1 * var(--edge)) calc(-1 * var(--edge));
    padding: 14px 32px 16px;
    border-radius: 0;
    border-top: 1px solid var(--line);
    box-shadow: none;
  }
  section.hall .eyebrow,
  section.hall .rule,
  section.hall .source {
    display: none;
  }
  section.hall .count {
    margin: 0;
    font-size: 48px;
  }
  section.hall .text,
  section.hall .end {
    margin: 0;
    font-size: 28px;
    line-height: 1.25;
    color: var(--ink);
    /* lines of one length: none ends within a name such as GPT-3 */
    text-wrap: balance;
  }
  section.hall.flight {
    /* as wide as the largest count, so that nothing moves when it changes */
    grid-template-columns: minmax(504px, max-content) minmax(0, 1fr);
  }
  @media (max-width: 899px) {
    /* the title wraps, so that no button of its line stands on a line of its own */
    h1 {
      flex: 1 1 0;
      min-width: 0;
      font-size: var(--text-md);
    }
    header:not(.hall) .pill {
      order: 2;
      width: 100%;
    }
    h1 small {
      display: block;
      margin: 0;
    }
    .count {
      font-size: clamp(24px, 7.4vw, 34px);
    }
    header {
      padding-top: var(--s3);
      gap: var(--s2);
      --language-width: 6.2em;
    }
    /* Reserve space for the last sentence, so that the models above do not move when it appears. */
    .end {
      min-height: calc(2em * var(--lh-read));
    }
    nav {
      order: 3;
      width: 100%;
    }
    nav button {
      min-height: 44px;
    }
    .row button {
      min-height: 44px;
    }
  }
  /* A small phone leaves more than a third of its height to the models. */
  @media (max-width: 899px) and (max-height: 560px) {
    section {
      padding: var(--s2) var(--s4);
    }
    .eyebrow,
    .source,
    h1 small {
      display: none;
    }
    .count {
      margin: 0;
      font-size: 24px;
    }
    .text,
    .rule,
    .end {
      font-size: var(--text-sm);
      line-height: var(--lh-ui);
    }
    .end {
      margin-top: 0;
      min-height: calc(2em * var(--lh-ui));
    }
  }
`;
