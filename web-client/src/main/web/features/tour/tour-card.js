/**
 * The card of a tour's beat, in the place of the step's: its title, and its text in the person's level or, where the tour has none, the step's.
 * Its words touch the machine's blocks, and these its words.
 *
 * @typedef {import('lit').PropertyValues} PropertyValues
 */
import { html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { icons } from '../../ui/icons.js';
import { rich } from '../../ui/rich-text.js';
import { SignalController } from '../../ui/signal.js';
import { placeOf, stepTexts } from '../../ui/step-texts.js';
import { readCard, shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { cardStyles, richStyles } from './card-styles.js';
import { areInCard, controls, controlStyles, isAlone } from './controls.js';
import { blocksOf } from './forms.js';
import { listenToWords, renderRich, targetOf } from './rich.js';
import { isTalk } from './tours.js';

/** @typedef {import('./tour-state.js').TourView} TourView */

class TourCard extends ViewElement {
  static styles = [shared, readCard, richStyles, controlStyles, cardStyles];

  constructor() {
    super();
    new SignalController(
      this,
      () => this.view?.over,
      (over) => this.#litBy(over),
    );
  }

  firstUpdated() {
    listenToWords(this);
  }

  /** @param {PropertyValues | Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    const before = changed.get('view')?.tour;
    this.moved = changed.has('view') && before?.read.key !== this.view?.tour?.read.key;
  }

  updated() {
    if (this.moved) this.renderRoot.querySelector('.read')?.scrollTo({ top: 0 });
  }

  /** Which words are lit by the block under the pointer: a digit 0 or 1 for each. @param {string | null} over */
  #litBy(over) {
    return [...this.renderRoot.querySelectorAll('.link')]
      .map((word) => Number(over !== null && (targetOf(word)?.tensors ?? []).includes(over)))
      .join('');
  }

  /** @param {import('./rich.js').Target} target */
  #isLit({ tensors = [], token }) {
    const { over, tensors: pressed = [], tour, trace } = this.view ?? {};
    if (token !== undefined) return tour?.token === (token === 'last' ? (trace?.info.tokens.length ?? 0) - 1 : token);
    return tensors.length > 0 && (tensors.includes(over?.value ?? '') || tensors.join() === pressed.join());
  }

  render() {
    const { view } = this;
    const tour = view?.tour;
    if (!view || !tour) return nothing;
    const { talk } = view;
    // whoever follows has the title and not the last beat
    if (talk?.ended && talk.cover && !tour.mayDrive)
      return html`<div class="card"><div class="read"><h1 translate="no">${talk.cover.title}</h1><div class="text"><p>${words.text('tour.over')}</p></div></div></div>`;
    const { read } = tour;
    const inChapter = tour.beats.filter(({ chapter }) => chapter.id === read.chapter.id),
      n = inChapter.indexOf(read) + 1;
    return html`<div class="card">
      <div class="eyebrow">
        ${isAlone(tour) ? html`<span class="place"><span class="chapter">${read.chapter.title}</span></span>` : placeIn(read.chapter.title, n, inChapter.length)}
        <span>${view.graph && view.step !== null && !tour.reading && !this.flat ? placeOf(view.graph, view.step, words).layer : ''}</span>
      </div>
      <orrery-level ?flat=${this.flat} .page=${view.page} .place=${read.key}></orrery-level>
      <div class="read" tabindex=${this.flat ? 0 : nothing}>${this.#note(tour)} ${this.#text(view, tour)}</div>
      ${this.#row(tour, inChapter.length, n)} ${this.#below(view, tour)}
    </div>`;
  }

  /** @param {import('../../ui/view.js').View} view @param {TourView} tour */
  #text({ graph, step, trace, why }, { read, facts, reading, away }) {
    const blocks = blocksOf(read.texts, words.level);
    if (blocks) {
      return html`<h1>${read.title}</h1>
        <div class="text">${renderRich(blocks, { facts, lit: (target) => this.#isLit(target) })}</div>`;
    }
    // a beat without a text of its own has that of what it shows
    if (why && !reading && words.has(`why.tool.${why.tool}.how`))
      return html`<h1>${away ? words.text(`why.tool.${why.tool}.question`) : read.title}</h1>
        <div class="text">${['how', 'limits'].map((part) => html`<p>${rich(words.text(`why.tool.${why.tool}.${part}`))}</p>`)}</div>`;
    if (!graph || step === null) return html`<h1>${read.title}</h1>`;
    const texts = stepTexts(graph, step, trace, words);
    // the beat's own title, as the timeline and the hall have it, as long as it is what is shown
    return html`<h1>${away && !reading ? texts.title : read.title}</h1>
      ${texts.pending ? html`<p aria-busy="true">…</p>` : html`<div class="text">${texts.text.map((text) => html`<p>${rich(text)}</p>`)}</div>`}`;
  }

  /** @param {TourView} tour */
  #note(tour) {
    if (tour.reading) {
      return html`<div class="note" role="status"><span>${words.text('tour.reading')}</span>
        <button @click=${() => ask(this, 'tourReadNow')}>${words.text(tour.mayDrive ? 'tour.again' : 'tour.now')}</button></div>`;
    }
    if (!tour.changed || !tour.mayDrive) return nothing;
    return html`<div class="note" role="status"><span>${words.text('tour.changed')}</span>
      <button @click=${() => ask(this, 'tourAgain')}>${words.text('tour.again')}</button></div>`;
  }

  /** The chapter's beats; for somebody who follows with buttons that read back. @param {TourView} tour @param {number} count @param {number} n */
  #row(tour, count, n) {
    if (isAlone(tour)) return nothing;
    const { beats, read, index } = tour,
      at = beats.indexOf(read);
    const step = (
      /** @type {1 | -1} */ by,
      /** @type {string} */ label,
      /** @type {unknown} */ icon,
      /** @type {boolean} */ off,
    ) =>
      html`<button class="icon small" aria-label=${label} title=${label} ?disabled=${off} @click=${() => ask(this, 'tourRead', by)}>${icon}</button>`;
    const bars = html`<div class="beats" role="img" aria-label=${words.text('tour.chapterBeats', { n, count })}>
      ${Array.from({ length: count }, (_, i) => html`<i class=${i + 1 < n ? 'past' : i + 1 === n ? 'now' : ''}></i>`)}
    </div>`;
    if (tour.mayDrive || this.flat) return html`<div class="row">${bars}</div>`;
    return html`<div class="row">
      ${step(-1, words.text('tour.readBack'), icons.back, at <= 0)} ${bars} ${step(1, words.text('tour.readOn'), icons.forward ?? icons.back, at >= index)}
    </div>`;
  }

  /** @param {import('../../ui/view.js').View} view @param {TourView} tour */
  #below(view, { tour, beats, index, reading, mayDrive }) {
    const next = beats[index + 1];
    const said =
      reading || this.flat
        ? ''
        : next
          ? words.text('tour.next', { title: next.title })
          : words.text(view.talk?.ended && view.talk.cover ? 'tour.ended' : 'tour.last');
    if (said === '' && !mayDrive) return nothing;
    const end = html`<button @click=${() => ask(this, 'tourEnd')}>${words.text(isTalk(tour.id) ? 'tour.endTalk' : 'tour.end')}</button>`;
    if (mayDrive && !this.flat && areInCard(view))
      return html`${said ? html`<div class="below">${said}</div>` : nothing}
        <div class="row plays">${controls(view)} <div class="below">${end}</div></div>`;
    return html`<div class="below"><span>${said}</span>
      ${mayDrive && this.flat ? html`<button aria-pressed=${String(view.film?.on ?? false)} @click=${() => ask(this, 'tourAloud')}>${words.text('film.aloud')}</button>` : nothing}
      ${mayDrive ? end : nothing}</div>`;
  }
}

/** The chapter, whose name is cut short where there is no room, and which of its beats it is. @param {string} chapter @param {number} n @param {number} count */
function placeIn(chapter, n, count) {
  const [before, after] = words.text('tour.place', { chapter: '\n', n, count }).split('\n');
  return html`<span class="place">${before}<span class="chapter">${chapter}</span>${after}</span>`;
}

customElements.define('orrery-tour-card', TourCard);
