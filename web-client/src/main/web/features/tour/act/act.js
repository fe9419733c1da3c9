/**
 * The act of a beat, in the machine's free area: a question to answer or something to do before being told. In a room the driver asks
 * everybody, and it shows how far that is.
 *
 * @typedef {import('./asking.js').Asking} Asking
 */
import { html, nothing } from 'lit';
import { ask } from '../../../ui/ask.js';
import { shared } from '../../../ui/styles.js';
import { words } from '../../../ui/words.js';
import { turnout } from '../../../ui/asks/asked.js';
import { renderRich, listenToWords } from '../rich.js';
import { isOpen } from './act-part.js';
import { actStyle } from './act-style.js';
import { AskingPanel } from './asking-panel.js';
import { controlsOf } from './act-controls.js';
import { hasHint, hintsOf, optionsOfQuestion, questionText, toldOf } from './question.js';

export class TourAct extends AskingPanel {
  static properties = { ...AskingPanel.properties, chosen: { state: true } };

  static styles = [shared, actStyle];

  constructor() {
    super();
    /** Whether the person has folded the act of a beat to its first line. @type {{beat: string, folded: boolean} | null} */
    this.chosen = null;
    /** Whether everything that is told had arrived when the panel was last drawn. */
    this.wasTold = false;
  }

  firstUpdated() {
    listenToWords(this);
  }

  render() {
    const { view } = this;
    const act = view?.tourAct;
    if (!view || !act) return nothing;
    const isHall = view.page === 'projector';
    const { isInSheet } = this;
    if (!this.isPlaced) return nothing;
    const isFolded = !isHall && (this.chosen?.beat === act.beat ? this.chosen.folded : isInSheet && !act.asking.told);
    const { phase } = act.room ?? {};
    // of a few words, beside the machine: a grid then has room for the words of its rows
    const isBeside = isHall && phase === 'none' && !view.answer?.forward;
    return html`<section class="${isBeside ? 'hall beside' : isHall ? 'hall' : isFolded ? 'folded' : act.asking.told ? 'answered' : ''} ${isInSheet ? 'sheet' : ''}" style=${this.place(isFolded)} aria-label=${words.text('tourAct.label')}>
      <header>
        <div class="question" id="act-question">${questionText(act.asking)}</div>
        ${isHall ? nothing : this.#fold(act.beat, isFolded)}
      </header>
      ${isOpen(act) && act.asking.tried.leaves ? html`<p class="leave" role="alert">${words.text('tourAct.leave', { kind: act.kind === 'do' ? 'do' : act.room ? 'room' : 'choose' })}</p>` : nothing}
      ${isFolded ? nothing : act.kind === 'do' ? this.#doing(view, act) : act.room ? this.#inRoom(view, act) : this.#alone(act)}
    </section>`;
  }

  updated() {
    super.updated();
    const told = this.view?.tourAct?.asking.isMeasured ?? false;
    if (told && !this.wasTold) this.renderRoot.querySelector('.after')?.scrollIntoView({ block: 'nearest' });
    this.wasTold = told;
  }

  /** @param {string} beat @param {boolean} isFolded */
  #fold(beat, isFolded) {
    const name = words.text(isFolded ? 'tourAct.unfold' : 'tourAct.fold');
    return html`<button type="button" class="fold" aria-expanded=${String(!isFolded)} aria-label=${name} title=${name} @click=${() => (this.chosen = { beat, folded: !isFolded })}>${isFolded ? '▴' : '▾'}</button>`;
  }

  /** @param {import('./act-part.js').TourAct} act */
  #alone({ asking }) {
    const { told, tried } = asking;
    const does = {
      choose: (/** @type {string} */ id) => ask(this, 'tourActChoose', id),
      show: () => ask(this, 'tourActShow'),
    };
    return html`${optionsOfQuestion(asking, { name: 'act', does, keys: true })} ${hintsOf(asking, does)}
      <div class="after" role="status">${toldOf(asking)}</div>
      <div class="does">
        ${
          told
            ? html`<button type="button" class="plain" @click=${() => ask(this, 'tourActAgain')}>${words.text('tourAct.again')}</button>`
            : html`<button type="button" class=${tried.answer === null ? 'plain' : 'filled'} ?disabled=${tried.answer === null} @click=${() => ask(this, 'tourActReveal')}>
                ${words.text('tourAct.reveal')}${tried.answer === null ? nothing : html` <kbd aria-hidden="true">↵</kbd>`}
              </button>
              ${this.#hint(asking)}
              <button type="button" class="plain quiet" @click=${() => ask(this, 'tourActSkip')}>${words.text('tourAct.skip')}</button>`
        }
      </div>`;
  }

  /** @param {Asking} asking */
  #hint(asking) {
    return hasHint(asking)
      ? html`<button type="button" class="plain" @click=${() => ask(this, 'tourActHint')}>${words.text('tourAct.giveHint')}</button>`
      : nothing;
  }

  /** @param {import('../../../ui/view.js').View} view @param {import('./act-part.js').TourAct} act */
  #inRoom(view, { asking, room, offered, measured = false }) {
    const { phase = 'none', question = null } = room ?? {};
    const drives = view.room?.drives ?? false;
    const { answers, people } = turnout(view);
    // the presenter sees the counts before the others do
    const counts = (phase === 'revealed' || view.page === 'presenter') && offered ? question?.counts : undefined;
    // in the hall the options come with the question
    const isAhead = view.page === 'projector' && phase === 'none';
    return html`${isAhead ? nothing : optionsOfQuestion(asking, { name: 'act', does: {}, only: counts ? offered : null, counts })}
      ${drives ? hintsOf(asking, { show: () => ask(this, 'tourActShow') }) : nothing}
      <div class="after" role="status">
        ${phase === 'none' && !drives ? html`<p class="wait">${words.text('tourAct.comes')}</p>` : nothing}
        ${phase === 'open' || phase === 'closed' ? html`<p class="wait">${words.text('prediction.answered', { answers, people })}</p>` : nothing}
        ${phase === 'revealed' && counts && !['attendee', 'replay'].includes(view.page) && asking.answer && asking.tried.told === 'answered' ? html`<p class="lead">${words.text('tourAct.most')}</p>` : nothing}
        ${toldOf(asking)}
      </div>
      ${drives ? html`<div class="does">${this.#driver(phase, asking, measured)}</div>` : nothing}`;
  }

  /** What the driver does about the question. @param {'open' | 'none' | 'closed' | 'revealed'} phase @param {Asking} asking @param {boolean} measured */
  #driver(phase, asking, measured) {
    if (phase === 'revealed') return nothing;
    if (phase !== 'none') {
      return html`<button type="button" class="filled" @click=${() => ask(this, 'predictReveal')}>${words.text('prediction.panel.reveal')}</button>
        ${phase === 'open' ? html`<button type="button" class="plain" @click=${() => ask(this, 'predictClose')}>${words.text('prediction.panel.close')}</button>` : nothing}
        <button type="button" class="plain quiet" @click=${() => ask(this, 'predictEnd')}>${words.text('prediction.panel.end')}</button>`;
    }
    return html`<button type="button" class="filled" aria-busy=${String(!measured)} @click=${() => ask(this, 'tourActAsk')}>${words.text('prediction.ask.button')}</button>
      ${this.#hint(asking)}
      <button type="button" class="plain quiet" @click=${() => ask(this, 'tourActSkip')}>${words.text('tourAct.skip')}</button>`;
  }

  /** @param {import('../../../ui/view.js').View} view @param {import('./act-part.js').TourAct} act */
  #doing(view, { asking, holds, mayAct }) {
    const { act, facts } = asking;
    return html`${mayAct ? controlsOf(this, act, view) : nothing} ${holds || !mayAct ? nothing : hintsOf(asking, { show: () => ask(this, 'tourActShow') })}
      <div class="after" role="status">
        ${
          holds === null
            ? html`<p class="wait">${words.text('tourAct.measuring')}</p>`
            : holds
              ? html`<div class="told good">${renderRich(act.done, { facts })}</div>`
              : html`<p class="wait">${words.text(mayAct ? 'tourAct.notDone' : 'tourAct.notDoneThere')}</p>`
        }
      </div>
      ${
        holds || !mayAct
          ? nothing
          : html`<div class="does">${this.#hint(asking)}<button type="button" class="plain quiet" @click=${() => ask(this, 'tourActSkip')}>${words.text('tourAct.skip')}</button></div>`
      }`;
  }
}

customElements.define('orrery-tour-act', TourAct);
