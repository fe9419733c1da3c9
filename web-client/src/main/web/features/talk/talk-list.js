/** The list of a talk's beats, beside the scene: kept, put in order, named, planned, hidden, walked from here; files, other rooms and tours. */
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { getJson } from '../../live/http.js';
import { ask } from '../../ui/ask.js';
import { selectStyle } from '../../ui/sheet-style.js';
import { framed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { every } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';
import { timeText } from '../tour/clock.js';
import { USUAL_SECONDS, wordsOf } from './keep.js';
import { isSlow, minutesOf } from './stopwatch.js';
import { tourBeats } from './talk-file.js';

/** @typedef {import('./keep.js').Beat} Beat */
/** @typedef {import('./talks.js').Shown} Shown */
/** @typedef {{target: HTMLInputElement}} Typed  the event of a field that was changed */

const MINUTE = 60;
const path = (/** @type {string} */ d) => html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${d} /></svg>`;
const HANDLE = path('M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01');
const MORE = path('M5 12h.01M12 12h.01M19 12h.01');
/** What a beat shows above all. */
const SIGNS = {
  asks: path('M4 5h16v11H9l-5 4z'),
  tool: path('M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm5 11.5L20 20'),
  gallery: path('M4 5h16v11H4zm4 15h8'),
  step: path('M5 5h6v6H5zm8 0h6v6h-6zM5 13h6v6H5zm8 0h6v6h-6z'),
};

/** @param {Beat} beat */
const signOf = ({ scene: { ask: asked, act, lab, gallery } }) =>
  asked || act ? 'asks' : lab ? 'tool' : gallery ? 'gallery' : 'step';

class TalkList extends ViewElement {
  static properties = {
    edited: { state: true },
    over: { state: true },
    more: { state: true },
    tours: { state: true },
    tour: { state: true },
    rooms: { state: true },
  };

  static styles = [
    shared,
    selectStyle,
    framed,
    css`
      section {
        display: flex;
        flex-direction: column;
        gap: var(--s2);
        max-height: 100%;
        min-height: 0;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--s2);
      }
      header h2 {
        flex: 1 0 100%;
      }
      header small {
        flex: 1;
      }
      .row,
      .keep,
      .buttons,
      .menu {
        display: flex;
        align-items: center;
        gap: var(--s2);
      }
      h2 {
        font-size: var(--text-lg);
        overflow-wrap: anywhere;
      }
      small {
        color: var(--ink-3);
        font-size: var(--text-sm);
      }
      :host(:not([flat])) {
        display: block;
        width: var(--panel-left);
      }
      ol {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 2px;
        min-height: 84px;
        /* before what is opened below it does */
        flex-shrink: 1000;
        overflow-y: auto;
        scrollbar-width: thin;
      }
      :host([flat]) :is(ol, .tours, section > .edit) {
        max-height: none;
        overflow: visible;
      }
      .row {
        min-height: 40px;
        /* clear of the line that says that there is more below */
        scroll-margin-block: 64px;
        border-radius: var(--r2);
        border-left: 3px solid transparent;
      }
      .row .go {
        flex: 1;
        min-width: 0;
        display: flex;
        align-items: center;
        gap: var(--s2);
        min-height: 40px;
        color: var(--ink-2);
        text-align: start;
      }
      .row .title {
        flex: 1;
        min-width: 0;
        line-height: var(--lh-tight);
        overflow-wrap: anywhere;
      }
      /* a phone's sheet has no room for it */
      :host([flat]) .title small {
        display: none;
      }
      :host(:not([flat])) .title small {
        display: block;
        overflow: hidden;
        font-weight: normal;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .row.now {
        border-color: var(--accent);
        background: var(--surface-2);
      }
      .row.now .go {
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      .row.hidden .go {
        color: var(--ink-3);
      }
      .row.over {
        box-shadow: 0 -2px 0 var(--accent);
      }
      .row.behind {
        box-shadow: 0 2px 0 var(--accent);
      }
      .n {
        width: 18px;
        text-align: right;
        color: var(--ink-3);
      }
      .row svg {
        width: 17px;
        height: 17px;
        flex: none;
        stroke-width: 1.6;
      }
      .minutes {
        color: var(--ink-3);
        font-size: var(--text-sm);
        line-height: var(--lh-tight);
        text-align: right;
        white-space: nowrap;
      }
      .runs {
        display: block;
      }
      .slow {
        color: var(--warn);
        font-weight: var(--w-strong);
      }
      /* the title needs the width */
      .row.now b {
        display: block;
        color: var(--ink);
      }
      .rehearsal {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2);
        padding: var(--s2) var(--s3);
        border-radius: var(--r2);
        background: var(--surface-2);
      }
      .rehearsal :is(b, small) {
        flex: 1 0 100%;
      }
      .row {
        gap: 2px;
      }
      .row .go {
        gap: 6px;
        border-radius: var(--r1);
      }
      .row button {
        outline-offset: -2px;
      }
      .row .handle,
      .row .edits {
        display: grid;
        place-items: center;
        flex: none;
        width: 24px;
        padding: 0;
        min-height: 40px;
        color: var(--ink-3);
      }
      .row .handle {
        cursor: grab;
        touch-action: none;
      }
      .row :is(.handle, .edits):hover,
      .row .edits[aria-expanded='true'] {
        color: var(--ink);
      }
      .row :is(.handle, .edits) svg {
        stroke-width: 3;
        stroke-linecap: round;
      }
      :host([flat]) .row :is(.handle, .edits) {
        width: 48px;
        min-height: 48px;
      }
      .close {
        min-height: 32px;
        font-size: var(--text-sm);
        color: var(--accent);
      }
      .cannot {
        padding-left: 44px;
        color: var(--warn);
        font-size: var(--text-sm);
      }
      .edit {
        display: grid;
        gap: var(--s2);
        padding: var(--s2) var(--s2) var(--s3) 40px;
      }
      section > .edit {
        min-height: 120px;
        overflow-y: auto;
        scrollbar-width: thin;
      }
      .edit .buttons,
      .menu {
        flex-wrap: wrap;
      }
      label {
        display: grid;
        gap: 2px;
      }
      input,
      textarea {
        width: 100%;
        min-height: 36px;
        padding: 4px 8px;
        border: 1px solid var(--line);
        border-radius: var(--r1);
        background: var(--surface);
        color: var(--ink);
        font: inherit;
      }
      input[type='number'] {
        width: 90px;
      }
      textarea {
        min-height: 90px;
        resize: vertical;
      }
      .plain {
        min-height: 36px;
        padding: 0 var(--s3);
      }
      .keep .plain {
        min-height: 44px;
      }
      .keep kbd {
        margin-left: var(--s2);
      }
      /* for a thumb */
      :host([flat]) :is(.plain, .filled, .go, .tours button, input) {
        min-height: 48px;
      }
      .first {
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
      .tours {
        display: grid;
        gap: var(--s1);
        max-height: 32vh;
        overflow-y: auto;
      }
      .tours button {
        flex: none;
        justify-content: flex-start;
        min-height: 36px;
        padding: 0 var(--s2);
        text-align: start;
      }
      .tours .beat {
        padding-left: var(--s4);
      }
      .tours [aria-expanded='true'] {
        border-color: var(--accent);
        color: var(--accent);
      }
      .tours .chapter {
        font-weight: var(--w-strong);
      }
    `,
  ];

  constructor() {
    super();
    /** Id of the beat whose details are open. */
    this.edited = '';
    /** What is open below the list. @type {'' | 'talk' | 'tour'} */
    this.more = '';
    /** @type {{id: string, title: string}[]} */
    this.tours = [];
    /** The tour whose beats are on offer. @type {{id: string, beats: Beat[], chapters: {title: string, from: number, titles: string[]}[]} | null} */
    this.tour = null;
    /** Codes of other rooms that this browser has presented. @type {string[]} */
    this.rooms = [];
    /** The beat that was in view last. */
    this.seen = '';
    /** The beat that was kept last, once it has been in view. @type {string | null} */
    this.kept = null;
    /** The beat that is dragged. */
    this.dragged = '';
    /** The beat over which it is. */
    this.over = '';
    every(this, 1000, () => this.view?.talk?.walk && this.requestUpdate());
  }

  render() {
    const shown = this.view?.talk;
    if (!shown) return nothing;
    const { talk, covers, cover } = shown,
      beats = talk?.beats ?? [],
      planned = beats.filter(({ hidden }) => !hidden);
    // until it has arrived, a talk is not empty
    const isComing = talk === null && shown.covers.length > 0;
    const minutes = Math.ceil(planned.reduce((sum, { seconds }) => sum + Number(seconds), 0) / MINUTE);
    return html`<section aria-label=${words.text('talk.label')}>
      <header>
        <h2 translate=${cover ? 'no' : nothing}>${cover?.title ?? words.text('talk.label')}</h2>
        <small>${isComing ? '…' : words.text(shown.alone ? 'talk.sumAlone' : 'talk.sum', { count: planned.length, minutes })}</small>
        ${this.flat ? nothing : html`<button class="close" @click=${() => ask(this, 'talkList', false)}>${words.text('talk.close')}</button>`}
      </header>
      ${shown.walk?.rehearses ? this.#rehearsal(shown.walk) : nothing}
      ${this.view?.tour?.changed && shown.now ? html`<button class="plain" data-talk="back" @click=${() => ask(this, 'tourAgain')}>${words.text('tour.again')}</button>` : nothing}
      ${isComing ? nothing : beats.length === 0 ? html`<p class="first">${words.text('talk.first')}</p>` : this.#list(shown, beats)}
      ${isComing ? nothing : html`<small>${words.text('talk.next', { after: shown.after, title: shown.proposed })}</small>`}
      <div class="keep">
        <button class="filled" data-talk="keep" @click=${() => ask(this, 'talkKeep')}>${words.text('talk.keep')}<kbd aria-hidden="true">K</kbd></button>
        ${planned.length > 0 ? html`<button class="plain" @click=${() => ask(this, 'talkGo', planned[0].id)}>${words.text('talk.begin')}</button>` : nothing}
      </div>
      ${shown.walk || !talk?.runs.length ? nothing : this.#runs(talk)}
      <div class="menu">
        ${planned.length > 0 && !shown.walk?.rehearses ? html`<button class="plain" data-talk="rehearse" @click=${() => ask(this, 'talkRehearse')}>${words.text('talk.rehearse')}</button>` : nothing}
        <button class="plain" data-talk="tours" aria-expanded=${this.more === 'tour'} @click=${() => this.#fromTour()}>${words.text('talk.fromTour')}</button>
        <button class="plain" data-talk="more" aria-expanded=${this.more === 'talk'} @click=${() => this.#open('talk')}>${words.text('talk.more')}</button>
        <button class="plain" @click=${() => ask(this, 'talkUndo')}>${words.text('talk.undo')}</button>
      </div>
      ${this.more === 'talk' ? this.#talk(shown, covers, cover) : nothing} ${this.more === 'tour' ? this.#offered() : nothing}
    </section>`;
  }

  /** In a long list the beat that is shown, the one that was just kept, and what is opened, come into view. @param {Map<PropertyKey, unknown>} changed */
  updated(changed) {
    const { kept = null } = this.view?.talk ?? {},
      row =
        kept !== this.kept &&
        [...this.renderRoot.querySelectorAll('.row')].find((each) => each.getAttribute('data-beat') === kept);
    if (row) {
      row.scrollIntoView({ block: 'nearest' });
      this.kept = kept;
    }
    const now = this.renderRoot.querySelector('.row.now'),
      id = now?.getAttribute('data-beat') ?? '';
    if (id !== this.seen) {
      now?.scrollIntoView({ block: 'nearest' });
      // the frame of the focus would stay at the beat that was pressed
      if (this.shadowRoot?.activeElement?.matches('.go'))
        /** @type {HTMLElement} */ (now?.querySelector('.go'))?.focus();
    }
    this.seen = id;
    if (changed.has('edited') || changed.has('more'))
      this.renderRoot.querySelector('.edit')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {import('./talks.js').Walked} walk */
  #rehearsal({ total, paused, isLast }) {
    const people = this.view?.people?.count ?? 0;
    const button = (/** @type {string} */ what, /** @type {string} */ key) =>
      html`<button class="plain" data-talk=${what} @click=${() => ask(this, 'talkRehearse', what)}>${words.text(key)}</button>`;
    return html`<div class="rehearsal" role="group" aria-label=${words.text('talk.rehearsing')}>
      <b>${words.text('talk.rehearsing')} · ${timeText(total())}</b>
      ${button('pause', paused ? 'talk.goOn' : 'talk.pause')} ${isLast ? button('finish', 'talk.finish') : button('stop', 'talk.stop')}
      ${people > 0 ? html`<small>${words.text('talk.watched', { count: people })}</small>` : nothing}
    </div>`;
  }

  /** What the last rehearsals have measured. @param {import('./talks.js').Talk} talk */
  #runs({ runs, beats }) {
    const times = runs.map((run) => timeText(beats.reduce((sum, { id }) => sum + (run[id] ?? 0), 0)));
    return html`<small>${words.text('talk.runs', { times: words.list(times) })}</small>
      <div class="buttons"><button class="plain" data-talk="plan" @click=${() => ask(this, 'talkPlan')}>${words.text('talk.plan')}</button></div>`;
  }

  /** The minutes of a beat: planned and, while the talk is walked, used; otherwise with those of the last runs. @param {Beat} beat @param {Shown} shown */
  #minutes({ id, hidden, seconds }, { talk, walk, now }) {
    if (hidden) return words.text('talk.off');
    const minutes = minutesOf(Number(seconds), words),
      used = walk?.of(id) ?? 0;
    if (walk && id === now) return html`<b>${timeText(used)}</b> ${words.text('talk.ofMinutes', { minutes })}`;
    if (used > 0) return timeText(used);
    const runs = walk ? [] : (talk?.runs ?? []);
    return html`${words.text('talk.minutes', { minutes })}${
      runs.some((run) => run[id])
        ? html`<span class="runs">${runs.map((run, i) => (run[id] ? this.#measured(run[id], Number(seconds), i === runs.length - 1) : nothing))}</span>`
        : nothing
    }`;
  }

  /** @param {number} seconds @param {number} planned s @param {boolean} isLast whether it is of the last run */
  #measured(seconds, planned, isLast) {
    const time = timeText(seconds),
      isOver = isSlow(seconds, planned);
    const label = words.text(isLast ? 'talk.runLast' : 'talk.runBefore', {
      time: isOver ? words.text('talk.slow', { time }) : time,
    });
    return html` <span class=${isOver ? 'slow' : ''} role="img" aria-label=${label} title=${label}>${isOver ? '▲' : ''}${time}</span>`;
  }

  /** @param {Shown} shown @param {Beat[]} beats */
  #list(shown, beats) {
    const { talk, now } = shown;
    let n = 0;
    return html`<ol>
      ${repeat(
        beats,
        ({ id }) => id,
        (beat, i) => {
          const number = beat.hidden ? 0 : ++n,
            [, own] = wordsOf(beat, words.language),
            cannot = talk?.cannot[beat.id];
          return html`<li>
            <div class="row ${beat.id === now ? 'now' : ''} ${beat.hidden ? 'hidden' : ''} ${beat.id === this.over ? (beats.findIndex(({ id }) => id === this.dragged) < i ? 'behind' : 'over') : ''}" data-beat=${beat.id}>
              <button
                class="handle"
                data-keys="handle"
                aria-label=${words.text('talk.move', { title: own.title })}
                title=${words.text('talk.moveHint')}
                @own-key=${(/** @type {CustomEvent} */ event) => this.#moveBy(event, beats, i)}
                @pointerdown=${(/** @type {PointerEvent} */ event) => this.#grab(event, beat.id)}
                @pointermove=${(/** @type {PointerEvent} */ event) => this.#drag(event)}
                @pointerup=${() => this.#drop(beats)}
                @lostpointercapture=${() => this.#letGo()}
              >${HANDLE}</button>
              <button class="go" aria-current=${beat.id === now ? 'step' : nothing} @click=${() => ask(this, 'talkGo', beat.id)}>
                <span class="n">${number || '–'}</span>${SIGNS[signOf(beat)]}
                <span class="title" translate="no">${own.title}${beat.scene.text && beat.scene.text !== beats[i - 1]?.scene.text ? html`<small>${beat.scene.text}</small>` : nothing}</span>
                <span class="minutes">${this.#minutes(beat, shown)}</span>
              </button>
              <button class="edits" aria-expanded=${this.edited === beat.id} aria-label=${words.text('talk.edit', { title: own.title })} @click=${() => (this.edited = this.edited === beat.id ? '' : beat.id)}>${MORE}</button>
            </div>
            ${cannot ? html`<p class="cannot">${words.text('talk.cannotShow', { reason: cannot.detail })}</p>` : nothing}
            ${this.edited === beat.id ? this.#details(beat) : nothing}
          </li>`;
        },
      )}
    </ol>`;
  }

  /** @param {Beat} beat */
  #details(beat) {
    const { id } = beat,
      [language, own] = wordsOf(beat, words.language);
    const change = (/** @type {(beat: Beat) => Beat} */ how) => ask(this, 'talkChange', { id, change: how });
    const say = (/** @type {Partial<import('./keep.js').Words>} */ changes) =>
      change((each) => {
        const next = { ...each.words[language], ...changes };
        if (!next.notes) delete next.notes;
        return { ...each, words: { ...each.words, [language]: /** @type {any} */ (next) } };
      });
    return html`<div class="edit">
      <label>${words.text('talk.title')}<input data-talk="title" maxlength="40" .value=${own.title} @change=${(/** @type {Typed} */ { target }) => target.value.trim() && say({ title: target.value.trim() })} /></label>
      <label>${words.text('talk.notes')}<textarea data-talk="notes" .value=${own.notes ?? ''} @change=${(/** @type {Typed} */ { target }) => say({ notes: target.value.trim() })}></textarea></label>
      <label>${words.text('talk.planned')}<input type="number" min="0.25" max="60" step="0.25" .value=${String(Number(beat.seconds) / MINUTE)} @change=${(/** @type {Typed} */ { target }) => change((each) => ({ ...each, seconds: Math.min(3600, Math.max(1, Math.round(Number(target.value) * MINUTE) || USUAL_SECONDS)) }))} /></label>
      <div class="buttons">
        <button class="plain" @click=${() => ask(this, 'talkReplace', id)}>${words.text('talk.replace')}</button>
        <button class="plain" @click=${() => ask(this, 'talkDuplicate', id)}>${words.text('talk.duplicate')}</button>
        <button class="plain" @click=${() => change(({ hidden, ...each }) => (hidden ? each : { ...each, hidden: true }))}>${words.text(beat.hidden ? 'talk.unhide' : 'talk.hide')}</button>
        <button class="plain" @click=${() => ask(this, 'talkDrop', id)}>${words.text('talk.delete')}</button>
      </div>
    </div>`;
  }

  /** @param {Shown} shown @param {import('./talks.js').Cover[]} covers @param {import('./talks.js').Cover | null} cover */
  #talk({ talk }, covers, cover) {
    const now = covers.find(({ id }) => id === (talk?.id ?? '')) ?? cover;
    const field = (/** @type {'title' | 'speaker' | 'date'} */ name) =>
      html`<label>${words.text(`talk.${name}`)}<input data-cover=${name} maxlength="120" .value=${now?.[name] ?? ''} @change=${(/** @type {Typed} */ { target }) => ask(this, 'talkCover', { [name]: target.value.trim() })} /></label>`;
    return html`<div class="edit">
      ${
        covers.length > 1
          ? html`<label>${words.text('talk.choose')}<select .value=${talk?.id ?? ''} @change=${(/** @type {Typed} */ { target }) => ask(this, 'talkChoose', target.value)}>
              ${covers.map(({ id, title }, i) => html`<option value=${id} ?selected=${id === talk?.id} translate="no">${title || words.text('talk.untitled', { n: i + 1 })}</option>`)}
            </select></label>`
          : nothing
      }
      ${now ? html`${field('title')} ${field('speaker')} ${field('date')}` : nothing}
      <div class="buttons">
        ${now ? html`<button class="plain" data-talk="save" @click=${() => ask(this, 'talkSave')}>${words.text('talk.save')}</button>` : nothing}
        ${talk?.beats.length ? html`<button class="plain" data-talk="print" @click=${() => ask(this, 'talkPrint')}>${words.text('talk.print')}</button>` : nothing}
        <button class="plain" data-talk="afterwards" @click=${() => ask(this, 'afterwards')}>${words.text('talk.afterwards')}</button>
        <button class="plain" data-talk="open" @click=${() => ask(this, 'talkFile')}>${words.text('talk.open')}</button>
        <button class="plain" @click=${() => ask(this, 'talkBegin')}>${words.text('talk.new')}</button>
        ${now ? html`<button class="plain" @click=${() => ask(this, 'talkDrop')}>${words.text('talk.deleteTalk')}</button>` : nothing}
      </div>
      ${
        this.rooms.length > 0
          ? html`<div class="buttons"><span>${words.text('talk.elsewhere')}</span>${this.rooms.map((room) => html`<button class="plain" @click=${() => ask(this, 'talkSend', room)}>${words.text('talk.room', { room })}</button>`)}</div>`
          : html`<small>${words.text('talk.nowhere')}</small>`
      }
    </div>`;
  }

  #offered() {
    const { tour } = this;
    return html`<div class="tours">
      ${this.tours.map((each) => html`<button class="plain" aria-expanded=${String(tour?.id === each.id)} @click=${() => this.#offer(each.id)}><bdi>${each.title}</bdi></button>${tour?.id === each.id ? this.#chapters(tour) : nothing}`)}
    </div>`;
  }

  /** @param {NonNullable<TalkList['tour']>} tour */
  #chapters(tour) {
    return tour.chapters.map(
      ({
        title,
        from,
        titles,
      }) => html`<button class="chapter" @click=${() => ask(this, 'talkAdd', tour.beats.slice(from, from + titles.length))}>+ ${words.text('talk.chapter', { title, count: titles.length })}</button>
        ${titles.map((beat, i) => html`<button class="beat" @click=${() => ask(this, 'talkAdd', [tour.beats[from + i]])}>+ ${beat}</button>`)}`,
    );
  }

  /** @param {'' | 'talk' | 'tour'} what */
  #open(what) {
    this.more = this.more === what ? '' : what;
    if (this.more === 'talk') this.#findRooms();
  }

  async #findRooms() {
    const { presented } = await import('./exchange.js');
    this.rooms = presented().filter((code) => code !== this.view?.code);
  }

  async #fromTour() {
    this.#open('tour');
    if (this.more !== 'tour' || this.tours.length > 0) return;
    const { tours } = await getJson(`/api/tours?lang=${encodeURIComponent(words.language)}`);
    this.tours = tours;
  }

  /** @param {string} id of a tour */
  async #offer(id) {
    if (this.tour?.id === id || !this.view) {
      this.tour = null;
      return;
    }
    const { tour: served, all, beats } = await tourBeats(id, words.language, this.view, this.view.graph?.model.id);
    if (!served) return;
    let from = 0;
    const chapters = served.chapters.map(({ id: chapter, title }) => {
      const titles = all.filter((beat) => beat.chapter.id === chapter).map((beat) => beat.title);
      const stretch = { title, from, titles };
      from += titles.length;
      return stretch;
    });
    this.tour = { id, beats, chapters };
  }

  /** ↑ and ↓ on a handle move its beat. @param {CustomEvent<string>} event @param {Beat[]} beats @param {number} i */
  #moveBy(event, beats, i) {
    event.preventDefault();
    const up = event.detail === 'ArrowUp';
    if (up ? i === 0 : i === beats.length - 1) return;
    ask(this, 'talkMove', { id: beats[i].id, after: up ? (beats[i - 2]?.id ?? '') : beats[i + 1].id });
    const handle = /** @type {HTMLElement} */ (event.currentTarget);
    setTimeout(() => handle.focus());
  }

  /** By mouse, pen or finger: a finger has no drag of the browser's own. @param {PointerEvent} event @param {string} id of the beat */
  #grab(event, id) {
    if (event.button !== 0) return;
    /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
    this.dragged = id;
  }

  /** @param {PointerEvent} event */
  #drag({ clientY }) {
    if (this.dragged === '') return;
    const rows = [...this.renderRoot.querySelectorAll('.row')];
    const over = rows.find((row) => clientY < row.getBoundingClientRect().bottom) ?? rows.at(-1);
    // a long list moves on at its edges
    over?.scrollIntoView({ block: 'nearest' });
    this.over = over?.getAttribute('data-beat') ?? '';
  }

  /** The dragged beat falls where it is. @param {Beat[]} beats */
  #drop(beats) {
    const from = beats.findIndex(({ id }) => id === this.dragged),
      to = beats.findIndex(({ id }) => id === this.over);
    if (from >= 0 && to >= 0 && from !== to)
      ask(this, 'talkMove', { id: this.dragged, after: from < to ? beats[to].id : (beats[to - 1]?.id ?? '') });
    this.#letGo();
  }

  #letGo() {
    this.dragged = '';
    this.over = '';
  }
}

customElements.define('orrery-talk', TalkList);
