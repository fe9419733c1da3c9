/**
 * Words as places: all tokens in the machine's place, drawn in its canvas; beside them what is near, over the full dimension, what words
 * add up to, and where the text's words are in the stream.
 */
import { html, nothing, svg } from 'lit';
import { WordPlaces } from '../../../scene/places/word-places.js';
import { median, together } from '../../../scene/places/framing.js';
import { tokenText } from '../../../model/token-text.js';
import { rich } from '../../../ui/rich-text.js';
import { ToolElement } from '../../../ui/tool-element.js';
import { words } from '../../../ui/words.js';
import { askedOf, chosenOf, found, groupsOf, pressed, termsOf, tiesOf, without } from './embedding-view.js';
import { embeddingStyles } from './embedding-styles.js';
import { AGAIN_MS } from '../measured.js';
import { SIGN_REACH, SIGNS } from '../../../scene/places/signs.js';
import { kindOf } from '../../../ui/preset-words.js';
import { frameIn, request } from '../../../live/http.js';

/**
 * @typedef {import('../tools.js').ToolContext<'embedding'>} Context
 * @typedef {import('./embedding-view.js').Chosen} Chosen
 * @typedef {import('./embedding-view.js').Embedding} Embedding
 * @typedef {import('./embedding-view.js').Near} Near
 *
 * @typedef {object} Places  where a model's tokens are
 * @property {ArrayLike<number>} places  x, y, z of each token, in units of the table
 * @property {string[]} texts
 * @property {number[]} explained  share of the variance that each axis holds
 * @property {{name: string, tokens: number[]}[]} kinds  the model's own kinds of words
 *
 * @typedef {{text: string[], explained: number[], kinds: Places['kinds']}} Named  members of the header of a frame with places
 */

/** Colours of the groups, as in scene/places/word-places.js. */
const COLOURS = ['--ink-3', '--q', '--v', '--k', '--agg', '--p', '--k --p', '--q --p', '--v --k', '--ink-3'];
/** The sign of the text's words. */
const DISC = 'M1 0A1 1 0 1 1-1 0 1 1 0 1 1 1 0Z';

/** @param {ReturnType<typeof groupsOf>['names']} groups */
const groupKey = (groups) => html`<p class="key" aria-label=${words.text('places.key')}>
  ${entry('--accent', DISC, words.text('places.group.text'))}
  ${groups.map(({ key, name, group }) => entry(COLOURS[group], SIGNS[group].path, key === null ? html`<span translate="no">${kindOf(name)}</span>` : words.text(`places.group.${key}`)))}
</p>`;

/** @param {string} colour @param {string} path @param {unknown} name */
const entry = (colour, path, name) => html`<span>
  ${svg`<svg viewBox="${-SIGN_REACH} ${-SIGN_REACH} ${2 * SIGN_REACH} ${2 * SIGN_REACH}" style=${`fill:${css(colour)}`} aria-hidden="true"><path d=${path} /></svg>`}${name}</span>`;

/** A colour of the theme, or the middle between two. @param {string} names of its properties */
function css(names) {
  const [one, other = one] = names.split(' ').map((name) => `var(${name})`);
  return `color-mix(in oklab, ${one}, ${other})`;
}

/** In the hall: height of a neighbour's line, of a line of the key, and of what else stands around them, px; so many are listed in any case. */
const HALL = { line: 46, key: 18, rest: 110, least: 3 };
const DIGITS = 2;
/** From this percentage on, nothing of the spread is left out. */
const ALL = 99.5;

/** @extends {ToolElement<Context>} */
class WhyEmbedding extends ToolElement {
  static properties = { typed: { state: true } };

  static styles = [ToolElement.styles, embeddingStyles];

  /** The positions of a model's tokens, and the model. @type {{model: string, places: Places, groups: ReturnType<typeof groupsOf>} | null} */
  #places = null;
  /** @type {unknown} */
  #failure = null;
  #asking = '';
  #abort = new AbortController();
  /** Ends with hearing of the scene's machines; null before. @type {AbortController | null} */
  #heard = null;
  /** The guest in the machine's place, and the machine. @type {{guest: WordPlaces, machine: import('../../../scene/machine.js').Machine, places: Places} | null} */
  #visit = null;
  /** The points that the machine shows for this tool, as JSON. */
  #shown = '';
  /** Rows of the hall's list for which there was no room: what stands around them may take several lines. */
  #left = { beside: '', rows: 0, isKeyApart: false };
  /** The last answer, which stays while the next one is on its way. @type {{model: string, answer: Embedding | null, arithmetic: Near[] | null} | null} */
  #answer = null;

  constructor() {
    super();
    this.typed = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#abort = new AbortController();
    this.#asking = '';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#abort.abort();
    this.#leave();
  }

  render() {
    const { context } = this;
    if (!context) return nothing;
    this.#fetch();
    const { id } = context.graph.model;
    const before = this.#answer?.model === id ? this.#answer.answer : null;
    const asked = context.ask(askedOf(context.question));
    const answer = asked ?? before;
    // the answers of another sum are none of this one
    this.#answer = { model: id, answer, arithmetic: asked?.arithmetic ?? null };
    const chosen = chosenOf(context.opened);
    const { area } = context;
    const beside = JSON.stringify([id, answer?.a, chosen, area, asked !== null]);
    if (this.#left.beside !== beside) this.#left = { beside, rows: 0, isKeyApart: false };
    if (this.#failure && context.saysErrors) {
      return html`<aside role="alert"><p>${words.problem(this.#failure)}</p>
        <button class="plain" @click=${() => this.#again()}>${words.text('why.again')}</button></aside>`;
    }
    const isBelow = area.hall && !this.#left.isKeyApart;
    const form = area.hall ? 'hall' : area.narrow ? 'narrow' : 'wide';
    return html`<div class=${form} style="height:100%">
      ${this.#said(answer, chosen)}
      <aside>${area.hall ? nothing : this.#controls(chosen)} ${chosen.isSum ? this.#sum(answer, chosen) : this.#nearest(answer, chosen)} ${isBelow ? this.#key(area) : nothing}</aside>
      <div class="foot">${area.hall ? nothing : this.#layers(chosen)} ${isBelow ? nothing : this.#key(area)}</div>
    </div>`;
  }

  /** What the colours and signs mean; folded where there is little room. @param {Context['area']} area */
  #key({ narrow }) {
    const here = this.#here;
    if (!here) return nothing;
    const key = groupKey(here.groups.names);
    return narrow
      ? html`<details @toggle=${() => this.requestUpdate()}><summary>${words.text('places.key')}</summary>${key}</details>`
      : key;
  }

  /** Fetches the places of the present model. */
  async #fetch() {
    const { graph, turns } = /** @type {Context} */ (this.context);
    const { id } = graph.model;
    if (this.#asking === id) return;
    this.#asking = id;
    this.#failure = null;
    const { signal } = this.#abort;
    try {
      const places = await placesOf(id, turns, signal);
      if (this.#asking !== id || signal.aborted) return;
      this.#places = { model: id, places, groups: groupsOf(places.texts, places.kinds) };
    } catch (problem) {
      if (this.#asking !== id || signal.aborted) return;
      this.#failure = problem;
      if (!this.context?.saysErrors) setTimeout(() => signal.aborted || this.#again(), AGAIN_MS);
    }
    this.requestUpdate();
  }

  #again() {
    this.#asking = '';
    this.requestUpdate();
  }

  /** The places of the present model; null until they are there. */
  get #here() {
    return this.#places?.model === this.context?.graph.model.id ? this.#places : null;
  }

  /** The sentence about what the picture shows. @param {Embedding | null} answer @param {Chosen} chosen */
  #said(answer, { after }) {
    const { context } = this;
    if (!context || !answer) return nothing;
    if (context.graph.sizes.d_vocab === 1) return html`<p class="said">${words.text('places.oneToken')}</p>`;
    const share = 100 * answer.explained.reduce((sum, one) => sum + one, 0);
    const explained =
      share > ALL
        ? words.text('places.explainedAll')
        : words.text(context.area.hall ? 'places.explainedHall' : 'places.explained', {
            share: words.number(share, share < 10 ? 1 : 0),
          });
    const stream =
      after !== null && answer.after === after ? this.#streamSaid(/** @type {number[][]} */ (answer.stream)) : null;
    return html`<p class="said">${context.area.hall && stream ? nothing : rich(explained)} ${stream ? rich(stream) : nothing}
      ${this.#here ? nothing : words.text('places.loading')}</p>`;
  }

  /** How far out the stream's words are. @param {number[][]} stream */
  #streamSaid(stream) {
    const here = this.#here;
    const { trace } = /** @type {Context} */ (this.context);
    if (!here) return null;
    const away = (/** @type {number[]} */ at) => Math.hypot(...at);
    const { places } = here.places;
    const table = trace.info.tokens.map((token) =>
      away([places[3 * token], places[3 * token + 1], places[3 * token + 2]]),
    );
    const by = median(stream.map(away)) / median(table);
    const same = by > 0.75 && by < 1.35;
    return words.text('places.sameAxes', {
      times: same ? 'same' : 'other',
      by: words.number(by, by < 10 ? 1 : 0),
      outside: stream.length - together(stream).length,
    });
  }

  /** @param {Chosen} chosen */
  #controls(chosen) {
    const { context } = this;
    if (!context?.mayAsk) return nothing;
    const mode = (/** @type {boolean} */ isSum, /** @type {string} */ key) =>
      html`<button aria-pressed=${String(chosen.isSum === isSum)} data-mode=${key} @click=${() => this.#open({ sum: isSum ? 1 : null })}>${words.text(`places.${key}`)}</button>`;
    const texts = this.#here?.places.texts ?? [];
    const tokens = found(texts, this.typed);
    const label = words.text(chosen.isSum ? 'places.searchIn' : 'places.search');
    return html`<div class="modes" role="group" aria-label=${words.text('places.mode')}>${mode(false, 'look')}${mode(true, 'sum')}</div>
      <form
        @submit=${(/** @type {Event} */ event) => {
          event.preventDefault();
          if (tokens.length > 0) this.#find(tokens[0]);
        }}
      >
        <input type="search" autocomplete="off" spellcheck="false" placeholder=${label} aria-label=${label} .value=${this.typed}
          @input=${(/** @type {{target: HTMLInputElement}} */ { target }) => {
            this.typed = target.value;
          }} />
      </form>
      ${
        this.typed.trim() === '' || texts.length === 0
          ? nothing
          : tokens.length === 0
            ? html`<p class="none" role="status">${words.text('places.none', { text: this.typed.trim() })}</p>`
            : html`<div class="found" role="group" aria-label=${words.text('places.found')}>
              ${tokens.map((token) => html`<button data-token=${token} @click=${() => this.#find(token)}><bdi translate="no">${this.#word(token)}</bdi></button>`)}
            </div>`
      }`;
  }

  /** A token's text with its spaces: two tokens may differ in these alone. @param {number} token */
  #word(token) {
    const here = this.#here;
    const text = here?.places.texts[token] ?? this.#answer?.answer?.text[token];
    return text === undefined ? /** @type {Context} */ (this.context).word(token) : tokenText(text);
  }

  /** Chooses a word that was searched for: the camera goes there. @param {number} token */
  #find(token) {
    this.typed = '';
    this.#visit?.machine.follow();
    this.#press(token);
  }

  /** @param {number} token */
  #press(token) {
    const { context } = this;
    if (context?.mayAsk) this.#open(pressed(chosenOf(context.opened), token));
  }

  /** @param {Record<string, string | number | null>} changes */
  #open(changes) {
    this.context?.open(changes);
  }

  /** @param {Embedding | null} answer @param {Chosen} chosen */
  #nearest(answer, { word }) {
    const { context } = this;
    if (!context || !answer) return nothing;
    const token = word ?? answer.a;
    const near = answer.nearest[token];
    const title = html`<h3>${rich(words.text('places.nearest', { word: this.#word(token) }))}</h3>`;
    if (!near) return title;
    return html`${title} ${context.area.hall ? nothing : html`<p class="note">${words.text('places.nearestNote', { width: context.graph.sizes.d_model })}</p>`}
      ${this.#list(near)}`;
  }

  /** In the hall, about the height of the key below the neighbours, px. */
  get #keyHeight() {
    return this.#left.isKeyApart ? 0 : HALL.key * (1 + (this.#here?.groups.names.length ?? 0));
  }

  /** @param {Near[]} near */
  #list(near) {
    const { area, mayAsk } = /** @type {Context} */ (this.context);
    const most = area.hall
      ? Math.max(
          HALL.least,
          Math.min(near.length, Math.floor((area.height - HALL.rest - this.#keyHeight) / HALL.line)) - this.#left.rows,
        )
      : near.length;
    return html`<ol>
      ${near.slice(0, most).map(({ token, cosine }) => {
        const name = html`<bdi translate="no">${this.#word(token)}</bdi>`;
        return html`<li data-token=${token}>
          ${mayAsk && !area.hall ? html`<button @click=${() => this.#find(token)}>${name}</button>` : html`<b>${name}</b>`}
          ${area.hall ? nothing : html`<span class="track"><i style=${`width:${100 * Math.max(0, cosine)}%`}></i></span>`}
          <span class="value">${words.number(cosine, DIGITS)}</span>
        </li>`;
      })}
    </ol>`;
  }

  /** @param {Embedding | null} answer @param {Chosen} chosen */
  #sum(answer, chosen) {
    const { mayAsk, area } = /** @type {Context} */ (this.context);
    const terms = termsOf(chosen);
    const may = mayAsk && !area.hall;
    const sign = (/** @type {'plus' | 'minus'} */ name, /** @type {string} */ label) =>
      html`<button aria-pressed=${String(chosen.sign === name)} aria-label=${words.text(`places.${label}`)} title=${words.text(`places.${label}`)} @click=${() => this.#open({ sign: name })}>${words.text(`places.${name}`)}</button>`;
    return html`${terms.length === 0 ? html`<p class="hint">${words.text('places.sumHint')}</p>` : nothing}
      <p class="terms">
        ${terms.map(({ token, sign: of }, i) => {
          const word = this.#word(token);
          const symbol = i === 0 && of === 'plus' ? nothing : html`<span>${words.text(`places.${of}`)}</span>`;
          return html`${symbol}
          ${
            may
              ? html`<button title=${words.text('places.take', { word })} aria-label=${words.text('places.take', { word })} @click=${() => this.#open(without(chosen, token))}><bdi translate="no">${word}</bdi></button>`
              : html`<strong><bdi translate="no">${word}</bdi></strong>`
          }`;
        })}
      </p>
      ${
        may
          ? html`<div class="signs"><span>${words.text('places.next')}</span>${sign('plus', 'nextPlus')}${sign('minus', 'nextMinus')}
            ${terms.length > 0 ? html`<button class="clear" @click=${() => this.#open({ plus: null, minus: null, sign: null })}>${words.text('places.clear')}</button>` : nothing}</div>`
          : nothing
      }
      ${terms.length > 0 && this.#answer?.arithmetic ? this.#answers(/** @type {Required<Embedding>} */ (answer)) : nothing}`;
  }

  /** @param {Required<Embedding>} answer */
  #answers({ arithmetic, left_out: leftOut }) {
    if (arithmetic.length === 0) return html`<p class="out">${words.text('places.noAnswer')}</p>`;
    const { hall } = /** @type {Context} */ (this.context).area;
    const out = words.list(
      leftOut.map(({ token, rank }) =>
        words.text(hall ? 'places.leftOutHallOne' : 'places.leftOutOne', { word: this.#word(token), rank }),
      ),
    );
    return html`<h3>${words.text('places.answers')}</h3>
      ${this.#list(arithmetic)}
      <p class="out">${words.text(hall ? 'places.leftOutHall' : 'places.leftOut', { words: out })}</p>`;
  }

  /** Where the text's words are shown: in the table, or after some layers. @param {Chosen} chosen */
  #layers({ after }) {
    const { graph, mayAsk } = /** @type {Context} */ (this.context);
    const most = graph.sizes.n_layers + 1;
    const at = after === null ? 0 : Math.min(most, after + 1);
    const name = words.text(after === null ? 'places.table' : after === 0 ? 'places.start' : 'places.after', {
      layer: after ?? 0,
    });
    const go = (/** @type {number} */ to) => this.#open({ after: to === 0 ? null : to - 1 });
    if (!mayAsk) return after === null ? nothing : html`<div class="layers"><output>${name}</output></div>`;
    return html`<div class="layers">
      <span>${words.text('places.layers')}</span>
      <button aria-label=${words.text('places.earlier')} ?disabled=${at === 0} @click=${() => go(at - 1)}>‹</button>
      <input type="range" min="0" max=${most} .value=${String(at)} aria-label=${words.text('places.layers')} aria-valuetext=${name}
        @change=${(/** @type {{target: HTMLInputElement}} */ { target }) => go(Number(target.value))} />
      <button aria-label=${words.text('places.later')} ?disabled=${at === most} @click=${() => go(at + 1)}>›</button>
      <output>${name}</output>
    </div>`;
  }

  updated() {
    this.#come();
    this.#show();
    this.#shorten();
  }

  /** Lists fewer neighbours in the hall if the last ones have no room; where too few would be left, the key goes below the picture. */
  #shorten() {
    const aside = this.context?.area.hall ? this.renderRoot.querySelector('aside') : null;
    const over = aside ? aside.scrollHeight - aside.clientHeight : 0;
    if (!aside || over <= 0) return;
    const listed = aside.querySelectorAll('li').length,
      more = Math.ceil(over / HALL.line);
    if (!this.#left.isKeyApart && listed - more <= HALL.least) Object.assign(this.#left, { rows: 0, isKeyApart: true });
    else if (listed > HALL.least) this.#left.rows += more;
    else return;
    this.requestUpdate();
  }

  /** Puts the places into the scene of the present machine; of another one, as soon as the scene has built it. */
  #come() {
    const { context } = this;
    if (context?.scene && this.#heard !== this.#abort) {
      this.#heard = this.#abort;
      context.scene.addEventListener('machine', () => this.requestUpdate(), { signal: this.#abort.signal });
    }
    const here = this.#here;
    const machine = context?.scene?.machine ?? null;
    const isSame = this.#visit !== null && this.#visit.machine === machine && this.#visit.places === here?.places;
    if (isSame || !context) return;
    this.#leave();
    if (!machine || !here) return;
    const guest = new WordPlaces(
      /** @type {HTMLElement} */ (context.scene?.querySelector('.overlay')),
      machine.shared,
      {
        places: here.places.places,
        texts: here.places.texts.map((text) => tokenText(text)),
        groups: here.groups.of,
        words: context.graph.sizes.n_ctx,
        labels: context.area.hall ? 'hall' : 'normal',
        pressed: (token) => this.#press(token),
        pointed: () => machine.guestChanged(false),
      },
    );
    this.#visit = { guest, machine, places: here.places };
    this.#shown = '';
  }

  /** Marks in the scene what is chosen. */
  #show() {
    const { context } = this;
    const answer = this.#answer?.answer;
    if (!this.#visit || !context || !answer) return;
    const { guest, machine } = this.#visit;
    const chosen = chosenOf(context.opened);
    const { tokens } = context.trace.info;
    const count = this.#here?.places.texts.length ?? 0;
    const token = chosen.word ?? answer.a;
    const isIn = (/** @type {number} */ one) => one < count;
    const near = (chosen.isSum ? (this.#answer?.arithmetic ?? []) : (answer.nearest[token] ?? [])).map(
      (each) => each.token,
    );
    const sum = chosen.isSum ? [...chosen.plus, ...chosen.minus].filter(isIn) : [];
    const stream =
      chosen.after !== null && answer.after === chosen.after
        ? /** @type {number[][]} */ (answer.stream).map((place) => [0, 1, 2].map((axis) => place[axis] ?? 0))
        : null;
    // a word that was not chosen yet is marked, but the whole table stays in view
    const first = chosen.word === null && !chosen.isSum;
    const marks = {
      chosen: chosen.isSum || !isIn(token) ? null : token,
      near,
      sum,
      ties: tiesOf(chosen, near),
      text: tokens,
      stream,
      word: context.question.position ?? tokens.length - 1,
      wide: first,
    };
    const room = this.#room();
    const shown = JSON.stringify([marks, room]);
    if (shown === this.#shown) return;
    const isFirst = this.#shown === '';
    this.#shown = shown;
    guest.room = room;
    guest.mark(marks);
    if (isFirst) machine.guest = guest;
    else machine.guestChanged(true);
  }

  /** How much of the free area the panels and sentences cover, px. */
  #room() {
    const { covered = {}, area } = /** @type {Context} */ (this.context);
    const { left = 0, top = 0, right = 0, bottom = 0 } = covered;
    const box = (/** @type {string} */ selector) => this.renderRoot.querySelector(selector)?.getBoundingClientRect();
    const said = box('.said') ?? this.getBoundingClientRect();
    const aside = box('aside');
    const foot = box('.foot');
    const under = area.narrow ? aside?.top : foot?.top;
    const own = this.getBoundingClientRect();
    return {
      left: Math.max(0, Math.round(own.left - left)),
      top: Math.max(0, Math.round((area.narrow ? (foot?.bottom ?? said.bottom) : said.bottom) - top)),
      right: area.narrow || !aside ? 8 : Math.max(0, Math.round(innerWidth - right - aside.left + 8)),
      bottom: Math.max(0, Math.round(innerHeight - bottom - (under ?? own.bottom))),
    };
  }

  /** Gives the machine its place back. */
  #leave() {
    if (!this.#visit) return;
    const { guest, machine } = this.#visit;
    this.#visit = null;
    if (machine.guest === guest) machine.guest = null;
    guest.dispose();
  }
}

/** The places of the last model's tokens. @type {{model: string, places: Places} | null} */
let kept = null;

/**
 * Fetches the places of a model's tokens, once: a frame with them, and the tokens' texts in its header.
 *
 * @param {string} model content id
 * @param {import('../measured.js').Turns} turns
 * @param {AbortSignal} signal
 * @returns {Promise<Places>}
 */
async function placesOf(model, turns, signal) {
  if (kept?.model === model) return kept.places;
  const room = turns ? `?room=${encodeURIComponent(turns.room)}` : '';
  const answer = await request(`/api/models/${encodeURIComponent(model)}/places${room}`, {
    headers: turns?.headers ?? {},
    signal,
  });
  const {
    tensors: [tensor],
    header,
  } = await frameIn(answer);
  const { text, explained, kinds } = /** @type {Named} */ (header);
  kept = { model, places: { places: tensor.data, texts: text, explained, kinds } };
  return kept.places;
}

customElements.define('orrery-why-embedding', WhyEmbedding);
