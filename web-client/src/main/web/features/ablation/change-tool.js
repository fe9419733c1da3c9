/**
 * What if: switches on each head, MLP and word, and what becomes of the answer: before and after, forecast and result, what made up for it.
 *
 * @typedef {import('../../model/changes.js').Change} Change
 * @typedef {import('./effect-rows.js').About & import('./effect-rows.js').Effect} Effects
 * @typedef {import('../why/tools.js').ToolContext<'change'>} ToolContext
 */
import { html, nothing, svg } from 'lit';
import { changeable, isOfToken } from '../../model/changes.js';
import { ask } from '../../ui/ask.js';
import { rich } from '../../ui/rich-text.js';
import { wordOf } from '../../ui/running-word.js';
import { numberedColumn, writtenChange } from '../../ui/rounded-sums.js';
import { roundedTo, shareText } from '../../ui/rounding.js';
import { shiftedKey } from '../../ui/shifted-key.js';
import { words } from '../../ui/words.js';
import { choiceSource, comparisonPath } from '../next-token/distribution.js';
import { attributedName, changeWords, changesLine } from './change-words.js';
import { beyondForecast, nextRows, numberLine, shiftRows, triedRows } from './effect-rows.js';
import { changeToolStyles } from './change-tool-styles.js';
import { forAndAgainst, signed, ToolElement } from '../../ui/tool-element.js';

const DIGITS = 2;
/** Rows of next words and of shifts. */
const NEXT = 8,
  SHIFTS = 5,
  NARROW = 5,
  LEAST_NEXT = 3;
/** Height of a row, and of all that stands around the rows, as far as the end of the number line, px. */
const WINDOW = { row: 27, rest: 460 },
  HALL = { row: 40, rest: 415 },
  PHONE = { row: 27, rest: 270 };
const WIDE = 860;
/** From this share of the strongest vote on, a switch has more of its colour than of the panel's, and its number is in the page's. */
const MUCH = 0.55;
/** So many experts of a layer all have a switch. */
const FEW_EXPERTS = 8;
/** So many experts of a layer whose numbers can have two digits are beside each other in the map of switches; more have two rows. */
const BESIDE = 4;
/** Height of these two rows, at least, px. */
const LEAST_PAIR = 25;
/** Height of a layer's row in the map of switches, at least, px. */
const LEAST_ROW = 17;
/** Height of a shift's row, and of all but these and the next words' while a change is shown, px; so many of the strongest are shown in any case. */
const SHIFT = 22,
  OTHERS = 389,
  LEAST_SHIFTS = 2;
/** The slider's ends. */
const FACTORS = { least: -2, most: 3, step: 0.25 };
/** Half the width of a label, in its size. */
const LABEL = 4;
/** Differences below this are none, in logits. */
const SAME = 0.05;

/** What each part votes in an unchanged run: it was asked for before anything was changed. @type {{run: string, votes: Map<string, number>}} */
let known = { run: '', votes: new Map() };

/** @extends {ToolElement<ToolContext>} */
class WhyChange extends ToolElement {
  static styles = [ToolElement.styles, forAndAgainst, changeToolStyles];

  #comparison = choiceSource(() => this.requestUpdate());

  /** How many rows of shifts had no room beside what is shown: a title can take three lines. In the hall, whether the number line had none. */
  #left = { beside: '', rows: 0 };

  updated() {
    const isHall = this.context?.area.hall;
    const effect = this.renderRoot.querySelector(isHall ? '.hall' : '.beside .effect');
    const over = effect ? effect.scrollHeight - (isHall ? this.clientHeight : effect.clientHeight) : 0;
    if (over <= 0 || this.#left.rows >= (isHall ? 1 : SHIFTS)) return;
    this.#left.rows += Math.ceil(over / SHIFT);
    this.requestUpdate();
  }

  render() {
    const { context } = this;
    const { ablation } = context?.view ?? {};
    if (!context || !ablation) return nothing;
    const { area, about, trace } = context;
    const run = trace.info.unchanged ?? trace.id;
    if (about.attribution)
      known = {
        run,
        votes: new Map(about.attribution.map(({ part, a_minus_b: by }) => [part, by])),
      };
    const changed = ablation.changes.length > 0;
    const { each } = context.opened;
    const effect = each ? tried(context, each) : changed ? this.#effect(context, ablation) : nothing;
    if (area.hall)
      return html`<div class="hall">${changed || each ? effect : html`<p class="lead">${words.text('ablation.notYet')}</p>`}</div>`;
    if (!context.mayAsk)
      return html`<div class=${area.narrow ? 'narrow' : ''}>${changed || each ? effect : html`<p class="lead">${words.text('ablation.notYet')}</p>`}</div>`;
    return html`<div class=${area.width < WIDE ? 'stacked' : isAcross(context.graph, area) ? 'beside across' : 'beside'}><div class="effect">${effect}${changed || each ? nothing : html`<p class="lead">${words.text('ablation.choose', { experts: changeable(context.graph, 0).router === null ? 'no' : 'yes' })}</p>`}</div>${this.#switches(context, ablation)}</div>`;
  }

  /**
   * Draws the probabilities with the change beside those without.
   * @param {ToolContext} context @param {{changes: import('../../model/changes.js').Change[], mode: string, factor: number, here: boolean, ended: boolean, found: boolean}} of
   */
  #effect(context, { changes }) {
    const { about, trace, graph, area } = context;
    const { row, rest } = area.hall ? HALL : area.narrow ? PHONE : WINDOW;
    const fit = Math.floor((area.height - rest) / row);
    const most =
      area.hall || area.narrow ? Math.max(2, Math.min(NARROW, fit)) : Math.max(LEAST_NEXT, Math.min(NEXT, fit));
    const room = area.height - OTHERS - most * row;
    const comparison = this.#comparison.answer(
      `${comparisonPath(trace.info.unchanged ?? trace.id, trace.id)}?position=${about.position}&count=20`,
      0,
    );
    const said = changesLine(changes, graph, trace.text, words);
    const beside = [said, trace.id, area.width, area.height].join();
    if (this.#left.beside !== beside) this.#left = { beside, rows: 0 };
    const shown = shiftsShown(
      about,
      area.narrow ? SHIFTS : Math.max(LEAST_SHIFTS, Math.min(SHIFTS, Math.floor(room / SHIFT)) - this.#left.rows),
    );
    return html`${comparison ? pairs(nextRows(comparison, most), said) : nothing} ${line(context, shown, !area.hall || this.#left.rows === 0)} ${area.hall ? nothing : shifts(shown)}`;
  }

  /**
   * For the driver: how a part is changed, all parts, and the present changes.
   * @param {ToolContext} context @param {{changes: import('../../model/changes.js').Change[], mode: string, factor: number, here: boolean, ended: boolean, found: boolean}} of
   */
  #switches(context, { changes, mode, factor, here }) {
    const { about, graph, trace } = context;
    const does = (/** @type {string} */ action, /** @type {unknown} */ value = undefined) => ask(this, action, value);
    const choice = (/** @type {string} */ name) => html`<button
      aria-pressed=${String(mode === name)}
      @click=${() => does('chooseChange', { mode: name })}
    >
      ${words.text(`ablation.${name}`, { factor: words.number(factor, DIGITS) })}
    </button>`;
    return html`<div class="switches">
      <div class="how">
        <span>${words.text('ablation.becomes')}</span>
        <div class="modes" role="group" aria-label=${words.text('ablation.becomes')}>${['zero', 'mean', 'scale'].map(choice)}</div>
        ${
          mode === 'scale'
            ? html`<input
              type="range"
              min=${FACTORS.least}
              max=${FACTORS.most}
              step=${FACTORS.step}
              .value=${String(factor)}
              aria-label=${words.text('ablation.factor')}
              @input=${(/** @type {{target: HTMLInputElement}} */ { target }) => does('chooseChange', { factor: Number(target.value) })}
              @change=${(/** @type {{target: HTMLInputElement}} */ { target }) => this.#scale(changes, Number(target.value))}
            />`
            : nothing
        }
        <div class="modes" role="group">
          ${[false, true].map(
            (
              alone,
            ) => html`<button aria-pressed=${String(here === alone)} @click=${() => does('chooseChange', { here: alone })}>
              ${words.text(alone ? 'ablation.here' : 'ablation.everywhere', { place: about.position + 1, unit: String(graph.model.reads) })}
            </button>`,
          )}
        </div>
      </div>
      <p class="each">
        <button class="plain" aria-pressed=${String(context.opened.each !== undefined)} @click=${() => context.open({ each: context.opened.each === undefined ? modeText(mode, factor) : null })}>
          ${words.text('ablation.each')}
        </button>
      </p>
      ${map(context, changes, known.run === (trace.info.unchanged ?? trace.id) ? known.votes : new Map(), (part) => {
        if (context.opened.each !== undefined) context.open({ each: null });
        does('switch', part);
      })}
      <p class="hint">${words.text('ablation.tokens', { unit: String(graph.model.reads) })}</p>
      <div class="tokens" translate="no">
        ${trace.text.map((text, i) => {
          const off = changes.some((each) => isOfToken(each) && each.position === i);
          return html`<button class=${off ? 'off' : ''} aria-pressed=${String(off)} ?disabled=${i === trace.positions - 1} @click=${() => does('switchToken', i)}><bdi>${wordOf(text)}</bdi></button>`;
        })}
      </div>
      ${
        changes.length === 0
          ? nothing
          : html`<h3>${words.text('ablation.changed')} <button class="plain" @click=${() => does('endChanges')}>${words.text('ablation.endAllLong')} ${shiftedKey('X')}</button></h3>
            <ol>
              ${changes.map((each, i) => {
                const said = changeWords(each, graph, trace.text, words);
                return html`<li>
                  <span>${said}</span>
                  <button class="close" aria-label=${words.text('ablation.remove', { said })} title=${words.text('ablation.remove', { said })} @click=${() => does('removeChange', i)}>×</button>
                </li>`;
              })}
            </ol>`
      }
    </div>`;
  }

  /** The slider scales the part that was scaled last, too. @param {number} factor @param {Change[]} changes */
  #scale(changes, factor) {
    const last = changes.map(({ mode }) => mode).lastIndexOf('scale');
    if (last >= 0) ask(this, 'replaceChange', { at: last, factor });
  }
}

/** How a change is written after its `=`. @param {string} mode @param {number} factor */
const modeText = (mode, factor) => (mode === 'scale' ? `scale:${factor}` : mode);

/** What each head's and MLP's change alone does, the strongest first. @param {ToolContext} context @param {string} each */
function tried(context, each) {
  const { about, area, word } = context;
  if (!about.rows) return nothing;
  const rows = triedRows(about, DIGITS);
  const room = area.hall
    ? Math.max(2, Math.floor((area.height - 150) / HALL.row))
    : area.narrow
      ? NARROW
      : Math.max(NARROW, Math.floor((area.height - 150) / 24));
  const shown = rows.slice(0, room);
  const largest = Math.max(...rows.map(({ by }) => Math.abs(by)), 1e-9);
  const [mode, factor = '1'] = each.split(':');
  const b = about.b === 'all' ? words.text('why.all') : word(about.b);
  return html`<section class="tried shifts">
    <h3>${words.text('ablation.tried', { mode: words.text(`ablation.${mode}`, { factor: words.number(Number(factor), DIGITS) }), a: word(about.a), b })}</h3>
    <table>
      ${shown.map(
        ({ node, head, by, written, loses }) => html`<tr data-node=${node} data-head=${head ?? ''} data-by=${by}>
          <th scope="row">${attributedName(head === null ? node : node.replace(/hook_z$/, `hook_result[${head}]`), words)}</th>
          <td class="mini"><i class=${by > 0 ? 'for' : 'against'} style=${`--share:${Math.abs(by) / largest}`}></i></td>
          <td class="value">${signed(written)}</td>
          ${area.hall || area.narrow ? nothing : html`<td class="loses">${loses ? words.text('ablation.loses', { a: word(about.a) }) : ''}</td>`}
        </tr>`,
      )}
    </table>
    ${rows.length > shown.length && !area.hall ? html`<p class="hint">${words.text('ablation.weaker', { count: rows.length - shown.length })}</p>` : nothing}
  </section>`;
}

/** The probabilities before and after the change: the same rows in the same order, with the former bars as ghosts behind the new ones. @param {import('./effect-rows.js').Row[]} rows @param {string} said */
function pairs(rows, said) {
  const side = (/** @type {'before' | 'after'} */ of) => html`<section class="side ${of}">
    <h3>${of === 'before' ? words.text('ablation.before') : said}</h3>
    <ul>
      ${rows.map(
        (
          row,
        ) => html`<li class=${row[of === 'before' ? 'firstBefore' : 'firstAfter'] ? 'best' : ''} data-token=${row.token} data-p=${row[of]}>
          <span class="name" translate="no"><bdi>${wordOf(row.text)}</bdi></span>
          <span class="bar"><i style=${`width:${100 * row[of]}%`}></i>${of === 'after' ? html`<b class="ghost" style=${`width:${100 * row.before}%`}></b>` : nothing}</span>
          <span class="figure">${shareText(row[of], words)}</span>
        </li>`,
      )}
    </ul>
  </section>`;
  return html`<div class="pairs">${side('before')}${side('after')}</div>`;
}

/** One number line: the forecast dashed above it, the result solid below. @param {ToolContext} context @param {ReturnType<typeof shiftsShown>} shown @param {boolean} isDrawn whether there is room for the line itself */
function line(context, shown, isDrawn) {
  const { about, word, area } = context;
  const { before: from, logit_difference: to, forecast } = about;
  if (from === undefined) return nothing;
  const known = forecast !== null;
  const { at, marks } = numberLine(known ? [from, to, forecast] : [from, to]);
  const b = about.b === 'all' ? words.text('why.all') : word(about.b);
  // in the hall no text is below 28 px
  const width = area.hall ? Math.max(300, area.width - 40) : area.narrow ? Math.max(280, area.width - 32) : 600,
    scale = area.hall ? 1.6 : 1,
    size = area.hall ? 28 : 14,
    axis = area.hall ? 56 : 48,
    top = axis - 24 * (area.hall ? 1 : 0.9),
    low = axis + (area.hall ? 40 : 32),
    height = low + size * (area.hall ? 1.3 : 1.4),
    x = (/** @type {number} */ value) => 10 + at(value) * (width - 20);
  const number = (/** @type {number} */ value) => words.number(value, DIGITS);
  // labels stay within the line, and marks at its points are left out
  const middle = (/** @type {number} */ one, /** @type {number} */ other) =>
    Math.max(LABEL * size, Math.min(width - LABEL * size, (x(one) + x(other)) / 2));
  const named = marks.filter((mark) => [from, to].every((value) => Math.abs(x(mark) - x(value)) > size));
  const digits = marks.some((mark) => !Number.isInteger(mark)) ? 1 : 0;
  return html`<section class="line" data-before=${from} data-after=${to} data-forecast=${forecast ?? ''}>
    <h3>${words.text('ablation.ahead', { a: word(about.a), b, before: number(from), after: number(to) })}</h3>
    ${
      !isDrawn
        ? nothing
        : svg`<svg viewBox="0 0 ${width} ${height}" font-size=${size} role="img" aria-label=${`${number(from)} → ${number(to)}`}>
      <path class="axis" d="M0 ${axis}H${width}" />
      ${marks.map((mark) => svg`<path class="axis" d="M${x(mark)} ${axis - 4}v8" />`)}
      ${named.map((mark) => svg`<text class="mark" x=${x(mark)} y=${axis + size * 1.25} text-anchor="middle">${words.number(mark, digits)}</text>`)}
      ${
        known
          ? svg`<path class="forecast" d="M${x(from)} ${axis - 8 * scale}V${top}H${x(forecast)}V${axis - 8 * scale}" /><circle class="forecast" cx=${x(forecast)} cy=${axis} r=${6 * scale} />
          <text class="said forecast" x=${middle(from, forecast)} y=${top - 5 * scale} text-anchor="middle">${words.text('ablation.forecast', { by: signed(writtenChange(from, forecast, DIGITS)) })}</text>`
          : nothing
      }
      <path class="result" d="M${x(from)} ${axis + 8 * scale}V${low}H${x(to)}V${axis + 8 * scale}" />
      <circle class="result" cx=${x(from)} cy=${axis} r=${6 * scale} /><circle class="result" cx=${x(to)} cy=${axis} r=${6 * scale} />
      <text class="said result" x=${middle(from, to)} y=${low + size * 1.15} text-anchor="middle">${words.text('ablation.result', { by: signed(writtenChange(from, to, DIGITS)) })}</text>
    </svg>`
    }
    <p>${rich(verdict(/** @type {Effects} */ (about), shown, area.hall), ({ word: term }) => (context.view.isTerm?.(term) ? false : null))} ${area.hall ? nothing : words.text('ablation.kl', { kl: words.number(/** @type {Effects} */ (about).kl, 4) })}</p>
  </section>`;
}

/** How the forecast fared. @param {Effects} about the answer @param {ReturnType<typeof shiftsShown>} shown @param {boolean} isHall which has room for two lines */
function verdict(about, shown, isHall) {
  if (about.forecast === null || !shown) return words.text('ablation.noForecast');
  const { by, votes, divisor } = beyondForecast(
    /** @type {Effects & {forecast: number}} */ (about),
    roundedTo(about.divisor, DIGITS),
    DIGITS,
  );
  // other votes and the divisor may make up for one another
  if ([by, votes, divisor].every((part) => Math.abs(part) < SAME)) return words.text('ablation.asForecast');
  const than = by === 0 ? 'same' : by > 0 ? 'more' : 'less';
  return words.text(isHall ? 'ablation.offHall' : 'ablation.off', {
    by: words.number(Math.abs(by), DIGITS),
    than,
    votes: signed(votes),
    divisor: signed(divisor),
  });
}

/** Each part's attribution after minus before, and the divisor's change. @param {ToolContext['about']} about @param {number} most */
function shiftsShown(about, most) {
  if (!about.shifts) return null;
  const result = writtenChange(about.before, about.logit_difference, DIGITS);
  return { rows: shiftRows(about.shifts, about.divisor, most, result, DIGITS), result };
}

/** Whose votes changed. @param {ReturnType<typeof shiftsShown>} shown */
function shifts(shown) {
  if (!shown) return nothing;
  const { rows, result } = shown;
  const nameOf = (/** @type {string} */ part, /** @type {number} */ count) =>
    part === ''
      ? words.text('ablation.others', { count })
      : part === 'divisor'
        ? words.text('ablation.divisor')
        : part === 'rounding'
          ? words.text('why.votes.rounding')
          : attributedName(part, words);
  const largest = Math.max(...rows.map(({ value }) => Math.abs(value)), 1e-9);
  return html`<section class="shifts">
    <h3>${words.text('ablation.shifts')}</h3>
    <table>
      ${rows.map(
        ({ part, value: by, count, figure }) => html`<tr data-part=${part} data-by=${by}>
          <th scope="row">${nameOf(part, count)}</th>
          <td class="mini"><i class=${by > 0 ? 'for' : 'against'} style=${`--share:${Math.abs(by) / largest}`}></i></td>
          <td class="value">${signed(figure)}</td>
        </tr>`,
      )}
      <tr class="sum">
        <th scope="row">${words.text('ablation.together')}</th>
        <td></td>
        <td class="value">${signed(result)}</td>
      </tr>
    </table>
  </section>`;
}

/** What an expert votes: the name of its part of the stream. @param {number} layer @param {number} expert */
const expertPart = (layer, expert) => `blocks.${layer}.mlp.hook_expert_result[${expert}]`;

/**
 * The experts of a layer that have a switch: all if they are few, or else those that add something to the answer and those that are changed.
 * @param {import('../../model/graph.js').Graph} graph @param {number} layer @param {Map<string, number>} votes @param {Change[]} changes
 */
function expertsOf(graph, layer, votes, changes) {
  const { router } = changeable(graph, layer);
  const count = router === null ? 0 : Number(graph.nodes.get(router)?.axes.at(-1)?.size);
  const isChanged = (/** @type {number} */ expert) =>
    changes.some(({ node, head }) => node === router && head === expert);
  return Array.from({ length: count }, (_, expert) => expert).filter(
    (expert) => count <= FEW_EXPERTS || votes.get(expertPart(layer, expert)) || isChanged(expert),
  );
}

/** A switch for each head, each MLP, and experts. @param {ToolContext} context @param {Change[]} changes @param {Map<string, number>} own the parts' votes @param {(part: Pick<Change, 'node' | 'head'> & Partial<Change>) => void} press */
function map({ graph, area, about }, changes, own, press) {
  // while each was tried, the colours are what that did
  const votes = about.rows
    ? new Map(
        triedRows(about, DIGITS).map(({ node, head, by }) => [
          head === null ? node : node.replace(/hook_z$/, `hook_result[${head}]`),
          by,
        ]),
      )
    : own;
  const { n_layers: layers, n_heads: heads } = graph.sizes;
  const strongest = Math.max(...[...votes.values()].map(Math.abs), 1e-9);
  const across = isAcross(graph, area);
  const layerOf = Array.from({ length: layers }, (_, layer) => ({
    ...changeable(graph, layer),
    experts: expertsOf(graph, layer, own, changes),
  }));
  const most = Math.max(...layerOf.map(({ experts }) => experts.length));
  const hasPairs = !across && most > BESIDE && layerOf.some(({ experts }) => Number(experts.at(-1)) >= 9);
  const perRow = across ? 1 : hasPairs ? Math.ceil(most / 2) : most;
  const height = Math.round(
    Math.min(
      36,
      Math.max(hasPairs ? LEAST_PAIR : 15, (area.height * 0.5 - 60) / (across ? heads + 1 + most : layers) - 2),
    ),
  );
  const pressed = (
    /** @type {Pick<Change, 'node' | 'head'> & Partial<Change>} */ part,
    /** @type {string} */ name,
    /** @type {number} */ vote,
    /** @type {unknown} */ label = nothing,
  ) => {
    const off = changes.some(
      (each) => each.node === part.node && (each.head === part.head || each.head === null) && !each.edge,
    );
    const share = Math.abs(vote) / strongest;
    return html`<button class="${off ? 'off' : share > MUCH ? 'much' : ''} ${vote > 0 ? 'for' : 'against'}" style=${`--share:${share}`} data-node=${part.node} data-head=${part.head ?? ''} title=${name} aria-label=${name} aria-pressed=${String(off)} @click=${() => press(part)}>${label}</button>`;
  };
  const headOf = (/** @type {number} */ head, /** @type {number} */ layer) => {
    const { z } = layerOf[layer];
    if (z === null) return html`<td></td>`;
    const name = words.text('ablation.part.head', { layer: layer + 1, head: head + 1 });
    return html`<td>${pressed({ node: z, head }, name, votes.get(`blocks.${layer}.attn.hook_result[${head}]`) ?? 0)}</td>`;
  };
  const mlpOf = (/** @type {number} */ layer) => {
    const { mlp, experts } = layerOf[layer];
    if (mlp === null) return html`<td></td>`;
    const vote = votes.get(mlp) ?? experts.reduce((sum, e) => sum + (votes.get(expertPart(layer, e)) ?? 0), 0);
    return html`<td>${pressed({ node: mlp, head: null }, words.text('ablation.part.mlp', { layer: layer + 1 }), vote)}</td>`;
  };
  const expertsAt = (/** @type {number} */ layer) => {
    const { router, experts } = layerOf[layer];
    return html`<td><div class="experts" style=${`--per-row:${perRow};--rows:${hasPairs ? 2 : 1}`}>${experts.map(
      (expert) => {
        const part = { node: String(router), head: expert, mode: /** @type {const} */ ('off'), factor: 1 };
        const name = words.text('ablation.part.expert', { expert: expert + 1, layer: layer + 1 });
        return pressed(part, name, votes.get(expertPart(layer, expert)) ?? 0, across ? nothing : expert + 1);
      },
    )}</div></td>`;
  };
  /** @type {{name: unknown, of: (layer: number) => unknown, wide?: string}[]} */
  const parts = [
    ...Array.from({ length: heads }, (_, head) => ({
      name: head + 1,
      of: (/** @type {number} */ layer) => headOf(head, layer),
    })),
    { name: words.text('ablation.mlpColumn'), of: mlpOf },
  ];
  if (most > 0) {
    const wide = `width:${Math.min(50, Math.round((100 * perRow) / (perRow + parts.length)))}%`;
    parts.push({ name: words.text('ablation.expertsColumn'), of: expertsAt, wide });
  }
  const columns = across ? layerOf.map((_, layer) => ({ name: numberedColumn(layer, 2), wide: undefined })) : parts;
  const rows = across
    ? parts.map(({ name, of }) => ({ name, cells: layerOf.map((_, layer) => of(layer)) }))
    : layerOf.map((_, layer) => ({ name: layer + 1, cells: parts.map(({ of }) => of(layer)) }));
  return html`${across ? html`<p class="hint">${words.text('why.votes.mapAcross')}</p>` : nothing}
    <table class="map ${across ? 'across' : ''}" style=${`--cell-height:${height}px`} aria-label=${words.text('ablation.map')}>
      <thead><tr><th></th>${columns.map(({ name, wide }) => html`<th scope="col" style=${wide ?? nothing}><span>${name}</span></th>`)}</tr></thead>
      <tbody>${rows.map(({ name, cells }) => html`<tr><th scope="row">${name}</th>${cells}</tr>`)}</tbody>
    </table>`;
}

/** Whether the map has a column for each layer, since a row for each has no room. @param {import('../../model/graph.js').Graph} graph @param {{width: number, height: number}} area */
const isAcross = ({ sizes: { n_layers: layers, n_heads: heads } }, { width, height }) =>
  width >= WIDE && layers > heads + 1 && layers * LEAST_ROW > height / 2;

customElements.define('orrery-why-change', WhyChange);
