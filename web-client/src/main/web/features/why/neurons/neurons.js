/** What moves neurons: the strongest at a word, one of them in many texts, and those that fire on some words. */
import { html, nothing } from 'lit';
import { source } from '../../../live/http.js';
import { roundedTo } from '../../../ui/rounding.js';
import { rich } from '../../../ui/rich-text.js';
import { placedWord, wordOf } from '../../../ui/running-word.js';
import { signed, ToolElement } from '../../../ui/tool-element.js';
import { words } from '../../../ui/words.js';
import { AGAIN_MS, Measured } from '../measured.js';
import { asked, binOf, fedRows, heightsOf, windowOf } from './neuron-rows.js';
import { neuronsStyles } from './neurons-styles.js';

/**
 * @typedef {import('../tools.js').ToolContext<'neurons'>} Context
 * @typedef {import('./neuron-rows.js').Neuron} Neuron
 * @typedef {import('./neuron-rows.js').Found} Found
 * @typedef {import('../../../live/http.js').Problem} Problem
 */

const DIGITS = 2;
/** Narrower areas have the list or the neuron, not both, px. */
const BOTH = 900;
/** Rows of what feeds a neuron. */
const FED = 5;
/** Tokens around the strongest one, by form. */
const AROUND = { normal: [7, 7], narrow: [3, 3], hall: [4, 4] };
/** Height of a line of text in the hall, and of what else stands there, px. */
const HALL = { line: 46, rest: 300 };
/** The same of a list of neurons. */
const HALL_LIST = 220;
/** How many neurons a list has room for. @param {Context['area']} area */
const rowsIn = ({ hall, height }) => (hall ? Math.max(2, Math.floor((height - HALL_LIST) / HALL.line)) : Infinity);
/** The server's answer while it is still reading the texts. */
const NOT_READ = 'neurons-not-read';

/** @extends {ToolElement<Context>} */
class WhyNeurons extends ToolElement {
  static styles = [ToolElement.styles, neuronsStyles];

  /** Answers about the model, not about the run. */
  #models = /** @type {Measured} */ (new Measured(() => this.requestUpdate()));
  /** @type {number | undefined} */
  #again;

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#again);
    this.#models.begin();
    this.#models.end();
  }

  render() {
    const { context } = this;
    if (!context) return nothing;
    const { area, opened } = context;
    this.#models.begin();
    const form = area.hall ? 'hall' : area.narrow ? 'narrow' : 'normal';
    const one = opened.neuron !== undefined && opened.layer !== undefined;
    const both = form === 'normal' && area.width >= BOTH;
    return html`<div class="${form} ${both ? 'both' : ''} ${one ? 'one' : ''}">
      ${both || !one ? this.#list(context) : nothing} ${one ? this.#neuron(context, form) : nothing}
    </div>`;
  }

  updated() {
    clearTimeout(this.#again);
    const { failure } = this.#models;
    // while the texts are being read, the server says how far it is
    if (failure && /** @type {{code?: string}} */ (failure).code === NOT_READ)
      this.#again = window.setTimeout(() => this.#models.again(), AGAIN_MS);
    this.#models.end();
  }

  /** @template Answer @param {string} path below the model's @returns {Answer | null} */
  #ofModel(path) {
    const { graph, turns } = /** @type {Context} */ (this.context);
    const address = `/api/models/${encodeURIComponent(graph.model.id)}/${path}`;
    return /** @type {Answer | null} */ (this.#models.of(address, turns).answer);
  }

  /** Why there is no answer about the model yet; nothing in the hall and on phones, which are no place for errors. @param {Context} context */
  #waits({ saysErrors }) {
    const { failure } = this.#models;
    const isRead = failure && /** @type {{code?: string}} */ (failure).code !== NOT_READ;
    if (isRead && !saysErrors) return nothing;
    return html`<p class="note" role="status">${failure ? words.problem(failure) : words.text('why.measuring')}</p>`;
  }

  /** @param {Context} context */
  #list(context) {
    const { opened, mayAsk, area } = context;
    return html`<section class="list">
      ${opened.find === undefined ? this.#strongest(context) : this.#found(context, opened.find)}
      ${mayAsk && !area.hall ? this.#search(context) : nothing}
    </section>`;
  }

  /** @param {Context} context */
  #strongest(context) {
    const { graph, trace, about, mayAsk, opened, area, open } = context;
    const answer = context.ask(asked(opened)) ?? about;
    const { layer } = answer;
    const count = graph.sizes.n_layers;
    const shown = answer.strongest.slice(0, rowsIn(area));
    const most = Math.max(...answer.strongest.map(({ value }) => value), Number.MIN_VALUE);
    const turn = (/** @type {number} */ by) => open({ layer: layer + by, neuron: null });
    const name = words.text('neurons.layer', { layer: layer + 1 });
    return html`<h3>
        <span>${rich(words.text('neurons.strongest', { word: placedWord(trace.text, answer.position) }))}</span>
        ${
          mayAsk && !area.hall && count > 1
            ? html`<span class="turn">
              <button aria-label=${words.text('neurons.before')} ?disabled=${layer === 0} @click=${() => turn(-1)}>‹</button>
              ${name}
              <button aria-label=${words.text('neurons.next')} ?disabled=${layer + 1 === count} @click=${() => turn(1)}>›</button>
            </span>`
            : html`<span class="turn">${name}</span>`
        }
      </h3>
      <ol>
        ${shown.map(({ neuron, value, for: tokens }) =>
          this.#row(context, layer, neuron, {
            share: Math.max(0, value / most),
            figure: words.number(value, DIGITS),
            speaks: tokens.map((token) => context.word(token)),
          }),
        )}
      </ol>
      <p class="note">${words.text('neurons.count', { shown: shown.length, all: graph.sizes.d_mlp })}</p>`;
  }

  /**
   * @param {Context} context @param {number} layer @param {number} neuron
   * @param {{share: number, figure: string, speaks: string[], named?: boolean}} row
   */
  #row({ opened, open, mayAsk, area }, layer, neuron, { share, figure, speaks, named = false }) {
    const isOpen = Number(opened.layer) === layer && Number(opened.neuron) === neuron && opened.neuron !== undefined;
    const content = html`<span class="name">${named ? words.text('neurons.short', { layer: layer + 1, neuron: neuron + 1 }) : words.number(neuron + 1, 0)}</span>
      <span class="track"><i style=${`width:${100 * share}%`}></i></span>
      <span class="value">${figure}</span>
      <span class="speaks"><bdi>${speaks.join(' · ')}</bdi></span>`;
    return html`<li class=${isOpen ? 'open' : ''} data-layer=${layer} data-neuron=${neuron}>
      ${
        mayAsk && !area.hall
          ? html`<button aria-expanded=${String(isOpen)} @click=${() => open(isOpen ? { neuron: null } : { layer, neuron })}>${content}</button>`
          : html`<div>${content}</div>`
      }
    </li>`;
  }

  /** @param {Context} context @param {string} find */
  #found(context, find) {
    const most = rowsIn(context.area);
    const found = /** @type {Found | null} */ (this.#ofModel(`neurons?words=${encodeURIComponent(find)}`));
    const percent = (/** @type {number} */ share) => words.number(100 * share, 0);
    if (!found) return html`<h3>${words.text('neurons.find')} ${find}</h3>${this.#waits(context)}`;
    return html`<h3><span>${rich(words.text('neurons.found', { words: found.words.join(', ') }))}</span></h3>
      <ol class="found">
        ${found.found.slice(0, most).map(({ layer, neuron, fitting, places, for: speaks }) =>
          this.#row(context, layer, neuron, {
            share: fitting / places,
            figure: words.text('neurons.share', { fitting, places, share: percent(fitting / places) }),
            speaks: speaks.map(wordOf),
            named: true,
          }),
        )}
      </ol>
      <p class="note">${
        found.found.length === 0
          ? words.text('neurons.nothing')
          : words.text('neurons.base', {
              texts: found.texts,
              positions: found.positions,
              fitting: found.fitting,
              share: words.number((100 * found.fitting) / found.positions, 1),
            })
      }</p>`;
  }

  /** @param {Context} context */
  #search({ opened, open }) {
    if (!source.can('why')) return nothing;
    const kinds = /** @type {{kinds: string[]} | null} */ (this.#ofModel('neurons'))?.kinds ?? [];
    const find = (/** @type {string | null} */ text) => open({ find: text || null, neuron: null });
    return html`<form
        @submit=${(/** @type {SubmitEvent} */ event) => {
          event.preventDefault();
          find(String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('find') ?? '').trim());
        }}
      >
        <input name="find" type="search" maxlength="200" .value=${opened.find ?? ''} placeholder=${words.text('neurons.find')} aria-label=${words.text('neurons.find')} />
      </form>
      <p class="kinds">
        ${kinds.map((kind) => html`<button aria-pressed=${String(opened.find === kind)} @click=${() => find(opened.find === kind ? null : kind)}>${kind}</button>`)}
      </p>`;
  }

  /** @param {Context} context @param {'normal' | 'narrow' | 'hall'} form */
  #neuron(context, form) {
    const { opened, open, mayAsk, about, trace, area } = context;
    const layer = Number(opened.layer),
      neuron = Number(opened.neuron);
    const here = (context.ask(asked(opened)) ?? about).neuron;
    const value = here?.neuron === neuron ? here.value : null;
    const known = /** @type {Neuron | null} */ (this.#ofModel(`neuron?layer=${layer}&neuron=${neuron}`));
    return html`<section class="card" data-layer=${layer} data-neuron=${neuron}>
      <header>
        ${mayAsk && !area.hall ? html`<button class="back" @click=${() => open({ neuron: null })}>‹ ${words.text('neurons.back')}</button>` : nothing}
        <h3>${rich(words.text('neurons.title', { layer: layer + 1, neuron: neuron + 1 }))}</h3>
        ${
          value === null
            ? nothing
            : html`<p class="here" data-value=${value}>${rich(words.text('neurons.here', { word: placedWord(trace.text, about.position) }))}
              <b>${words.number(value, DIGITS)}</b></p>`
        }
      </header>
      ${known ? this.#known(known, form, value, area) : this.#waits(context)}
    </section>`;
  }

  /** @param {Neuron} known @param {'normal' | 'narrow' | 'hall'} form @param {number | null} value @param {Context['area']} area */
  #known(known, form, value, area) {
    const most = form === 'hall' ? Math.max(2, Math.floor((area.height - HALL.rest) / HALL.line)) : known.places.length;
    return html`<p class="note ends">
        <span>${words.text('neurons.places', { count: Math.min(most, known.places.length) })}</span>
        <span>${words.text('neurons.from', { texts: known.texts, written: String(known.written) })}</span>
      </p>
      <table class="places">
        <tbody>${known.places.slice(0, most).map((place) => placeRow(place, form))}</tbody>
      </table>
      ${noName(known)}
      ${form === 'hall' ? nothing : html`<div class="three">${often(known, value)} ${speaks(known)} ${fed(known)}</div>`}`;
  }
}

/** @param {import('./neuron-rows.js').Place} place @param {'normal' | 'narrow' | 'hall'} form */
function placeRow(place, form) {
  const [before, after] = AROUND[form];
  const shown = windowOf(place, before, after);
  const token = (/** @type {{text: string, share: number}} */ { text, share }) => {
    const word = text.trim();
    const space = text.startsWith(' ') ? ' ' : '';
    return html`${space}<i class=${share > 0.55 ? 'strong' : ''} style=${`--share:${roundedTo(share, 3)}`}>${word || ' '}</i>`;
  };
  return html`<tr data-value=${place.value}>
    <td class="before"><span>${shown.isCut ? '… ' : ''}${shown.before.map(token)}</span></td>
    <td class="at">${token(shown.at)}</td>
    <td class="after"><span>${shown.after.map(token)}${shown.goesOn ? ' …' : ''}</span></td>
    <td class="value">${words.number(place.value, DIGITS)}</td>
  </tr>`;
}

/** The tokens of all strong places, which are more mixed than the strongest. @param {Neuron} known */
function noName({ strong: { above, places, tokens } }) {
  if (places === 0) return html`<p class="no-name">${rich(words.text('neurons.never'))}</p>`;
  const list = words.list(
    tokens.slice(0, 5).map(({ text, places: count }) => words.text('neurons.times', { count, word: wordOf(text) })),
  );
  return html`<p class="no-name">${rich(words.text('neurons.noName', { places, above: words.number(above, DIGITS), list }))}</p>`;
}

/** @param {Neuron} known @param {number | null} value */
function often({ histogram, positions }, value) {
  const heights = heightsOf(histogram.counts);
  const here = value === null ? -1 : binOf(histogram, value);
  const from = histogram.first * histogram.step,
    to = from + heights.length * histogram.step;
  return html`<section class="often">
    <h4>${words.text('neurons.often')}</h4>
    <p class="note">${words.text('neurons.oftenNote', { positions })}</p>
    <div class="bars" role="img" aria-label=${words.text('neurons.oftenNote', { positions })}>
      ${heights.map((height, i) => html`<i class=${i === here ? 'here' : ''} style=${`height:${100 * height}%`} title=${`${words.number(from + i * histogram.step, DIGITS)}: ${histogram.counts[i]}`}></i>`)}
    </div>
    <p class="scale"><span>${words.number(from, DIGITS)}</span><span>${words.number(to, DIGITS)}</span></p>
  </section>`;
}

/** @param {Neuron} known */
function speaks({ for: spoken, against }) {
  const most = Math.max(...[...spoken, ...against].map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  return html`<section class="spoken">
    <h4>${words.text('neurons.speaks')}</h4>
    <p class="note">${words.text('neurons.speaksNote')}</p>
    <ul>
      ${[...spoken, ...against].map(
        ({ text, value }) => html`<li data-value=${value}>
          <b><bdi>${wordOf(text)}</bdi></b>
          <span class="track"><i class=${value > 0 ? 'for' : 'against'} style=${`width:${(100 * Math.abs(value)) / most}%`}></i></span>
          <span class="value">${signed(value)}</span>
        </li>`,
      )}
    </ul>
  </section>`;
}

/** @param {Neuron} known */
function fed({ fed: feeds, places: [place] }) {
  const { rows, rest, sum } = fedRows(feeds, FED, DIGITS);
  const most = Math.max(...rows.map(({ figure }) => Math.abs(figure)), Math.abs(rest), Number.MIN_VALUE);
  const row = (/** @type {unknown} */ name, /** @type {number} */ figure) => html`<li data-value=${figure}>
    <span><bdi>${name}</bdi></span>
    <span class="track"><i class=${figure > 0 ? '' : 'against'} style=${`width:${(100 * Math.abs(figure)) / most}%`}></i></span>
    <span class="value">${signed(figure)}</span>
  </li>`;
  return html`<section class="fed">
    <h4>${words.text('neurons.fed')}</h4>
    <p class="note">${words.text('neurons.fedNote')}</p>
    <ul>
      ${rows.map(({ vote, figure }) => row(partName(vote, place), figure))} ${row(words.text('neurons.else'), rest)}
      <li class="sum" data-value=${sum}><b>${words.text('neurons.together')}</b><span></span><span class="value">${words.number(sum, DIGITS)}</span></li>
    </ul>
  </section>`;
}

/** @param {import('./neuron-rows.js').Vote} vote @param {import('./neuron-rows.js').Place} place */
function partName({ part, kind, layer, head }, { text, at }) {
  if (kind === 'embedding')
    return words.text(part.includes('pos') ? 'why.votes.position' : 'why.votes.token', { word: wordOf(text[at]) });
  return words.text(`why.votes.${kind}`, { layer: Number(layer) + 1, head: Number(head) + 1 });
}

customElements.define('orrery-why-neurons', WhyNeurons);
