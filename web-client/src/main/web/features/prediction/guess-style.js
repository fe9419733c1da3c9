/** Styles of the page on which an attendee guesses, besides those of its frame. */
import { css } from 'lit';

export const guessStyle = css`
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
  small.models {
    color: var(--p);
  }
  .other .line.p i {
    opacity: 0.6;
  }
`;
