/**
 * Where in the model the focus is: a small map, the path from the whole machine to the focus, and buttons for the previous
 * and the next head. Every part can be clicked.
 *
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../ui/words.js').Values} Values
 * @typedef {import('../../ui/view.js').View} View
 */
import { css, html, nothing, svg } from 'lit';
import { anatomy } from '../../scene/layout/anatomy.js';
import { EVERYTHING, isSame, partOf, wayTo, writeFocus } from '../../scene/layout/focus.js';
import { Naming } from '../../scene/annotate/naming.js';
import { isAboutOneHead } from '../../scene/play/scene-target.js';
import { ask } from '../../ui/ask.js';
import { titleOf } from '../../ui/model-words.js';
import { rich } from '../../ui/rich-text.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** Sizes of the map in px: the width of a layer, the greatest width of all layers, the width of each end, the height. */
const LAYER = 18,
  WIDEST = 192,
  END = 10,
  HEIGHT = 22;
/** The anatomy of each graph, computed once. */
const BODIES = new WeakMap();

/** @typedef {import('../../scene/layout/focus.js').Focus} Focus */

/** @param {import('../../model/graph.js').Graph} graph */
function bodyOf(graph) {
  if (!BODIES.has(graph)) BODIES.set(graph, anatomy(graph));
  return BODIES.get(graph);
}

/**
 * The path from the whole machine to the focus. If the focus is the step, it leads to the part that the step is about.
 * @param {import('../../model/graph.js').Graph} graph
 * @param {string | null} id of the step
 * @param {Focus} focus
 * @returns {Focus[]}
 */
export function wayIn(graph, id, focus) {
  const body = bodyOf(graph),
    part = (/** @type {string} */ name) => partOf(body, graph, name);
  if (focus.kind !== 'step') return wayTo(focus, part);
  const step = graph.byId.get(id ?? '');
  if (!step || step.nodes.length === 0) return [EVERYTHING];
  if (step.closed) return wayTo({ kind: 'layer', layer: Number(step.layer) }, part);
  const last = step.nodes.filter((name) => !graph.nodes.get(name)?.derived).at(-1) ?? step.nodes[0],
    place = part(last);
  if (place?.kind === 'part' && isAboutOneHead(graph.nodes, step))
    return wayTo({ kind: 'head', layer: place.layer, head: focus.head }, part);
  return place ? wayTo(place, part) : [EVERYTHING];
}

export class Breadcrumb extends ViewElement {
  static styles = [
    shared,
    css`
      nav > * {
        pointer-events: auto;
      }
      nav {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s1) var(--s2);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .map,
      ol {
        background: color-mix(in srgb, var(--bg) 80%, transparent);
        border-radius: var(--r1);
      }
      .map {
        flex: none;
        box-sizing: content-box;
        padding: 3px 6px;
        cursor: pointer;
        touch-action: none;
      }
      .map rect {
        fill: var(--line-strong);
        stroke: none;
      }
      .map rect.in {
        fill: color-mix(in srgb, var(--accent) 55%, var(--bg));
      }
      .map rect.now {
        fill: var(--accent);
      }
      /* people who look around stand before it */
      .map .seen {
        fill: var(--good);
        filter: drop-shadow(0 0 2px var(--good));
        pointer-events: none;
      }
      ol {
        display: flex;
        align-items: center;
        padding: 0 2px;
      }
      li {
        display: flex;
        align-items: center;
        white-space: nowrap;
      }
      li + li::before {
        content: '›';
        color: var(--ink-3);
      }
      li.heads::before {
        content: none;
      }
      button.crumb,
      .heads button {
        min-height: 28px;
        min-width: 0;
        padding: 0 6px;
      }
      button.crumb[aria-current] {
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      button:hover {
        color: var(--ink);
        text-decoration: underline;
      }
      /* In narrow windows the map replaces the entry for the whole machine. */
      @media (max-width: 1199px) {
        nav {
          flex-wrap: nowrap;
        }
        li.whole:not(:last-child) {
          display: none;
        }
        li.whole + li::before {
          content: none;
        }
        /* A path that is too long fades out on the left, where its beginning is out of sight. */
        ol {
          overflow-x: auto;
          scrollbar-width: none;
          padding-left: 12px;
          mask-image: linear-gradient(to right, transparent, #000 12px);
        }
        ol:has(.until) {
          flex-wrap: wrap;
        }
        /* A model's title may be a long file name: wrap it instead of cutting it off. */
        :is(li.alone, li.until) {
          white-space: normal;
          overflow-wrap: anywhere;
        }
        :is(li.alone, li.until) button.crumb {
          text-align: left;
          line-height: 1.2;
        }
      }
      /* A button over the sheet does the same (page/room-page.js). */
      @media (max-width: 899px) {
        li.until {
          display: none;
        }
      }
      @media (pointer: coarse) {
        button.crumb,
        .heads button {
          position: relative;
          min-width: 48px;
          min-height: 36px;
        }
        /* The touch target is 48 px high; the line itself stays low. */
        button.crumb::before,
        .heads button::before {
          content: '';
          position: absolute;
          inset: -6px 0;
          min-height: 48px;
        }
      }
    `,
  ];

  /** Where the path is too long for the window, its end is in sight: the part in focus. */
  updated() {
    const path = this.renderRoot.querySelector('ol');
    if (path) path.scrollLeft = path.scrollWidth;
  }

  render() {
    const { view } = this;
    if (!view?.graph || !view.focus) return nothing;
    const way = wayIn(view.graph, view.step, view.focus);
    const offered = this.#offered(view, way);
    return html`<nav aria-label=${words.text('where.label')}>
      ${this.#map(view.graph, way)}
      <ol>
        ${way.map((focus, i) => html`<li class=${focus.kind === 'everything' ? (way.length > 1 ? 'whole' : 'alone') : ''}>${this.#crumb(focus, i === way.length - 1)}</li>`)}
        ${offered ? html`<li>${this.#crumb(offered, false)}</li>` : this.#heads(view.graph, way)} ${this.#until(view)}
      </ol>
    </nav>`;
  }

  /** The block of the held cell, offered as the next entry of the path. @param {View} view @param {Focus[]} way @returns {Focus | null} */
  #offered({ cell: { value: cell }, graph }, way) {
    const node = cell?.held ? graph?.nodes.get(cell.name) : null;
    if (!cell || !node) return null;
    const at = node.axes.findIndex((axis) => axis.name === 'head');
    /** @type {Focus} */
    const block = { kind: 'block', node: cell.name, head: at < 0 ? null : cell.index[at] };
    return isSame(way[way.length - 1], block) ? null : block;
  }

  /** @param {Focus} focus @param {boolean} isLast */
  #crumb(focus, isLast) {
    return html`<button
      class="crumb"
      translate=${focus.kind === 'everything' ? 'no' : nothing}
      aria-current=${isLast ? 'location' : nothing}
      @click=${() => ask(this, 'focus', focus)}
    >
      ${rich(this.#name(focus))}
    </button>`;
  }

  /** @param {Focus} focus */
  #name(focus) {
    const { graph } = this.view ?? {};
    /** @type {import('../../ui/words.js').Strings} */
    const text = (key, values) => words.text(key, values);
    if (!graph) return '';
    switch (focus.kind) {
      case 'section':
        return text(`scene.${focus.section}`);
      case 'layer':
        return text('scene.layer', { layer: focus.layer + 1 });
      case 'part':
        return text(`scene.${focus.part}`);
      case 'head':
        return text('scene.head', { head: focus.head + 1 });
      case 'block':
        return new Naming(null, graph.nodes, text).name(focus.node);
      default:
        return titleOf(graph.model);
    }
  }

  /** The whole machine stays at later steps: how it ends. While a tool draws in it, it ends with the tool; in a tour, with the beat. @param {import('../../ui/view.js').View} view */
  #until({ mayDrive, why, tour, focus }) {
    if (!mayDrive || why || tour || focus?.kind !== 'everything') return nothing;
    return html`<li class="until"><button class="crumb" @click=${() => ask(this, 'follow')}>${words.text('where.until')} <kbd aria-hidden="true">S</kbd></button></li>`;
  }

  /** Buttons for the previous and the next head, shown within attention. A held cell's card follows the head. @param {Graph} graph @param {Focus[]} way */
  #heads(graph, way) {
    const inAttention = way.some(
      (focus) => focus.kind === 'head' || (focus.kind === 'part' && focus.part === 'attention'),
    );
    if (!inAttention || graph.sizes.n_heads < 2) return nothing;
    return html`<li class="heads">
      <button aria-label=${words.text('help.action.headBefore')} title=${words.text('help.action.headBefore')} @click=${() => ask(this, 'headBefore')}>‹</button>
      <button aria-label=${words.text('help.action.headAfter')} title=${words.text('help.action.headAfter')} @click=${() => ask(this, 'headAfter')}>›</button>
    </li>`;
  }

  /** From left to right in walking order: the embedding, each layer with attention above its MLP, the output. @param {Graph} graph @param {Focus[]} way */
  #map(graph, way) {
    const { places, width } = mapOf(graph),
      at = places.findIndex(({ focus }) => isSame(focus, way[way.length - 1]));
    const now = at >= 0 ? at : places.findIndex(({ focus }) => way.some((each) => isSame(each, focus)));
    const text = words.list(way.slice(way.length > 1 ? 1 : 0).map((focus) => this.#name(focus).replace(/[_{}]/g, '')));
    const looks = this.#looksInWords(places);
    return html`<svg
      class="map"
      style="width: ${width}px; height: ${HEIGHT}px"
      viewBox="0 0 ${width} ${HEIGHT}"
      tabindex="0"
      role="slider"
      aria-label=${words.text('where.map')}
      aria-valuemin="1"
      aria-valuemax=${places.length}
      aria-valuenow=${now + 1}
      aria-valuetext=${[text, looks].filter(Boolean).join('. ')}
      @click=${(/** @type {MouseEvent} */ event) => this.#pressMap(event, places)}
      data-keys="map"
      @own-key=${(/** @type {CustomEvent<string>} */ event) => this.#key(event, places, now)}
    >
      ${looks ? svg`<title>${looks}</title>` : nothing}
      ${places.map(({ focus, x, y, w, h }) => {
        const isIn =
          way.some((each) => isSame(each, focus)) ||
          way.some(
            (each) => each.kind === 'layer' && way.at(-1) === each && 'layer' in focus && focus.layer === each.layer,
          );
        const state = way.length === 1 ? 'in' : isIn ? 'now' : '';
        return svg`<rect class=${state} x=${x} y=${y} width=${w} height=${h} rx=${w > 6 ? 2 : 0}></rect>`;
      })}
      ${this.#looks(places)}
    </svg>`;
  }

  /** A light on each part before which people stand who look around, the brighter the more. @param {Place[]} places */
  #looks(places) {
    const looks = this.view?.people?.looks ?? {};
    const most = Math.max(...Object.values(looks));
    return places.map(({ focus, x, y, w, h }) => {
      const people = looks[writeFocus(focus)];
      return people
        ? svg`<rect class="seen" x=${x} y=${y + h - 4} width=${w} height="4" opacity=${0.4 + (0.6 * people) / most}></rect>`
        : nothing;
    });
  }

  /** Where people stand who look around, in words. @param {Place[]} places @returns {string} */
  #looksInWords(places) {
    const looks = this.view?.people?.looks ?? {};
    return words.list(
      places.flatMap(({ focus }) =>
        looks[writeFocus(focus)]
          ? words.text('where.looks', { part: this.#nameIn(focus), people: looks[writeFocus(focus)] })
          : [],
      ),
    );
  }

  /** The name of a place of the map, with its layer. @param {Focus} focus */
  #nameIn(focus) {
    const own = this.#name(focus).replace(/[_{}]/g, '');
    return focus.kind === 'part' ? `${words.text('scene.layer', { layer: focus.layer + 1 })}, ${own}` : own;
  }

  /** @param {MouseEvent} event @param {Place[]} places */
  #pressMap(event, places) {
    if (!(event.currentTarget instanceof Element)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const style = getComputedStyle(event.currentTarget),
      x = event.clientX - box.left - parseFloat(style.paddingLeft),
      y = event.clientY - box.top - parseFloat(style.paddingTop);
    // take the nearest place, since single places are too small to hit
    const away = (/** @type {Place} */ { x: left, y: top, w, h }) =>
      Math.hypot(Math.max(left - x, 0, x - left - w), Math.max(top - y, 0, y - top - h));
    const nearest = places.reduce((best, place) => (away(place) < away(best) ? place : best));
    ask(this, 'focus', nearest.focus);
  }

  /** @param {CustomEvent<string>} event @param {Place[]} places @param {number} now */
  #key(event, places, now) {
    const by = STEPS.get(event.detail);
    const to =
      event.detail === 'Home' ? 0 : event.detail === 'End' ? places.length - 1 : by === undefined ? -1 : now + by;
    if (by === undefined && to < 0) return;
    event.preventDefault();
    if (places[to]) ask(this, 'focus', places[to].focus);
  }
}

/** By how many places an arrow moves. */
const STEPS = new Map([
  ['ArrowLeft', -1],
  ['ArrowUp', -1],
  ['ArrowRight', 1],
  ['ArrowDown', 1],
]);

/** A part of the machine on the map, px. @typedef {{focus: Focus, x: number, y: number, w: number, h: number}} Place */

/**
 * The map's places in walking order, with rectangles in px.
 * @param {import('../../model/graph.js').Graph} graph
 * @returns {{places: Place[], width: number}}
 */
export function mapOf(graph) {
  const layers = graph.sizes.n_layers,
    pitch = Math.min(LAYER, WIDEST / layers),
    gap = pitch > 6 ? 2 : pitch > 3 ? 1 : 0;
  /** @type {Place[]} */
  const places = [{ focus: { kind: 'section', section: 'embedding' }, x: 0, y: 5, w: END - 2, h: HEIGHT - 10 }];
  for (let layer = 0; layer < layers; layer++) {
    const x = END + layer * pitch,
      w = pitch - gap,
      h = HEIGHT / 2 - 1;
    places.push({ focus: { kind: 'part', layer, part: 'attention' }, x, y: 0, w, h });
    places.push({ focus: { kind: 'part', layer, part: 'mlp' }, x, y: h + 2, w, h });
  }
  const x = END + layers * pitch;
  places.push({ focus: { kind: 'section', section: 'output' }, x, y: 5, w: END - 2, h: HEIGHT - 10 });
  return { places, width: x + END - 2 };
}

customElements.define('orrery-breadcrumb', Breadcrumb);
