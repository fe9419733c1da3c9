/** The presenter's voice among the controls: whether it is recorded, how loud it is, which microphone, and what waits to be sent. */
import { css, html, nothing } from 'lit';
import { Problem } from '../../live/http.js';
import { folded } from '../../ui/folded.js';
import { framed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { every, onEvent } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';
import { Microphone } from './microphone.js';

/** How often the level is drawn, ms. */
const LEVEL_MS = 100;
/** Pieces that wait are said from this number on: one is being recorded, and one is on its way. */
const WORTH_SAYING = 3;

const t = (/** @type {string} */ key, /** @type {Record<string, any>} */ values = {}) =>
  words.text(`voice.${key}`, values);

export class VoicePanel extends ViewElement {
  static properties = { voice: { attribute: false }, open: { state: true } };

  static styles = [
    shared,
    framed,
    folded,
    css`
      :host {
        flex: none;
      }
      :host([flat]) {
        margin-bottom: var(--s4);
      }
      summary i {
        display: inline-block;
        width: 10px;
        height: 10px;
        margin-right: 6px;
        border-radius: 50%;
        background: var(--bad);
      }
      .level {
        flex: 1 1 100%;
        height: 10px;
        border-radius: 5px;
        background: var(--surface-2);
        overflow: hidden;
      }
      .level div {
        height: 100%;
        width: calc(100% * var(--level, 0));
        background: linear-gradient(to right, var(--p) 70%, var(--warn) 90%);
      }
      select {
        flex: 1 1 100%;
        min-width: 0;
      }
      p {
        margin-top: var(--s2);
        font-size: var(--text-sm);
        line-height: var(--lh-read);
        overflow-wrap: anywhere;
      }
      .row button {
        flex: 1 1 auto;
        min-height: 40px;
        padding: 0 var(--s3);
      }
      @media (pointer: coarse), (max-width: 899px) {
        summary,
        .row button,
        select {
          min-height: 48px;
        }
      }
    `,
  ];

  #changed = () => this.requestUpdate();

  constructor() {
    super();
    this.open = false;
    /** @type {import('./voice.js').Voice | null} */
    this.voice = null;
    onEvent(this, words, 'change');
    every(this, LEVEL_MS, () => this.#drawLevel());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.voice?.microphone.removeEventListener('change', this.#changed);
  }

  /** @param {Map<string, unknown>} changes */
  willUpdate(changes) {
    if (!changes.has('voice')) return;
    /** @type {VoicePanel['voice']} */ (changes.get('voice'))?.microphone.removeEventListener('change', this.#changed);
    this.voice?.microphone.addEventListener('change', this.#changed);
  }

  /** Opens the panel and brings it into sight. */
  async show() {
    this.open = true;
    await this.updateComplete;
    this.scrollIntoView({ block: 'nearest' });
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('button'))?.focus();
  }

  #quiet = false;

  #drawLevel() {
    const microphone = this.voice?.microphone;
    if (microphone?.state !== 'on') return;
    const { level } = microphone;
    const bar = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.level'));
    bar?.style.setProperty('--level', level.toFixed(2));
    bar?.setAttribute('aria-valuenow', String(Math.round(level * 100)));
    if (this.#quiet !== microphone.isQuiet) {
      this.#quiet = microphone.isQuiet;
      this.requestUpdate();
    }
  }

  render() {
    const { voice, view } = this;
    if (!voice || !words.has('voice.title')) return nothing;
    const { microphone } = voice;
    const paused = view?.room?.parts.recording?.paused ?? false;
    const state = microphone.records ? 'on' : microphone.state === 'on' ? (paused ? 'paused' : 'begins') : 'off';
    return html`<section aria-label=${t('title')}>
      <details ?open=${this.open} @toggle=${this.#toggle}>
        <summary>${microphone.records ? html`<i></i>` : nothing}${t(`state.${state}`)}</summary>
        ${Microphone.isAllowed ? this.#controls(microphone) : html`<p>${t('insecure', { host: location.host })}</p>`}
        ${this.#remarks(voice)}
      </details>
    </section>`;
  }

  /** @param {Event & {target: HTMLDetailsElement}} event */
  #toggle({ target }) {
    this.open = target.open;
  }

  /** @param {Microphone} microphone */
  #controls(microphone) {
    const { state, devices, device } = microphone;
    return html`
      ${
        state === 'on'
          ? html`<div class="row">
              <div class="level" role="meter" aria-label=${t('level')} aria-valuemin="0" aria-valuemax="100"><div></div></div>
            </div>`
          : html`<p>${t('note')}</p>`
      }
      ${
        devices.some(({ label }) => label)
          ? html`<div class="row">
              <select aria-label=${t('device')} @change=${this.#choose}>
                ${devices.map(({ deviceId, label }) => html`<option value=${deviceId} ?selected=${deviceId === device}>${label}</option>`)}
              </select>
            </div>`
          : nothing
      }
      <div class="row">
        ${
          state === 'off'
            ? html`<button class="filled" data-do="begin" @click=${() => this.voice?.begin()}>${t('begin')}</button>`
            : html`<button class="plain" data-do="end" ?disabled=${state === 'asking'} @click=${() => microphone.end()}>${t(state === 'asking' ? 'asking' : 'end')}</button>`
        }
      </div>`;
  }

  /** @param {Event & {target: HTMLSelectElement}} event */
  #choose({ target }) {
    const { microphone } = /** @type {NonNullable<VoicePanel['voice']>} */ (this.voice);
    if (microphone.state === 'on') microphone.begin(target.value);
    else microphone.device = target.value;
  }

  /** @param {NonNullable<VoicePanel['voice']>} voice */
  #remarks({ microphone, problem, waiting }) {
    const wrong = microphone.wrong
      ? t(`wrong.${microphone.wrong}`)
      : problem === 'full'
        ? t('wrong.full')
        : problem instanceof Problem && problem.status >= 400 && problem.status < 500
          ? words.problem(problem)
          : microphone.isQuiet
            ? t('wrong.quiet')
            : '';
    return html`<p class="wrong" role="alert" ?hidden=${!wrong}>${wrong}</p>
      <p role="status" ?hidden=${waiting < WORTH_SAYING}>${t('waiting', { count: waiting })}</p>`;
  }
}

customElements.define('orrery-voice', VoicePanel);
