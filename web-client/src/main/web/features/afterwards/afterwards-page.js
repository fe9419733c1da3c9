/**
 * What is kept of a room, as tables to read, to print and to download, and to be erased. Names, and whom something can be erased for, come only once they are asked
 * for.
 *
 * @typedef {object} Said
 * @property {string} text
 * @property {number} people
 * @property {number} at       ms
 * @property {string} [step]
 * @property {string} [state]
 * @property {string} [person]
 * @property {string} [name]
 *
 * @typedef {object} Asked  see docs/protocol.md
 * @property {string} kind
 * @property {number} number
 * @property {number} at
 * @property {boolean} [open]
 * @property {string} [question]
 * @property {string} [about]
 * @property {Record<string, {question: string, options?: string[]}>} [languages]  question and options in other languages
 * @property {number} [people]
 * @property {{text: string, count: number, first?: number, model?: number, right?: boolean}[]} [options]
 * @property {Pick<import('../place/place.js').PlaceQuestion, 'kind' | 'size' | 'measure'> & {text?: string[]}} [place]  of a question for a place, of which `text` of
 *   an option has the numbers, from 0, with a point between
 * @property {{text: string, count: number, who?: string[]}[]} [words]
 * @property {{question: number, room: number, chance: number, model: number}[]} [texts]
 * @property {number} [mean]
 * @property {{bits: number, texts: number, person?: string, name?: string}[]} [best]
 *
 * @typedef {{day: number, step: string, signal: string, count: number}} Signalled
 * @typedef {{room: string, at: number, days: number, said: Record<string, Said[]>, asked: Asked[], signals: Signalled[],
 *   people: {person: string, name: string}[]}} Report
 */
import { html, LitElement, nothing } from 'lit';
import { Problem, request } from '../../live/http.js';
import { spokenCode } from '../../live/identity.js';
import { takePresenterKey } from '../../live/presenter-key.js';
import { nameIn, sentenceOf } from '../place/words.js';
import '../recording/list.js';
import { loadLate } from '../../ui/late-words.js';
import { pageHeader, pageHeaderStyle } from '../../ui/page-header.js';
import { shareText } from '../../ui/rounding.js';
import { localId } from '../../ui/step-texts.js';
import { shared } from '../../ui/styles.js';
import { onEvent } from '../../ui/while-connected.js';
import { download } from '../../ui/download.js';
import { words } from '../../ui/words.js';
import { afterwardsStyles } from './afterwards-styles.js';

const SIGNALS = ['fast', 'lost', 'applause', 'hand'];
/** What stands in place of a number that is not there. */
const NONE = '–';

const t = (/** @type {string} */ key, /** @type {Record<string, any>} */ values = {}) =>
  words.text(`afterwards.${key}`, values);
const digits = (/** @type {number | undefined} */ value, most = 2) =>
  value === undefined ? NONE : value.toLocaleString(words.language, { maximumFractionDigits: most });
const moment = (/** @type {number} */ ms) =>
  new Date(ms).toLocaleString(words.language, { dateStyle: 'medium', timeStyle: 'short' });
const dayOf = (/** @type {number} */ ms) =>
  new Date(ms).toLocaleDateString(words.language, { dateStyle: 'medium', timeZone: 'UTC' });

/** What a step's title counts is the model's, which the page does not know: it has the name of the size. */
const SIZES = Object.fromEntries(['d_mlp', 'd_model', 'd_vocab'].map((size) => [size, size]));

/** A step's layer and title. @param {string} step */
function titleOf(step) {
  const id = localId(step);
  const layer = Number(/^blocks\.(\d+)/.exec(step)?.[1] ?? NaN) + 1;
  const { title: message = step } = words.table.step?.[id] ?? {};
  const title = words.fill(message, { ...SIZES, layer });
  return layer && id !== 'layer' ? `${words.text('chapter.layerOf', { layer })}: ${title}` : title;
}

export class AfterwardsPage extends LitElement {
  static properties = {
    code: {},
    named: { state: true },
    report: { state: true },
    wrong: { state: true },
    sure: { state: true },
    said: { state: true },
  };

  static styles = [shared, pageHeaderStyle, afterwardsStyles];

  constructor() {
    super();
    this.code = '';
    /** Whether names are shown. */
    this.named = false;
    /** Null until it is there. @type {Report | null} */
    this.report = null;
    /** @type {Problem | null} */
    this.wrong = null;
    /** Whether everything is erased at the next press. */
    this.sure = false;
    /** What has been done, for a screen reader. */
    this.said = '';
    onEvent(this, words, 'change');
  }

  connectedCallback() {
    super.connectedCallback();
    for (const group of ['afterwards', 'place']) loadLate(group, () => this.requestUpdate()).catch(console.warn);
  }

  /** The room's code is there from now on. */
  firstUpdated() {
    this.#load();
  }

  /** @param {string} rest of the path @param {RequestInit} [init] */
  #request(rest, init) {
    const key = takePresenterKey(this.code) ?? '';
    const path = `/api/rooms/${encodeURIComponent(this.code)}/afterwards${rest}`;
    return request(path, { ...init, headers: { Authorization: `Bearer ${key}` } });
  }

  get #names() {
    return this.named ? '?names=1' : '';
  }

  async #load() {
    await this.#try(async () => {
      const { named } = this;
      const report = await (await this.#request(this.#names)).json();
      if (named === this.named) this.report = report;
    });
  }

  /** @param {() => Promise<void>} does */
  async #try(does) {
    this.wrong = null;
    try {
      await does();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.wrong = problem;
    }
  }

  /** @param {'' | '.csv'} ending */
  async #download(ending) {
    await this.#try(async () => {
      const blob = await (await this.#request(ending + this.#names)).blob();
      download(`orrery-${this.code}${ending || '.json'}`, blob);
    });
  }

  /** @param {string} [person] the id of a person; without one, everything */
  async #erase(person) {
    this.sure = false;
    await this.#try(async () => {
      await this.#request(person ? `/people/${person}` : '', { method: 'DELETE' });
      this.said = t('erased');
      await this.#load();
    });
  }

  render() {
    if (!words.has('afterwards.title')) return nothing;
    const { report, wrong } = this;
    return html`${pageHeader(this)}
      <main>
        <h1>${t('title', { code: spokenCode(this.code) })}</h1>
        ${report ? html`<p class="intro">${t('intro', { time: moment(report.at), days: report.days })}</p>` : nothing}
        <p class="wrong" role="alert">${wrong ? words.text(words.has(`problem.${wrong.code}`) ? `problem.${wrong.code}` : `error.${wrong.code}`, wrong.params) : nothing}</p>
        <p class="hidden" role="status">${this.said}</p>
        ${
          report
            ? html`<orrery-recordings .code=${this.code} .secret=${takePresenterKey(this.code) ?? ''}></orrery-recordings>`
            : nothing
        }
        ${report ? this.#report(report) : nothing}
      </main>`;
  }

  /** @param {Report} report */
  #report(report) {
    const { qa = [], proposals = [] } = report.said;
    return html`<div class="ways">
        <button class="filled" data-do="print" @click=${() => window.print()}>${t('print')}</button>
        <button class="plain" data-do="csv" @click=${() => this.#download('.csv')}>${t('csv')}</button>
        <button class="plain" data-do="json" @click=${() => this.#download('')}>${t('json')}</button>
        <label class="check"><input type="checkbox" .checked=${this.named} @change=${this.#name} />${t('names')}</label>
      </div>
      ${this.#saids('qa', qa)} ${this.#saids('proposals', proposals)}
      <section aria-labelledby="asked">
        <h2 id="asked">${t('asked')}</h2>
        ${report.asked.length ? report.asked.map((each) => this.#asked(each)) : html`<p>${t('none')}</p>`}
      </section>
      ${this.#signals(report.signals)} ${this.named ? this.#people(report.people) : nothing}
      <section class="erase" aria-labelledby="erase">
        <h2 id="erase">${t('eraseTitle')}</h2>
        <p>${t('eraseText')}</p>
        ${
          this.sure
            ? html`<button class="filled" data-do="erase-sure" @click=${() => this.#erase()}>${t('eraseSure')}</button>
              <button class="plain" @click=${() => (this.sure = false)}>${t('keep')}</button>`
            : html`<button class="plain" data-do="erase" @click=${() => (this.sure = true)}>${t('erase')}</button>`
        }
      </section>`;
  }

  /** @param {Event & {target: HTMLInputElement}} event */
  #name({ target }) {
    this.named = target.checked;
    this.#load();
  }

  /**
   * @param {string} label of a screen reader's @param {string[]} heads the first is the rows' heading
   * @param {unknown[][]} rows  @param {string} [kind]
   */
  #table(label, heads, rows, kind = '') {
    return html`<table class=${kind}>
      <caption class="hidden">${label}</caption>
      <thead><tr>${heads.map((head, i) => html`<th scope="col" class=${i ? 'number' : ''}>${head}</th>`)}</tr></thead>
      <tbody>
        ${rows.map(([first, ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`)}
      </tbody>
    </table>`;
  }

  /** @param {'qa' | 'proposals'} kind @param {Said[]} all */
  #saids(kind, all) {
    const rows = [...all]
      .sort((a, b) => b.people - a.people || a.at - b.at)
      .map(({ text, people, at, step, state, person, name }) => [
        html`<span>${text}</span><small>${[state && t(`state.${state}`), moment(at)].filter(Boolean).join(' · ')}${step ? ` · ${titleOf(step)}` : nothing}${this.named && person ? ' · ' : nothing}${this.#who(person, name)}</small>`,
        digits(people),
      ]);
    return html`<section aria-labelledby=${kind}>
      <h2 id=${kind}>${t(kind)}</h2>
      ${all.length ? this.#table(t(kind), [t('text'), t(kind === 'qa' ? 'people' : 'votes')], rows) : html`<p>${t('none')}</p>`}
    </section>`;
  }

  /** @param {string} [person] @param {string} [name] */
  #who(person, name) {
    if (!this.named || !person) return nothing;
    const shown = name || t('nameless');
    return html`${shown}
      <button class="plain small" data-erase=${person} aria-label=${t('erasePerson', { name: shown })} @click=${() => this.#erase(person)}>${t('eraseOne')}</button>`;
  }

  /** @param {Asked} asked */
  #asked(asked) {
    const { kind, options = [], words: written = [], texts = [], best = [], mean, people = 0, place } = asked;
    const own = asked.languages?.[words.language];
    const of = place && /** @type {any} */ ({ ...place, question: asked.question }),
      run = /** @type {any} */ ({ trace: { text: place?.text ?? [] } });
    const title = [
      words.has(`afterwards.kind.${kind}`) ? t(`kind.${kind}`) : kind,
      of ? sentenceOf(of, run) : (own ?? asked).question,
    ].filter(Boolean);
    const optionOf = (/** @type {string} */ text) =>
      of ? nameIn(of, run)(text.split('.').map(Number)) : text || t('else');
    const hasFirst = options.some(({ first }) => first !== undefined);
    const hasModel = options.some(({ model }) => model !== undefined);
    const heads = [t('answer'), ...(hasFirst ? [t('first')] : []), t(hasFirst ? 'second' : 'people')];
    if (hasModel) heads.push(t('model'));
    const rows = options.map(({ text, count, first, model, right }, i) => [
      html`<span class="token">${optionOf(own?.options?.[i] ?? text)}</span>${right ? html` <strong>✓ ${t('right')}</strong>` : nothing}`,
      ...(hasFirst ? [digits(first)] : []),
      digits(count),
      ...(hasModel ? [model === undefined ? NONE : shareText(model, words)] : []),
    ]);
    for (const { text, count, who = [] } of written) {
      const erasers = who.map((person) =>
        this.#who(person, this.report?.people.find((each) => each.person === person)?.name),
      );
      rows.push([
        html`„<span class="token">${text}</span>“${erasers.length ? html`<small>${erasers}</small>` : nothing}`,
        ...(hasFirst ? [NONE] : []),
        digits(count),
        ...(hasModel ? [NONE] : []),
      ]);
    }
    return html`<article>
      <h3>${title.join(': ')}</h3>
      ${asked.about ? html`<p class="about" translate="no">${asked.about} …</p>` : nothing}
      <p class="when">${asked.open ? t('open') : moment(asked.at)} · ${t('answered', { count: people })}${mean === undefined ? nothing : ` · ${t('mean', { bits: digits(mean) })}`}</p>
      ${rows.length ? this.#table(title.join(': '), heads, rows) : nothing}
      ${
        texts.length
          ? this.#table(
              t('bits'),
              [t('series.text'), t('series.room'), t('series.chance'), t('model')],
              texts.map((each, i) => [digits(i + 1), digits(each.room), digits(each.chance), digits(each.model)]),
            )
          : nothing
      }
      ${
        best.length
          ? this.#table(
              t('series.best'),
              [t('series.best'), t('series.texts'), t('bits')],
              best.map(({ bits, texts: over, person, name }, i) => [
                html`${i + 1}.<small>${this.#who(person, name)}</small>`,
                digits(over),
                digits(bits),
              ]),
            )
          : nothing
      }
    </article>`;
  }

  /** @param {Signalled[]} signals */
  #signals(signals) {
    /** @type {Map<string, {day: number, step: string, counts: Record<string, number>}>} */
    const rows = new Map();
    for (const { day, step, signal, count } of signals) {
      const key = `${day} ${step}`;
      const row = rows.get(key) ?? { day, step, counts: {} };
      row.counts[signal] = count;
      rows.set(key, row);
    }
    const areMany = new Set(signals.map(({ day }) => day)).size > 1;
    return html`<section aria-labelledby="signals">
      <h2 id="signals">${t('signals')}</h2>
      ${
        signals.length
          ? this.#table(
              t('signals'),
              [t('step'), ...SIGNALS.map((signal) => t(`signal.${signal}`))],
              [...rows.values()].map(({ day, step, counts }) => [
                html`${titleOf(step)}${areMany ? html`<small>${dayOf(day)}</small>` : nothing}`,
                ...SIGNALS.map((signal) => digits(counts[signal])),
              ]),
              'signals',
            )
          : html`<p>${t('none')}</p>`
      }
    </section>`;
  }

  /** @param {Report['people']} people */
  #people(people) {
    return html`<section aria-labelledby="people">
      <h2 id="people">${t('named')}</h2>
      ${people.length ? html`<ul>${people.map(({ person, name }) => html`<li>${this.#who(person, name)}</li>`)}</ul>` : html`<p>${t('none')}</p>`}
    </section>`;
  }
}

customElements.define('orrery-afterwards', AfterwardsPage);
