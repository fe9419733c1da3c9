/** The presenter's panel during a tour: the beat's notes, the next beat, its time planned and used, and by how much the talk is late. */
import { css, html, nothing } from 'lit';
import { framed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { every } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';
import { richStyles } from './card-styles.js';
import { paceOf, timeText } from './clock.js';
import { renderRich } from './rich.js';

/** Beside notes the column of panels scrolls as a whole: each panel has its height, and none is cut off by those below. */
const { styleSheet } = css`
  .right:has(> orrery-tour-notes) {
    right: calc(var(--edge) - 12px);
    width: calc(var(--panel-right) + 12px);
    justify-content: flex-start;
    overflow-y: auto;
    scrollbar-width: thin;
    scrollbar-gutter: stable;
  }
  .right:has(> orrery-tour-notes) > * {
    flex: none;
  }
`;

if (styleSheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, styleSheet];

class TourNotes extends ViewElement {
  static styles = [
    shared,
    framed,
    richStyles,
    css`
      section {
        display: flex;
        flex-direction: column;
        gap: var(--s3);
      }
      header {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: var(--s3);
      }
      small,
      .then,
      .time {
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
      .text {
        max-height: 34vh;
        overflow-y: auto;
        scrollbar-width: thin;
      }
      .text p:first-child {
        font-size: var(--text-lg);
        line-height: 1.35;
        color: var(--ink);
      }
      /* in a low window the answers are below the notes without scrolling */
      @media (max-height: 960px) {
        .text {
          max-height: 27vh;
        }
        .text p:first-child {
          font-size: 16px;
        }
        .text p {
          font-size: 14px;
          line-height: 1.35;
        }
        section {
          gap: var(--s2);
        }
      }
      .time {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 var(--s1);
        white-space: nowrap;
      }
      .used {
        margin-left: auto;
      }
      .time b {
        font-size: var(--text-xl);
        font-weight: var(--w-strong);
        color: var(--ink);
      }
      .meter {
        height: 6px;
        border-radius: 3px;
        background: var(--line);
        overflow: hidden;
      }
      .meter i {
        display: block;
        height: 100%;
        background: var(--accent);
      }
      .over .meter i {
        background: var(--warn);
      }
      .over .time b,
      .late {
        color: var(--warn);
      }
    `,
  ];

  constructor() {
    super();
    every(this, 1000, () => this.requestUpdate());
  }

  render() {
    const tour = this.view?.tour;
    if (!tour) return nothing;
    const { beat, beats, index, beatBegan } = tour;
    const used = beatBegan === null ? 0 : Math.max(0, (performance.now() - beatBegan) / 1000);
    const pace = paceOf(tour, words),
      next = beats[index + 1];
    return html`<section class=${used > beat.planned ? 'over' : ''}>
      <header><h2>${words.text('tour.notes')}</h2><small>${words.text('tour.onlyYou')}</small></header>
      <div class="text">${beat.notes?.length ? renderRich(beat.notes, { facts: tour.noteFacts }) : html`<p class="none">${words.text('tour.noNotes')}</p>`}</div>
      <p class="then">${next ? words.text('tour.then', { title: next.title }) : words.text('tour.last')}</p>
      <div>
        <p class="time"><span>${words.text('tour.thisBeat')}</span><span class=${pace.late ? 'late' : ''}>· ${pace.text}</span><span class="used"><b>${timeText(used)}</b> ${words.text('tour.of', { time: timeText(beat.planned) })}</span></p>
        <div class="meter"><i .style=${`width:${Math.min(100, (used / beat.planned) * 100)}%`}></i></div>
      </div>
    </section>`;
  }
}

customElements.define('orrery-tour-notes', TourNotes);
