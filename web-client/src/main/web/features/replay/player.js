/** The bar that moves the time of a recording: on wide pages below the machine, on phones in the sheet. */
import { css, html, nothing, svg } from 'lit';
import { source } from '../../live/http.js';
import { ask } from '../../ui/ask.js';
import { icons } from '../../ui/icons.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { onEvent } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';
import { piecesOf, RATES, signsOf, timeText } from './time.js';

/** @typedef {import('./replay.js').Replay} Replay */
/** @typedef {import('../../live/recording.js').Mark} Mark */

/** How often the time is drawn while it runs, ms. */
const TICK_MS = 200;
/** A name needs this much room on the slider, px. */
const NAME_PX = 76;
/** The words for a speed of playing. @type {Record<number, string>} */
const RATE_NAMES = { 0.5: '½ ×', 1: '1 ×', 1.5: '1½ ×', 2: '2 ×', 3: '3 ×' };

const icon = (/** @type {unknown} */ drawing) => html`<svg viewBox="0 0 20 20" aria-hidden="true">${drawing}</svg>`;
const bars = icon(svg`<path d="M4.5 15.5v-5M10 15.5v-11M15.5 15.5v-8"/>`);
const cup = icon(
  svg`<path d="M6 3.5h8v4a4 4 0 0 1-8 0zM10 11.5v3M7 16.5h6M6 5H3.5c0 2.5 1 4 3 4M14 5h2.5c0 2.5-1 4-3 4"/>`,
);
/** Signs of marks. @type {Record<string, unknown>} */
const SIGNS = {
  guess: bars,
  poll: icon(
    svg`<path d="M3 3.5h14v10h-8l-3.5 3v-3H3z"/><path d="M8 7a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1M10 11.6v.1"/>`,
  ),
  place: icon(svg`<circle cx="10" cy="10" r="6.5"/><circle cx="10" cy="10" r="2"/>`),
  series: cup,
  scores: cup,
  tool: icons.find,
  text: icons.ready,
  gap: icons.pause,
  step: icon(svg`<path d="M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z"/>`),
};
const eye = icon(
  svg`<path d="M2 10c2-3.6 4.7-5.4 8-5.4s6 1.8 8 5.4c-2 3.6-4.7 5.4-8 5.4S4 13.6 2 10z"/><circle cx="10" cy="10" r="2.4"/>`,
);

export class Player extends ViewElement {
  static properties = { form: {} };

  static styles = [
    shared,
    css`
      :host {
        min-width: 0;
      }
      .bar {
        display: grid;
        grid-template-columns: auto auto minmax(0, 1fr);
        align-items: center;
        gap: var(--s2) var(--s4);
        padding: var(--s3) var(--s4);
        background: var(--surface);
        border-radius: var(--r3);
        box-shadow: var(--shadow-2);
      }
      .play {
        width: 56px;
        min-height: 56px;
        padding: 0;
      }
      .play svg {
        width: 24px;
        height: 24px;
        stroke-width: 2.4;
      }
      .time {
        min-width: 84px;
        color: var(--ink-2);
        font-size: var(--text-sm);
        white-space: nowrap;
      }
      .time b {
        display: block;
        font-size: var(--text-xl);
        line-height: var(--lh-tight);
        color: var(--ink);
      }
      .line {
        display: grid;
        gap: 2px;
        min-width: 0;
      }
      .names,
      .signs {
        position: relative;
        height: 18px;
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .names span {
        position: absolute;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        padding-inline-end: 8px;
      }
      .names .now {
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      .slider {
        position: relative;
        height: 24px;
        cursor: pointer;
        touch-action: none;
      }
      .slider i {
        position: absolute;
        top: 9px;
        height: 6px;
        border-radius: 2px;
        background: linear-gradient(color-mix(in oklab, var(--accent) 62%, var(--surface)) 0 0) no-repeat var(--line);
        background-size: var(--done) 100%;
      }
      .slider .knob {
        position: absolute;
        top: 3px;
        width: 18px;
        height: 18px;
        margin-inline-start: -9px;
        border-radius: 50%;
        background: var(--accent);
        box-shadow: 0 0 0 4px var(--surface);
      }
      .slider .edge {
        position: absolute;
        inset-inline-end: 0;
        top: 1px;
        width: 3px;
        height: 22px;
        border-radius: 2px;
        background: var(--good);
      }
      .signs button {
        position: absolute;
        top: 0;
        display: grid;
        place-items: center;
        min-width: 24px;
        height: 24px;
        margin: -3px 0 0 -12px;
        font-size: var(--text-xs);
        font-weight: var(--w-strong);
        color: var(--ink-2);
      }
      .signs button:hover {
        color: var(--ink);
        background: var(--surface-2);
      }
      .signs svg {
        width: 16px;
        height: 16px;
      }
      .signs b {
        min-width: 16px;
        padding: 0 3px;
        border: 1px solid currentColor;
        border-radius: 8px;
        line-height: 15px;
        text-align: center;
      }
      .does {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2) var(--s4);
      }
      .does > :is(.plain, .filled, select),
      .rates button {
        font-size: var(--text-sm);
      }
      .does > select {
        min-height: var(--hit);
      }
      .rates {
        display: flex;
        padding: 2px;
        border-radius: var(--r2);
        background: var(--surface-2);
      }
      .rates button {
        min-width: 44px;
        min-height: calc(var(--hit) - 6px);
        color: var(--ink-2);
      }
      .rates [aria-pressed='true'] {
        background: var(--bg);
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      .switch {
        display: inline-flex;
        align-items: center;
        gap: var(--s2);
        min-height: var(--hit);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .switch::before {
        content: '';
        width: 30px;
        height: 18px;
        border-radius: 9px;
        background: radial-gradient(circle at 9px 9px, var(--ink) 6px, transparent 6.5px) var(--line-strong);
      }
      .switch[aria-checked='true']::before {
        background: radial-gradient(circle at 21px 9px, var(--accent-ink) 6px, transparent 6.5px) var(--accent);
      }
      .marks {
        color: var(--ink-3);
        font-size: var(--text-sm);
        white-space: nowrap;
      }
      .last {
        margin-inline-start: auto;
        display: flex;
        align-items: center;
        gap: var(--s4);
      }
      .live {
        color: var(--good);
      }
      .said {
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
      h2 {
        font-size: 19px;
        line-height: var(--lh-tight);
        overflow-wrap: anywhere;
      }
      .sheet {
        display: grid;
        gap: var(--s3);
        padding-bottom: var(--s3);
      }
      .head {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: var(--s3);
      }
      .four {
        display: grid;
        grid-template-columns: repeat(4, minmax(0, 1fr));
        gap: var(--s2);
      }
      .four .plain,
      .two .plain {
        padding: 0 4px;
        min-height: 52px;
      }
      .two {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--s2);
      }
      .four .rate {
        border-color: var(--accent);
        color: var(--accent);
      }
      .under {
        display: flex;
        align-items: center;
        gap: var(--s3);
      }
      .under .line {
        flex: 1;
      }
      :is(.sheet, .under) .line {
        margin-inline: 9px;
      }
      .under .icon {
        color: var(--ink);
      }
      .back {
        display: flex;
        align-items: center;
        gap: var(--s3);
        white-space: nowrap;
      }
      @media (max-width: 1100px) {
        .hint {
          display: none;
        }
      }
    `,
  ];

  /** @type {Replay | null} */
  #replay = null;
  #width = 0;
  /** Where a drag on the slider is, ms; null without one. @type {number | null} */
  #drag = null;
  /** @type {number | undefined} */
  #timer;
  #changed = () => this.requestUpdate();
  #sizes = new ResizeObserver(([{ contentRect }]) => {
    if (Math.abs(contentRect.width - this.#width) < 1) return;
    this.#width = contentRect.width;
    this.requestUpdate();
  });

  constructor() {
    super();
    /** `bar`, below the machine; `replay`, the tab on a phone; `under`, below another tab there; `over`, below what covers the sheet; `back`, while somebody looks around. */
    this.form = 'bar';
    onEvent(this, words, 'change');
  }

  connectedCallback() {
    super.connectedCallback();
    /** @type {import('../../ui/features.js').Page | null} */
    const page = this.closest('orrery-app');
    this.#replay =
      page?.ports.replay ?? /** @type {any} */ (document.querySelector('orrery-app'))?.ports.replay ?? null;
    this.#replay?.addEventListener('change', this.#changed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#replay?.removeEventListener('change', this.#changed);
    this.#sizes.disconnect();
    clearTimeout(this.#timer);
  }

  updated() {
    clearTimeout(this.#timer);
    const runs = this.#replay?.playing || this.#replay?.goesOn;
    if (runs && this.isConnected) this.#timer = window.setTimeout(this.#changed, TICK_MS);
    const line = this.renderRoot.querySelector('.line');
    if (line) this.#sizes.observe(line);
  }

  render() {
    const replay = this.#replay;
    if (!replay?.manifest || !words.has('replay.play')) return nothing;
    if (this.form === 'back') return this.#back(replay);
    if (this.form === 'bar') return this.#bar(replay);
    if (this.form === 'over') return this.#under(replay);
    return replay.shown.looks
      ? this.#looking(replay)
      : this.form === 'under'
        ? this.#under(replay)
        : this.#sheet(replay);
  }

  /** @param {Replay} replay */
  #bar(replay) {
    return html`<section class="bar" aria-label=${words.text('replay.label')}>
      ${this.#play(replay, 'filled play')}
      <p class="time"><b>${timeText(this.#t(replay))}</b>${this.#of(replay)}</p>
      ${this.#line(replay, true)}
      <div class="does">
        <div class="rates" role="group" aria-label=${words.text('replay.rate')}>
          ${RATES.map((rate) => html`<button aria-pressed=${String(rate === replay.rate)} @click=${() => ask(this, 'replayRate', rate)}>${RATE_NAMES[rate]}</button>`)}
        </div>
        ${this.#skips(replay)} ${this.#voice()}
        ${this.#link(replay)} ${this.#file(replay)}
        <div class="last">
          <span class="marks hint">${words.text('replay.marks')} <kbd>${words.text('help.cap.pageUp')}</kbd> <kbd>${words.text('help.cap.pageDown')}</kbd></span>
          ${this.#catchUp(replay, 'plain')}
          ${replay.goesOn ? html`<button class="plain" @click=${() => ask(this, 'replayNow')}>${words.text('replay.now')}</button>` : nothing}
          ${this.#look('plain')}
        </div>
      </div>
    </section>`;
  }

  /** @param {Replay} replay */
  #sheet(replay) {
    const { behind, goesOn, manifest, rate } = replay;
    return html`<section class="sheet" slot=${this.form} aria-label=${words.text('replay.label')}>
      <div class="head">
        <h2>${behind === null ? (goesOn ? words.text('replay.with') : manifest?.title || words.text('replay.untitled')) : words.text('replay.behind', { time: timeText(behind) })}</h2>
        <span class="time">${timeText(this.#t(replay))} ${this.#of(replay)}</span>
      </div>
      ${this.#line(replay, false)}
      <div class="four">
        ${this.#play(replay, 'plain')}
        <button class="plain" aria-label=${words.text('replay.back5')} @click=${() => ask(this, 'replayBy', -5)}>− 5 s</button>
        <button class="plain" aria-label=${words.text('replay.on5')} @click=${() => ask(this, 'replayBy', 5)}>+ 5 s</button>
        <button class="plain rate" aria-label=${words.text('replay.rateIs', { rate: RATE_NAMES[rate] ?? '' })} @click=${() => ask(this, 'replayRate')}>${RATE_NAMES[rate]}</button>
      </div>
      ${
        goesOn
          ? html`${this.#catchUp(replay, 'filled')}
            <button class=${replay.staysBehind ? 'plain' : 'filled'} @click=${() => ask(this, 'replayNow')}>${words.text('replay.now')}</button>
            ${behind === null || rate <= 1 ? html`<p class="said">${words.text(behind === null ? 'replay.withNote' : 'replay.slow')}</p>` : html`<p class="said">${words.text('replay.reach', { rate: RATE_NAMES[rate] ?? '', time: timeText(behind / (rate - 1)) })}</p>`}`
          : nothing
      }
      <div class="two">${this.#look('plain')} ${this.#link(replay)}</div>
      <div class="does">${this.#skips(replay)} ${this.#voice()} ${this.#file(replay)}</div>
    </section>`;
  }

  /** @param {Replay} replay */
  #under(replay) {
    const label = words.text(replay.playing ? 'replay.pause' : 'replay.play');
    return html`<section class="under" aria-label=${words.text('replay.label')}>
      <button class="icon" aria-label=${label} title=${label} @click=${() => ask(this, 'replayPlay')}>${replay.playing ? icons.pause : icons.play}</button>
      ${this.#line(replay, false, false)}
      <span class="time">${timeText(this.#t(replay))}</span>
    </section>`;
  }

  /** @param {Replay} replay */
  #looking(replay) {
    if (this.form === 'under') return html`<section class="under">${this.#return(replay, 'filled')}</section>`;
    return html`<section class="sheet"><h2>${words.text('replay.looking')}</h2>
      <p class="said">${words.text('replay.lookingNote')}</p>
      ${this.#return(replay, 'filled')}${this.#why()}</section>`;
  }

  /** @param {Replay} replay */
  #back(replay) {
    return html`<div class="back">${this.#why()}${this.#return(replay, 'filled')}</div>`;
  }

  #why() {
    if (!source.can('replayWhy')) return nothing;
    return html`<button class="plain" @click=${() => ask(this, 'replayWhy')}>${words.text('replay.why')} <kbd class="hint" aria-hidden="true">Y</kbd></button>`;
  }

  /** @param {Replay} replay @param {string} kind */
  #return(replay, kind) {
    return html`<button class=${kind} @click=${() => ask(this, 'replayLook')}>${words.text('replay.return', { time: timeText(replay.t) })}</button>`;
  }

  /** @param {string} kind */
  #look(kind) {
    return html`<button class=${kind} @click=${() => ask(this, 'replayLook')}>${eye} ${words.text('replay.look')}</button>`;
  }

  /** @param {Replay} replay @param {string} kind */
  #play({ playing }, kind) {
    const label = words.text(playing ? 'replay.pause' : 'replay.play');
    return html`<button class=${kind} aria-label=${label} title=${label} @click=${() => ask(this, 'replayPlay')}>${playing ? icons.pause : icons.play}</button>`;
  }

  /** @param {Replay} replay */
  #skips({ skips }) {
    return html`<button class="switch" role="switch" aria-checked=${String(skips)} @click=${() => ask(this, 'replaySkips')}>${words.text('replay.skips')}</button>`;
  }

  /** @param {Replay} replay */
  #link(replay) {
    if (!source.can('replayLink')) return nothing;
    return html`<button class="plain" @click=${() => ask(this, 'replayLink')}>${words.text('replay.link', { time: timeText(replay.t) })}</button>`;
  }

  /** @param {Replay} replay */
  #file({ goesOn }) {
    if (goesOn || !source.can('replayFile')) return nothing;
    return html`<button class="plain" @click=${() => ask(this, 'replayFile')}>${words.text('replay.file')}</button>`;
  }

  /** @param {Replay} replay @param {string} kind */
  #catchUp({ staysBehind }, kind) {
    if (!staysBehind) return nothing;
    return html`<button class=${kind} @click=${() => ask(this, 'replayCatchUp')}>${words.text('replay.catchUp')}</button>`;
  }

  /** What the voice has to choose. */
  #voice() {
    /** @type {any} */
    const { voice } = /** @type {any} */ (document.querySelector('orrery-app'))?.ports ?? {};
    return voice?.buttons?.(this.view) ?? nothing;
  }

  /** @param {Replay} replay */
  #of(replay) {
    const { behind, goesOn } = replay;
    if (goesOn && this.form === 'bar')
      return behind === null
        ? html`<span class="live">${words.text('replay.withShort')}</span>`
        : words.text('replay.behindShort', { time: timeText(behind) });
    return words.text('replay.of', { time: timeText(replay.length) });
  }

  /** The moment that the bar shows: that of the pointer while it is dragged. @param {Replay} replay */
  #t(replay) {
    return this.#drag ?? replay.t;
  }

  /** @param {Replay} replay @param {boolean} named whether beats have their names above @param {boolean} [signed] whether there are signs below */
  #line(replay, named, signed = true) {
    const { length, manifest, goesOn } = replay;
    const marks = manifest?.marks ?? [],
      t = this.#t(replay),
      of = (/** @type {number} */ at) => (length > 0 ? Math.min(1, at / length) : 0),
      percent = (/** @type {number} */ share) => `${(100 * share).toFixed(3)}%`;
    const pieces = piecesOf(marks, length);
    return html`<div class="line">
      ${
        named
          ? html`<div class="names" aria-hidden="true">${pieces.map((piece) => {
              const share = of(piece.to) - of(piece.from);
              if (!piece.mark || share * this.#width < NAME_PX) return nothing;
              return html`<span class=${t >= piece.from && t < piece.to ? 'now' : ''} style="left:${percent(of(piece.from))};width:${percent(share)}">${replay.said?.nameOf(piece.mark)}</span>`;
            })}</div>`
          : nothing
      }
      <div
        class="slider"
        role="slider"
        tabindex="0"
        aria-label=${words.text('replay.slider')}
        aria-valuemin="0"
        aria-valuemax=${Math.round(length / 1000)}
        aria-valuenow=${Math.round(t / 1000)}
        aria-valuetext=${words.text('replay.at', { time: timeText(t), length: timeText(length) })}
        @pointerdown=${this.#down}
        @pointermove=${this.#move}
        @pointerup=${this.#up}
        @pointercancel=${this.#cancel}
      >
        ${pieces.map(({ from, to }) => {
          const done = Math.min(1, Math.max(0, (t - from) / (to - from)));
          return html`<i style="left:${percent(of(from))};width:calc(${percent(of(to) - of(from))} - 3px);--done:${percent(done)}"></i>`;
        })}
        ${goesOn ? html`<span class="edge"></span>` : nothing}
        <span class="knob" style="left:${percent(of(t))}"></span>
      </div>
      ${
        signed
          ? html`<div class="signs">${signsOf(marks, length, this.#width).map((sign) => {
              const names = sign.marks.map((mark) => replay.said?.nameOf(mark)).join(', ');
              const label = words.text('replay.sign', { time: timeText(sign.t), what: names });
              return html`<button style="left:${percent(of(sign.t))}" aria-label=${label} title=${label} tabindex="-1" @click=${() => ask(this, 'replayTo', sign.t)}>
                ${sign.marks.length > 1 ? html`<b>${sign.marks.length}</b>` : SIGNS[sign.marks[0].kind]}
              </button>`;
            })}</div>`
          : nothing
      }
    </div>`;
  }

  /** @param {PointerEvent & {currentTarget: HTMLElement}} event @returns {number} ms */
  #pointed(event) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width))) * (this.#replay?.length ?? 0);
  }

  /** @param {any} event */
  #down = (event) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#drag = this.#pointed(event);
    this.requestUpdate();
  };

  /** @param {any} event */
  #move = (event) => {
    if (this.#drag === null) return;
    this.#drag = this.#pointed(event);
    this.requestUpdate();
  };

  #up = () => {
    if (this.#drag !== null) ask(this, 'replayTo', this.#drag);
    this.#drag = null;
  };

  #cancel = () => {
    this.#drag = null;
    this.requestUpdate();
  };
}

customElements.define('orrery-player', Player);
