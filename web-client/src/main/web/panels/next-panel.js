/**
 * "What comes next?": the most probable tokens after the last one, all others as one bar; before and after each stage of
 * the sampling, or beside what a second model says. Who drives forces a token by pressing it, adds tokens and takes
 * them back.
 */
import { css, html, LitElement, nothing } from 'lit';
import { ask } from './ask.js';
import { ChoiceSource, comparisonPath, distributionPath } from './choice-source.js';
import { choiceAt, comparedRows, stagesOf } from './choice.js';
import './compare-choice.js';
import { nextRows } from './next-rows.js';
import { tokenText } from './place.js';
import './sampling-controls.js';
import { percentages } from './shares.js';
import { framed, shared } from './styles.js';
import { words } from './words.js';

const ROWS = 6;

export class NextPanel extends LitElement {
  static properties = {
    view: { attribute: false },
    flat: { type: Boolean, reflect: true },
    stage: { state: true },
  };

  #distribution = new ChoiceSource(() => this.requestUpdate());
  #comparison = new ChoiceSource(() => this.requestUpdate());

  static styles = [
    shared,
    framed,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 var(--s3);
        margin-bottom: var(--s3);
      }
      h2 {
        font-size: var(--text-md);
        font-weight: var(--w-strong);
      }
      header p,
      .more {
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
      .more {
        margin-top: var(--s2);
      }
      .ended {
        margin-bottom: var(--s3);
        font-size: var(--text-sm);
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
      /* one grid for all rows: bars are compared, so they begin and end in line */
      ul {
        display: grid;
        grid-template-columns: minmax(28px, max-content) 1fr minmax(76px, max-content);
        column-gap: var(--s3);
      }
      li {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
        align-items: center;
        min-height: 36px;
        color: var(--ink-2);
      }
      .tile {
        display: grid;
        place-items: center;
        place-content: center;
        height: 28px;
        min-width: 28px;
        max-width: 104px;
        overflow: hidden;
        padding: 0 5px;
        border-radius: var(--r1);
        border: 1px solid var(--line);
        background: var(--surface-2);
        color: var(--ink);
        font-weight: var(--w-strong);
        font-size: var(--text-sm);
        white-space: nowrap;
      }
      .bar {
        height: 14px;
        border-radius: 2px;
        background: var(--surface-2);
        overflow: hidden;
      }
      .bar i {
        display: block;
        height: 100%;
        min-width: 2px;
        background: var(--p);
      }
      .bar i[style*='width: 0%'] {
        min-width: 0;
      }
      .p {
        text-align: right;
        color: inherit;
        white-space: nowrap;
      }
      button.tile {
        cursor: pointer;
      }
      button.tile:hover {
        border-color: var(--p);
      }
      .drawn .tile {
        outline: 2px solid var(--accent);
        outline-offset: 1px;
      }
      .gone {
        opacity: 0.55;
      }
      /* what was before stands behind, as a thin line */
      .bar {
        position: relative;
      }
      .bar .before {
        position: absolute;
        inset: auto auto 0 0;
        height: 3px;
        min-width: 0;
        background: var(--ink-3);
      }
      .bar.two {
        height: 18px;
        display: grid;
        grid-template-rows: 1fr 1fr;
        gap: 2px;
        background: none;
      }
      .bar.two i + i {
        background: var(--agg);
      }
      .others .tile {
        font-weight: var(--w-regular);
        border-style: dashed;
        background: none;
        color: var(--ink-2);
      }
      .others .bar i {
        background: var(--weight);
      }
      .stages {
        display: flex;
        flex-wrap: wrap;
        gap: 3px;
        margin-bottom: var(--s2);
      }
      .stages button {
        min-height: 30px;
        padding: 0 8px;
        border: 1px solid var(--line);
        border-radius: 999px;
        font-size: var(--text-xs);
        color: var(--ink-2);
      }
      .stages [aria-pressed='true'] {
        border-color: var(--p);
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      .models {
        display: grid;
        gap: 2px;
        margin-bottom: var(--s2);
        font-size: var(--text-sm);
        overflow-wrap: anywhere;
      }
      .models i {
        display: inline-block;
        width: 10px;
        height: 10px;
        margin-right: 6px;
        border-radius: 2px;
        background: var(--p);
      }
      .models .second i {
        background: var(--agg);
      }
      .does {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1);
        margin-top: var(--s3);
      }
      .does button {
        flex: 1 1 auto;
        min-height: 36px;
        padding: 0 6px;
        font-size: var(--text-sm);
      }
      @media (min-width: 900px) and (max-width: 1199px) {
        .does button {
          padding: 0 3px;
          font-size: var(--text-xs);
        }
      }
      @media (pointer: coarse) {
        .does button,
        .stages button {
          min-height: 48px;
        }
        .stages button {
          padding: 0 12px;
        }
        li {
          min-height: 52px;
        }
        button.tile {
          min-width: 48px;
          height: 48px;
        }
      }
      .best {
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      .best .tile {
        background: var(--p);
        border-color: var(--p);
        color: var(--bg);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('./view.js').View | null} */
    this.view = null;
    this.flat = false;
    /** The stage of the sampling that a person wants to see; −1: that which tokens are drawn from. */
    this.stage = -1;
  }

  render() {
    const { view } = this;
    if (!view?.graph || !view.trace) return nothing;
    const { trace, second } = view;
    return html`<section aria-labelledby="title">
      <header>
        <h2 id="title">${words.text('next.title')}</h2>
        <p>${words.text('next.position', { position: trace.positions + 1 })}</p>
      </header>
      ${trace.info.ended ? this.#ended(view) : nothing} ${second ? this.#compared(view, second) : this.#chosen(view)}
      ${view.mayDrive ? this.#does(view) : nothing}
      <orrery-sampling .view=${view}></orrery-sampling>
      ${view.mayDrive || second
        ? html`<orrery-compare .view=${view} @presets=${() => this.requestUpdate()}></orrery-compare>`
        : nothing}
    </section>`;
  }

  /** A text that goes on by itself stops here; who drives may have it go on all the same. */
  #ended(view) {
    const token = tokenText(view.trace.info.text.at(-1));
    return html`<p class="ended">${words.text(view.mayDrive && !view.full ? 'next.endedButGoOn' : 'next.ended', { token })}</p>`;
  }

  /** The probabilities at a stage of the sampling. */
  #chosen(view) {
    const { graph, trace, sampling } = view;
    const stages = stagesOf(sampling);
    const distribution = this.#distribution.answer(distributionPath(trace.id, sampling));
    const drawnFrom = sampling.temperature === 0 ? 0 : /** @type {number} */ (stages.at(-1));
    const stage = stages.includes(this.stage) ? this.stage : drawnFrom;
    if (!distribution || stage === 0) return html`${this.#stages(stages, stage)}${this.#asTheModelSays(view, distribution)}`;
    const choice = choiceAt(distribution, stage, ROWS);
    const whole = choice.rest.count === 0;
    const written = percentages([...choice.rows.map(({ p }) => p), choice.rest.p], 2, true).map(percent);
    return html`${this.#stages(stages, stage)}
      <ul>
        ${choice.rows.map((row, i) => {
          const kind = `${row.best ? 'best' : ''} ${row.drawn ? 'drawn' : ''} ${row.p === 0 ? 'gone' : ''}`;
          return html`<li class=${kind}>
            ${this.#tile(view, row.token, tokenText(row.text))}
            <span class="bar"><i .style=${width(row.p)}></i><i class="before" .style=${width(row.before)}></i></span>
            <span class="p">${row.p === 0 ? words.text('next.gone') : written[i]}</span>
          </li>`;
        })}
        ${whole && choice.rest.before === 0
          ? nothing
          : others(
              choice.rest.count,
              choice.rest.p,
              choice.rest.before,
              whole ? words.text('next.gone') : /** @type {string} */ (written.at(-1)),
            )}
      </ul>
      <p class="more">
        ${words.text('next.kept', { kept: choice.kept, size: graph.sizes.d_vocab })}
        ${words.text('next.drawn', { seed: String(sampling.seed), token: tokenText(distribution.drawn.text) })}
      </p>`;
  }

  /** The model's own word: a small vocabulary whole and in its own order. */
  #asTheModelSays(view, distribution) {
    const { graph, trace } = view;
    const rows = nextRows(trace, graph, words, ROWS);
    const rest = { count: graph.sizes.d_vocab - rows.length, p: Math.max(0, 1 - rows.reduce((sum, { p }) => sum + p, 0)) };
    if (distribution) rest.p = choiceAt(distribution, 0, rows.length).rest.p;
    return html`<ul>
      ${rows.map(
        (row) => html`<li class=${row.best ? 'best' : ''}>
          ${this.#tile(view, row.token, row.text)}
          <span class="bar"><i .style=${width(row.p)}></i></span>
          <span class="p">${row.written}</span>
        </li>`,
      )}
      ${rest.count === 0 ? nothing : others(rest.count, rest.p, null, percent(percentages([rest.p], 2, false)[0]))}
    </ul>`;
  }

  /** Two models' probabilities of the same tokens. */
  #compared(view, second) {
    const comparison = this.#comparison.answer(comparisonPath(view.trace.id, second.id));
    if (!comparison) return html`<p class="more">${words.text('compare.coming')}</p>`;
    const { rows, rest } = comparedRows(comparison, ROWS);
    return html`<p class="models"><span><i></i>${view.graph.model.title}</span><span class="second"><i></i>${this.#titleOf(second)}</span></p>
      <ul>
        ${rows.map(
          (row) => html`<li>
            ${this.#tile(view, row.token, tokenText(row.text))}
            <span class="bar two"><i .style=${width(row.p[0])}></i><i .style=${width(row.p[1])}></i></span>
            <span class="p" aria-label=${words.text('compare.row', { first: share(row.p[0]), second: share(row.p[1]) })}
              >${points(row.difference)}</span
            >
          </li>`,
        )}
        ${rest.count === 0
          ? nothing
          : html`<li class="others">
              <span class="tile">${words.text('next.others', { count: rest.count })}</span>
              <span class="bar two"><i .style=${width(rest.p[0])}></i><i .style=${width(rest.p[1])}></i></span>
              <span class="p">${points(rest.p[1] - rest.p[0])}</span>
            </li>`}
      </ul>
      <p class="more">${words.text('compare.apart', { kl: words.number(comparison.kl[0], 3) })}</p>`;
  }

  #titleOf(second) {
    return this.renderRoot.querySelector('orrery-compare')?.titleOf(second.model) ?? words.text('compare.second');
  }

  #stages(stages, stage) {
    if (stages.length <= 2 && this.view?.sampling.temperature === 0) return nothing;
    return html`<div class="stages" role="group" aria-label=${words.text('sampling.stages')}>
      ${stages.map(
        (each) => html`<button aria-pressed=${String(each === stage)} @click=${() => (this.stage = each)}>
          ${words.text(`sampling.stage.${each}`)}
        </button>`,
      )}
    </div>`;
  }

  /** A token; who drives presses it, and it comes next. */
  #tile(view, token, text) {
    if (!view.mayDrive || view.full) return html`<span class="tile">${text}</span>`;
    return html`<button
      class="tile"
      title=${words.text('next.force', { token: text })}
      aria-label=${words.text('next.force', { token: text })}
      @click=${() => ask(this, 'append', token)}
    >
      ${text}
    </button>`;
  }

  #does(view) {
    const { trace, coming, generating, full } = view;
    const busy = generating || coming > 0;
    return html`<div class="does">
      <button class="plain" ?disabled=${full || busy} @click=${() => ask(this, 'generate')}>${words.text('next.add')}</button>
      <button class="plain" ?disabled=${full && !busy} @click=${() => ask(this, 'runOn')}>
        ${words.text(coming > 0 ? 'next.stop' : trace.info.ended ? 'next.goOn' : 'next.runOn')}
      </button>
      <button class="plain" ?disabled=${trace.positions < 2} @click=${() => ask(this, 'takeBack')}>
        ${words.text('next.takeBack')}
      </button>
    </div>`;
  }
}

const width = (/** @type {number} */ p) => `width: ${p * 100}%`;
const percent = (/** @type {{sign: string, amount: number}} */ { sign, amount }) =>
  words.text('next.percent', { sign, amount: words.number(amount, 2) });
const share = (/** @type {number} */ p) => percent(percentages([p], 2, false)[0]);
/** A difference in points of a hundred, with its sign. @param {number} difference */
const points = (difference) =>
  words.text('compare.points', { sign: difference > 0 ? '+' : '', amount: words.number(100 * difference, 1) });

/** All tokens that are not named, as one bar. */
function others(count, p, before, written) {
  return html`<li class="others">
    <span class="tile">${words.text(count === 0 ? 'next.allOthers' : 'next.others', { count })}</span>
    <span class="bar"
      ><i .style=${width(p)}></i>${before === null ? nothing : html`<i class="before" .style=${width(before)}></i>`}</span
    >
    <span class="p">${written}</span>
  </li>`;
}

customElements.define('orrery-next-panel', NextPanel);
