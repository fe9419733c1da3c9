/**
 * The controls of an act that its person does: another text, the training's slider, the switches of heads and MLPs.
 *
 * @typedef {import('./options.js').Act} Act
 * @typedef {import('../../../ui/view.js').View} View
 */
import { html, nothing } from 'lit';
import { changeable, changesOf } from '../../../model/changes.js';
import { ask } from '../../../ui/ask.js';
import { words } from '../../../ui/words.js';
import { standing } from '../../checkpoints/series.js';

/** The longest text that can be typed here, in characters. */
const LONGEST = 400;

/**
 * @param {EventTarget} panel @param {import('./options.js').Act} act @param {import('../../../ui/view.js').View} view
 * @returns {unknown} nothing if the model has nothing of that kind
 */
export function controlsOf(panel, act, view) {
  if (act.do === 'text') return textField(panel, view);
  if (act.do === 'checkpoint') return slider(panel, view);
  return act.do === 'switch' ? switches(panel, act, view) : nothing;
}

/** @param {EventTarget} panel @param {View} view */
function textField(panel, view) {
  const { text = [], promptLength = 0 } = view.trace?.info ?? {};
  const now = text.slice(0, promptLength).join('').trim();
  const run = (/** @type {Event} */ event) => {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (
      /** @type {HTMLFormElement} */ (event.target).elements.namedItem('text')
    );
    ask(panel, 'tourActText', field.value);
    field.blur();
  };
  return html`<form class="write" @submit=${run}>
    <input name="text" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength=${LONGEST} aria-label=${words.text('tourAct.text')} .value=${now} />
    <button class="plain" type="submit">${words.text('tourAct.run')}</button>
  </form>`;
}

/** @param {EventTarget} panel @param {View} view */
function slider(panel, view) {
  const series = view.checkpoints;
  if (!series) return html`<p class="unknown">${words.text('tourAct.noCheckpoints')}</p>`;
  const { points, at, asked, updates } = series;
  const place = asked >= 0 ? asked : at >= 0 ? at : points.length - 1;
  const said = standing(points[place].update, updates, words);
  return html`<label class="train"
    ><span>${said}</span>
    <input
      type="range"
      min="0"
      max=${points.length - 1}
      step="1"
      .value=${String(place)}
      aria-label=${words.text('checkpoints.slider')}
      aria-valuetext=${said}
      @input=${(/** @type {any} */ event) => ask(panel, 'checkpoint', points[Number(event.target.value)].name)}
  /></label>`;
}

/** @param {EventTarget} panel @param {Act} act @param {View} view */
function switches(panel, act, view) {
  const { graph, trace } = view;
  if (!graph) return nothing;
  const { n_layers: layers, n_heads: heads } = graph.sizes;
  const changes = changesOf(trace?.info);
  /** @param {{node: any, head: number | null}} part @param {string} short @param {string} name */
  const toggle = ({ node, head }, short, name) => {
    const off = changes.some((change) => change.node === node && (change.head === null || change.head === head));
    return html`<button type="button" class="switch" aria-pressed=${String(off)} aria-label=${words.text('tourAct.switchOff', { head: name })} @click=${() => ask(panel, 'switch', { node, head })}>${short}</button>`;
  };
  const all = Array.from({ length: layers }, (_, i) => i),
    shown = act.layer === undefined ? all : all.filter((layer) => layer + 1 === act.layer);
  return html`<div class="switches" role="group" aria-label=${words.text('tourAct.switches')}>
    ${shown.map((layer) => {
      const { z, mlp } = changeable(graph, layer),
        at = layer + 1;
      const ofHeads = Array.from({ length: z === null ? 0 : heads }, (_, head) =>
        toggle(
          { node: z, head },
          act.layer === undefined ? `${at}.${head + 1}` : words.text('tourAct.headShort', { head: head + 1 }),
          words.text('tourAct.head', { layer: at, head: head + 1 }),
        ),
      );
      return mlp === null
        ? ofHeads
        : [
            ...ofHeads,
            toggle(
              { node: mlp, head: null },
              act.layer === undefined ? words.text('tourAct.mlpShort', { layer: at }) : words.text('tourAct.mlpOnly'),
              words.text('tourAct.mlp', { layer: at }),
            ),
          ];
    })}
  </div>`;
}
