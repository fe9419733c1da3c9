/** Styles of the timeline. */
import { css } from 'lit';

export const lineStyles = css`
  :host {
    flex: 1;
    min-width: 0;
  }
  /* in the sheet it stands below the card, which takes the height */
  :host([thin]) {
    flex: none;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: var(--s4);
    min-width: 0;
  }
  .go {
    display: flex;
    flex: none;
    gap: var(--s2);
  }
  .go .filled {
    white-space: nowrap;
  }
  .line {
    position: relative;
    flex: 1;
    min-width: 0;
    height: 62px;
    border-radius: var(--r1);
    touch-action: none;
  }
  .line[role='slider'] {
    cursor: pointer;
  }
  orrery-lost-button {
    flex: 1;
    min-width: 0;
  }
  :host([thin]) .bar {
    gap: var(--s2);
  }
  :host([thin]) .line {
    height: 44px;
  }
  .name {
    position: absolute;
    top: 6px;
    height: 20px;
    font-size: var(--text-sm);
    line-height: 20px;
    color: var(--ink-2);
    white-space: nowrap;
    pointer-events: none;
  }
  .name.now {
    color: var(--ink);
    font-weight: var(--w-strong);
  }
  .name small {
    margin-left: 5px;
    font-size: inherit;
    font-weight: var(--w-regular);
    color: var(--ink-3);
  }
  :host([thin]) .name {
    display: none;
  }
  .beat {
    position: absolute;
    top: 32px;
    height: 8px;
    border-radius: 2px;
    background: var(--line);
    overflow: hidden;
    pointer-events: none;
  }
  :host([thin]) .beat {
    top: 18px;
  }
  :host([thin]) .beat:not(.past, .now) {
    background: var(--line-strong);
  }
  .beat.past {
    background: color-mix(in srgb, var(--accent) 62%, var(--surface));
  }
  .beat.now {
    overflow: visible;
    outline: 2px solid var(--accent);
    outline-offset: 2px;
    border-radius: 1px;
    background: color-mix(in srgb, var(--accent) 40%, var(--surface));
  }
  .beat.read {
    outline: 2px solid var(--ink-2);
    outline-offset: 2px;
  }
  .beat i {
    display: block;
    width: 100%;
    height: 100%;
    background: var(--accent);
    transform-origin: left;
    transform: scaleX(var(--to));
  }
  :host-context([dir='rtl']) .beat i {
    transform-origin: right;
  }
  .beat i.plays {
    animation: fill var(--seconds) linear forwards;
  }
  @keyframes fill {
    from {
      transform: scaleX(var(--from));
    }
    to {
      transform: scaleX(var(--to));
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .beat i.plays {
      animation: none;
    }
  }
  .clock {
    position: absolute;
    top: 44px;
    height: 18px;
    font-size: var(--text-xs);
    line-height: 18px;
    color: var(--ink-2);
    white-space: nowrap;
    pointer-events: none;
  }
  .clock::before {
    content: '';
    position: absolute;
    left: -5px;
    top: 1px;
    border: 5px solid transparent;
    border-top: 0;
    border-bottom: 7px solid var(--ink);
  }
  .clock span {
    display: block;
    padding-left: 10px;
  }
  .clock.far span {
    position: absolute;
    right: 10px;
    padding: 0;
  }
  .clock b {
    font-weight: inherit;
  }
  .late,
  .clock .late {
    color: var(--warn);
  }
  .talk {
    position: absolute;
    inset: 6px 0 auto;
    display: flex;
    gap: var(--s2);
    height: 20px;
    font-size: var(--text-sm);
    line-height: 20px;
    color: var(--ink-2);
    white-space: nowrap;
    pointer-events: none;
  }
  .talk b {
    color: var(--ink);
    font-weight: var(--w-strong);
  }
  .talk .then {
    margin-left: auto;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  :host([thin]) .icon {
    width: 48px;
    height: 44px;
  }
  .tip {
    position: absolute;
    bottom: calc(100% + 4px);
    max-width: 260px;
    padding: 4px 8px;
    border-radius: var(--r1);
    background: var(--surface-2);
    box-shadow: var(--shadow-2);
    font-size: var(--text-sm);
    color: var(--ink);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    pointer-events: none;
    transform: translateX(-50%);
  }
`;
