/** Styles of what comes next on the hall's screen, besides those of the frame. */
import { css } from 'lit';

export const hallStyle = css`
  .special {
    font-weight: var(--w-regular);
    color: var(--ink-3);
  }
  .slot {
    display: inline-block;
    width: 3.4em;
    height: 1.1em;
    vertical-align: -0.22em;
    border: 2px dashed var(--p);
    border-radius: var(--r2);
  }
  .legend .bits {
    margin-left: auto;
    font-weight: var(--w-regular);
    color: var(--ink-2);
  }
  .line.p b {
    color: var(--p);
  }
  .other .line.p i {
    opacity: 0.55;
  }
  .rows.many:not(.alone) {
    grid-template-columns: minmax(calc(120px * var(--u)), max-content) max-content minmax(0, 1fr) max-content;
  }
  .rows.many .bits {
    font-size: 28px;
  }
  .rows.many .line.p {
    height: 8px;
  }
  .rows.many .line.p i {
    height: 8px;
  }
  .rows.many .line.p b {
    display: none;
  }
  .rows .share {
    font-size: 28px;
    text-align: end;
    color: var(--p);
  }
  .rows .bits {
    font-size: max(28px, calc(34px * var(--u)));
    text-align: end;
    color: var(--ink-2);
  }
  .rows .best {
    font-weight: var(--w-strong);
    color: var(--ink);
  }
`;
