/** Who votes for the answer: signed bars that add up to the difference, a map of all heads and MLPs, and an opened part. */
import { html, nothing } from 'lit';
import { rich } from '../../../ui/rich-text.js';
import { placedWord } from '../../../ui/running-word.js';
import { words } from '../../../ui/words.js';
import { numberedColumn, writtenRows } from '../../../ui/rounded-sums.js';
import { roundedTo } from '../../../ui/rounding.js';
import { headAxis } from '../../../scene/play/heads.js';
import { ALL } from '../question.js';
import { foundVotes } from '../findings-of.js';
import {
  mapOf,
  mapSize,
  namedIn,
  openedOf,
  voteOf,
  votesOf,
  waterfall,
  writtenVotes,
  leadBars,
} from './attribution-rows.js';
import { colourKey, forAndAgainst, signed, ToolElement } from '../../../ui/tool-element.js';
import { attributionStyles } from './attribution-styles.js';

/**
 * @typedef {import('../tools.js').ToolContext<'attribution'>} Context
 * @typedef {import('./attribution-rows.js').Attribution} Attribution
 * @typedef {import('./attribution-rows.js').Row} Row
 * @typedef {import('./attribution-rows.js').Vote} Vote
 * @typedef {import('./attribution-rows.js').Writer} Writer
 * @typedef {{name: string, value: number, share: number | null, isRest?: boolean, neuron?: number}} PartRow  of an opened part
 */

const DIGITS = 2;
/** What is shown of the votes: only what they make up. */
const LEAD = 'lead';
/** No part is opened. */
const CLOSED = { layer: null, head: null, part: null };
/** Rows of bars. */
const MOST_ROWS = 10,
  NARROW_ROWS = 7;
/** Heights in the hall and on a phone: of a row, and of what stands above and below the rows, px. */
const HALL = { row: 54, rest: 140 },
  PHONE = { row: 32, rest: 140, least: 4 };
/** Height of an opened part's row, and of what stands above and below the rows, px. */
const PART = { row: 24, rest: 120 };
/** Heights in the hall: of an opened part's row, and of what stands above and below the rows, px. */
const HALL_PART = { row: 42, rest: 170 };
/** Height of a hall's row, at least, px. */
const LOWEST = 32;
/** The same above a map, and the map's. */
const HALL_MAP = { row: 38, rest: 118, map: 140 };
/** In the hall, models of more layers have a map below the rows. */
const SMALL = 12;
/** Narrower areas have no map beside the bars, px. */
const WIDE = 760;
/** A cell of the map is named from this part of the strongest vote on. */
const NAMED = 0.25;

/** @extends {ToolElement<Context>} */
class WhyVotes extends ToolElement {
  static styles = [ToolElement.styles, colourKey, forAndAgainst, attributionStyles];

  render() {
    const { context } = this;
    const answer = context?.ask();
    if (!context || !answer) return nothing;
    const votes = votesOf(answer);
    if (context.inMachine) {
      context.show(foundVotes(votes));
      return html`<p class="said">${rich(words.text('whyMachine.votes', wordsOf(context, answer)))}</p>`;
    }
    if (context.opened.only === LEAD) return leadView(context, answer, wordsOf(context, answer));
    const { area } = context;
    // the rows of a small model say all; of a large one they leave most parts together
    const hasMap = context.graph.sizes.n_layers > SMALL;
    const opened = openedOf(context.opened, votes);
    const hall = hasMap
      ? { row: HALL_MAP.row, room: area.height - HALL_MAP.rest - HALL_MAP.map }
      : { row: HALL.row, room: area.height - HALL.rest };
    const most = area.hall
      ? Math.max(3, Math.min(NARROW_ROWS, Math.floor(hall.room / hall.row)))
      : area.narrow
        ? Math.max(PHONE.least, Math.min(NARROW_ROWS, Math.floor((area.height - PHONE.rest) / PHONE.row)))
        : MOST_ROWS;
    const named = namedIn(context.view.tour?.named ?? [], votes);
    const rows = writtenVotes(
      votes,
      most,
      [...voteOf(votes, opened), ...voteOf(votes, heldPart(context)), ...named],
      answer.logit_difference,
      DIGITS,
    );
    // the hall has room for one of them: where an opened part's vote comes from takes the place of all votes
    if (area.hall && opened) return html`<div class="hall">${openedPart(context, votes, opened)}</div>`;
    const bars = barsOf(context, answer, rows, opened);
    // what must have a row may be more than fits: then the rows are lower
    const row = Math.max(LOWEST, Math.min(hall.row, Math.floor(hall.room / rows.length)));
    if (area.hall)
      return html`<div class="hall ${hasMap ? 'with-map' : ''}" style=${`--row:${row}px`}>${bars} ${hasMap ? mapView(context, votes, opened) : nothing}</div>`;
    const part = opened ? openedPart(context, votes, opened) : nothing;
    const map = mapView(context, votes, opened);
    // on a phone, followers first see the rows that the driver opened
    if (area.narrow && !context.mayAsk) return html`<div class="stacked narrow">${part}${bars}${map}</div>`;
    return html`<div class=${area.narrow ? 'stacked narrow' : area.width < WIDE ? 'stacked' : 'beside'}>
      ${bars}
      <div class="second">${part}${map}</div>
    </div>`;
  }
}

/** Purple for the answer, steel against it. @param {number} value */
const side = (value) => (value > 0 ? 'for' : 'against');

/** The name of a row. @param {Context} context @param {Row} row @param {Row[]} rows */
function nameOf(context, { votes }, rows) {
  const [first] = votes;
  const last = /** @type {Vote} */ (votes.at(-1));
  if (votes.length === 1) return partName(context, first);
  if (first.layer === null && last.layer === null)
    return words.text(first.kind === 'embedding' ? 'why.votes.embeddings' : 'why.votes.end');
  const from = first.layer ?? 0,
    to = last.layer ?? context.graph.sizes.n_layers - 1;
  const whole =
    rows.filter((row) => row.votes.some(({ layer }) => layer !== null && layer >= from && layer <= to)).length === 1;
  return words.text(whole ? 'why.votes.layers' : 'why.votes.rest', {
    from: from + 1,
    to: to + 1,
    count: votes.length,
    one: String(from === to),
  });
}

/** @param {Context} context @param {Vote} vote */
function partName({ trace, about }, { part, layer, head, kind }) {
  if (kind === 'embedding')
    return words.text(part.includes('pos') ? 'why.votes.position' : 'why.votes.token', {
      word: placedWord(trace.text, about.position),
    });
  if (kind === 'end' || kind === 'rounding') return words.text(`why.votes.${kind}`);
  return words.text(`why.votes.${kind}`, { layer: Number(layer) + 1, head: Number(head) + 1 });
}

/** The head or MLP of which a cell is held, or that is in focus. @param {Context} context @returns {Writer | null} */
function heldPart({ view: { cell, focus }, graph }) {
  const held = cell.value?.held ? cell.value : null;
  if (!held) {
    if (focus?.kind === 'head') return { layer: focus.layer, head: focus.head };
    return focus?.kind === 'part' && focus.part === 'mlp' ? { layer: focus.layer, head: null } : null;
  }
  const layer = graph.nodes.get(held.name)?.layer ?? null;
  if (layer === null) return null;
  const heads = headAxis(graph, held.name);
  if (heads) return heads.shared === 1 ? { layer, head: held.index[heads.axis] } : null;
  return held.name.includes('mlp') ? { layer, head: null } : null;
}

/** The parts of a context's target as words. @param {Context} context @param {Attribution} answer */
const wordsOf = ({ word }, { a, b }) => ({ a: word(a), b: b === ALL ? words.text('why.all') : word(b) });

/** @param {Context} context @param {Attribution} answer @param {(Row & {figure: number})[]} rows @param {Writer | null} opened */
function barsOf(context, answer, rows, opened) {
  const { open, mayAsk } = context;
  const sum = answer.logit_difference;
  const { bars, least, most } = waterfall(rows.map(({ figure }) => figure));
  const range = Math.max(most, 0) - Math.min(least, 0) || 1;
  const x = (/** @type {number} */ value) => (100 * (value - Math.min(least, 0))) / range;
  const bar = (
    /** @type {number} */ from,
    /** @type {number} */ to,
    /** @type {boolean} */ ties,
  ) => html`<span class="track">
    <i class="zero" style=${`left:${x(0)}%`}></i>
    ${ties ? html`<i class="tie" style=${`left:${x(to)}%`}></i>` : nothing}
    <i class="bar ${side(to - from)}" style=${`left:${x(Math.min(from, to))}%;width:${(100 * Math.abs(to - from)) / range}%`}></i>
  </span>`;
  const total = roundedTo(sum, DIGITS);
  const { a, b } = wordsOf(context, answer);
  const ahead = words.text(total >= 0 ? 'why.votes.ahead' : 'why.votes.behind', {
    a,
    b,
    by: words.number(Math.abs(total), DIGITS),
  });
  return html`<div class="bars">
    <p class="said">${rich(ahead)}</p>
    <ol>
      ${rows.map((row, i) => {
        const [vote] = row.votes;
        const isPart = row.votes.length === 1 && (vote.kind === 'head' || vote.kind === 'mlp');
        const isOpen = isPart && opened !== null && vote.layer === opened.layer && vote.head === opened.head;
        const name = html`<span class="name">${nameOf(context, row, rows)}</span>`;
        const content = html`${name}${bar(bars[i].from, bars[i].to, true)}<span class="value ${side(row.figure)}">${signed(row.figure)}</span>`;
        return html`<li class=${isOpen ? 'open' : ''} data-value=${row.figure}>
          ${
            isPart && mayAsk && !context.area.hall
              ? html`<button aria-expanded=${String(isOpen)} @click=${() => open(isOpen ? CLOSED : { ...CLOSED, layer: vote.layer, head: vote.head })}>${content}</button>`
              : html`<div>${content}</div>`
          }
        </li>`;
      })}
    </ol>
    <div class="sum" data-value=${total}>
      <div><span class="name">${words.text('why.votes.sum', { a, b })}</span>${bar(0, total, false)}<span class="value">${signed(total)}</span></div>
    </div>
    ${
      context.area.hall
        ? nothing
        : html`<p class="key"><i class="for"></i>${words.text('why.votes.for', { a })} <i class="against"></i>${words.text('why.votes.against', { b })}</p>`
    }
  </div>`;
}

/** A head opened into the tokens that it read from, or an MLP into its strongest neurons. @param {Context} context @param {Vote[]} votes @param {Writer} opened */
function openedPart(context, votes, opened) {
  const { layer, head } = opened;
  const [vote] = voteOf(votes, opened);
  if (!vote) return html`<p class="part">${words.text('why.votes.noPart')}</p>`;
  const answer = context.ask({ layer, ...(head !== null && { head }) });
  const list = answer
    ? head === null
      ? neuronsOf(context, /** @type {import('./attribution-rows.js').Neurons} */ (answer.neurons), vote.value)
      : tokensOf(context, /** @type {import('./attribution-rows.js').ReadTokens} */ (answer.tokens))
    : [];
  // before the answer nothing is known to be rounded
  const rows = answer
    ? writtenRows(list, vote.value, DIGITS, (left) => ({
        name: words.text('why.votes.rounding'),
        value: left,
        share: null,
      }))
    : [];
  const most = Math.max(...list.map(({ value }) => Math.abs(value)), 1e-9);
  return html`<section class="part" data-part=${vote.part}>
    <h3>${partName(context, vote)} ${context.mayAsk ? html`<button class="close" aria-label=${words.text('why.close')} @click=${() => context.open(CLOSED)}>×</button>` : nothing}</h3>
    <p class="vote">${signed(roundedTo(vote.value, DIGITS))}${
      head !== null && context.mayAsk && !context.area.hall
        ? html`<button class="looks plain" @click=${() => context.go('score', { ...CLOSED, layer, head })}>${words.text('why.votes.looks')}</button>`
        : nothing
    }</p>
    <table>
      <thead>
        <tr>
          <th></th>
          ${head === null ? nothing : html`<th class="read">${words.text('why.votes.read')}</th>`}
          <th class="brought" colspan="2">${words.text('why.votes.brought')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({
            name,
            share,
            value,
            figure,
            neuron,
          }) => html`<tr class=${Math.abs(value) === most ? 'most' : ''} data-value=${figure}>
            <th scope="row">${
              neuron !== undefined && context.mayAsk && !context.area.hall
                ? html`<button class="neuron plain" @click=${() => context.go('neurons', { ...CLOSED, layer, neuron })}>${name}</button>`
                : html`<bdi>${name}</bdi>`
            }</th>
            ${head === null ? nothing : share === null ? html`<td></td>` : html`<td class="share"><span class="track"><i style=${`width:${100 * share}%`}></i></span>${words.number(share, DIGITS)}</td>`}
            <td class="mini"><span class="track"><i class=${side(figure)} style=${`width:${(100 * Math.abs(value)) / most}%`}></i></span></td>
            <td class="value">${signed(figure)}</td>
          </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">${words.text('why.votes.together')}</th>
          ${head === null ? nothing : html`<td></td>`}
          <td></td>
          <td class="value">${signed(roundedTo(vote.value, DIGITS))}</td>
        </tr>
      </tfoot>
    </table>
  </section>`;
}

/** How many rows an opened part may have. @param {{height: number, narrow: boolean, hall: boolean}} area */
function rowsIn({ height, narrow, hall }) {
  const { row, rest } = hall ? HALL_PART : PART;
  return Math.max(4, Math.floor(((hall || narrow ? 1 : 0.45) * height - rest) / row));
}

/** The tokens that a head read from; of many, the strongest, and all others together. @param {Context} context @param {import('./attribution-rows.js').ReadTokens} tokens @returns {PartRow[]} */
function tokensOf({ trace, area }, { a_minus_b: values, pattern }) {
  const most = rowsIn(area);
  const all = values.map((value, i) => ({
    i,
    name: placedWord(trace.text, i),
    value,
    share: pattern[i],
  }));
  // what rounding leaves may take a row
  if (all.length < most) return all;
  const strong = new Set([...all].sort((x, y) => Math.abs(y.value) - Math.abs(x.value)).slice(0, most - 1));
  const others = all.filter((each) => !strong.has(each));
  return [...all.filter((each) => strong.has(each)), othersOf(others)];
}

/** @param {{value: number, share: number}[]} all */
const othersOf = (all) => ({
  name: words.text('why.votes.others', { count: all.length }),
  value: all.reduce((sum, { value }) => sum + value, 0),
  share: all.reduce((sum, { share }) => sum + share, 0),
  isRest: true,
});

/** The strongest neurons, all others, and the biases, which are no neuron's. @param {Context} context @param {import('./attribution-rows.js').Neurons} neurons @param {number} whole @returns {PartRow[]} */
function neuronsOf({ graph, area }, { top, sum }, whole) {
  const shown = area.hall || area.narrow ? top.slice(0, rowsIn(area) - 2) : top;
  const listed = shown.map(({ neuron, a_minus_b: value }) => ({
    name: words.text('why.votes.neuron', { neuron: neuron + 1 }),
    value,
    share: null,
    neuron,
  }));
  const others = graph.sizes.d_mlp - shown.length;
  const rest = sum - listed.reduce((all, { value }) => all + value, 0);
  return [
    ...listed,
    ...(others > 0
      ? [{ name: words.text('why.votes.others', { count: others }), value: rest, share: null, isRest: true }]
      : []),
    ...(Math.abs(whole - sum) > 1e-5
      ? [{ name: words.text('why.votes.biases'), value: whole - sum, share: null }]
      : []),
  ];
}

/** Every head and every MLP. @param {Context} context @param {Vote[]} votes @param {Writer | null} opened */
function mapView(context, votes, opened) {
  const layers = mapOf(votes);
  const strongest = Math.max(
    ...layers.flatMap(({ heads, mlp }) => [...heads, mlp]).map((vote) => Math.abs(vote?.value ?? 0)),
    1e-9,
  );
  const heads = Math.max(...layers.map((layer) => layer.heads.length));
  const size = mapSize(layers.length, heads + 1, context.area, opened !== null);
  const cell = (/** @type {Vote | null} */ vote) => {
    if (!vote) return html`<td></td>`;
    const isOpen = opened !== null && vote.layer === opened.layer && vote.head === opened.head;
    const share = Math.abs(vote.value) / strongest;
    const name = `${partName(context, vote)} ${signed(vote.value)}`;
    return html`<td>
      <button
        class="${side(vote.value)} ${isOpen ? 'open' : ''} ${share > 0.55 ? 'strong' : ''}"
        style=${`--share:${share}`}
        data-part=${vote.part}
        title=${name}
        aria-label=${name}
        ?disabled=${!context.mayAsk || context.area.hall}
        @click=${() => context.open(isOpen ? CLOSED : { ...CLOSED, layer: vote.layer, head: vote.head })}
      >
        ${size.isNamed && share >= NAMED ? words.number(vote.value, 1) : ''}
      </button>
    </td>`;
  };
  const mlp = words.text('why.votes.mlpColumn');
  const names = [...Array.from({ length: heads }, (_, i) => String(i + 1)), mlp];
  const byLayer = layers.map((layer) => [
    ...Array.from({ length: heads }, (_, i) => layer.heads[i] ?? null),
    layer.mlp,
  ]);
  const every = (/** @type {number} */ i) => numberedColumn(i, size.labels);
  const rows = size.across
    ? names.map((name, i) => ({ name, cells: byLayer.map((layer) => layer[i]) }))
    : byLayer.map((cells, i) => ({ name: String(i + 1), cells }));
  // in the hall a row is lower than a text: the heads have one name
  const nameOfRow = (/** @type {string} */ name, /** @type {number} */ i) =>
    !context.area.hall || name === mlp
      ? html`<th scope="row">${name}</th>`
      : i === 0
        ? html`<th scope="rowgroup" rowspan=${heads}>${words.text('why.votes.headRows')}</th>`
        : nothing;
  const columns = size.across ? layers.map((_, i) => every(i)) : names;
  return html`<section class="map ${size.across ? 'across' : ''}" style=${`--cell-height:${size.height}px`}>
    <h3 class=${context.area.hall ? 'hidden' : ''}>${words.text(size.across ? 'why.votes.mapAcross' : 'why.votes.map')}</h3>
    <table>
      <thead>
        <tr><th></th>${columns.map((name) => html`<th scope="col"><span>${name}</span></th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(({ name, cells }, i) => html`<tr>${nameOfRow(name, i)}${cells.map(cell)}</tr>`)}
      </tbody>
    </table>
  </section>`;
}

/**
 * The lead that all votes make up, alone: the logits of both tokens as bars, before anybody asks which part has voted for them.
 *
 * @param {Context} context
 * @param {Attribution} answer
 * @param {{a: string, b: string}} names
 */
function leadView(context, answer, { a, b }) {
  const { area, mayAsk, open } = context;
  const number = (/** @type {number} */ value) => words.number(value, DIGITS);
  const by = answer.logit_difference;
  const bars = leadBars(answer);
  return html`<div class=${area.hall ? 'hall' : 'stacked'}>
    <div class="bars">
      <p class="said">${rich(words.text(by >= 0 ? 'why.votes.ahead' : 'why.votes.behind', { a, b, by: number(Math.abs(by)) }))}</p>
      <ol>
        ${bars.map(
          ({ of, value, from, to, zero }) => html`<li data-of=${of} data-value=${value}>
            <div>
              <span class="name">${of === 'a' ? a : b}</span>
              <span class="track">
                <i class="zero" style=${`left:${zero}%`}></i>
                <i class="bar ${of === 'a' ? 'for' : 'against'}" style=${`left:${from}%;width:${to - from}%`}></i>
              </span>
              <span class="value ${of === 'a' ? 'for' : 'against'}">${number(value)}</span>
            </div>
          </li>`,
        )}
      </ol>
    </div>
    ${mayAsk && !area.hall ? html`<p><button class="plain" @click=${() => open({ only: null })}>${words.text('why.votes.parts')}</button></p>` : nothing}
  </div>`;
}

customElements.define('orrery-why-votes', WhyVotes);
