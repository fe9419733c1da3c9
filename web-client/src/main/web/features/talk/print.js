/** The notes of a talk as a page for a printer. It stands in the document only while it is printed, and in its place then. */
import { css, html, nothing, render } from 'lit';
import { server } from '../../live/model-source.js';
import { plain } from '../../ui/rich-text.js';
import { stepTexts } from '../../ui/step-texts.js';
import { words } from '../../ui/words.js';
import { blocksOf } from '../tour/forms.js';
import { load } from '../tour/formula.js';
import { renderRich } from '../tour/rich.js';
import { minutesOf } from './stopwatch.js';
import { byline } from './talk-title.js';

/** @typedef {import('./talks.js').Talk} Talk */

const { styleSheet } = css`
  @page { size: A4; margin: 18mm 16mm; }
  @media screen { #talk-notes { display: none; } }
  @media print {
    html, body { height: auto !important; overflow: visible !important; background: #fff !important; }
    body > :not(#talk-notes) { display: none !important; }
    #talk-notes { font: 11pt/1.4 system-ui, sans-serif; color: #000; }
    #talk-notes h1 { margin: 0; font-size: 20pt; line-height: 1.2; overflow-wrap: anywhere; }
    #talk-notes header p { margin: 2pt 0 14pt; }
    #talk-notes section { padding: 8pt 0; border-top: 0.5pt solid #999; }
    #talk-notes h2 { display: flex; gap: 8pt; margin: 0 0 4pt; font-size: 13pt; break-after: avoid; }
    #talk-notes h2 small { margin-left: auto; font-weight: normal; white-space: nowrap; }
    #talk-notes :is(p, ul, ol) { margin: 0 0 4pt; orphans: 3; widows: 3; }
    #talk-notes .notes { font-size: 12pt; white-space: pre-line; }
    #talk-notes .step { padding-left: 8pt; border-left: 2pt solid #ccc; font-size: 9pt; color: #333; }
  }`;

/**
 * What the steps of beats say that have no text of their own, by beat; nothing of a model that this server does not have.
 * @param {any[]} beats as the server has made them @returns {Promise<Map<string, string[]>>}
 */
async function stepsOf(beats) {
  /** @type {Map<string, Promise<import('../../model/graph.js').Graph>>} */
  const graphs = new Map();
  const presets = await server.presets();
  const said = beats.map(async ({ id, texts, scene: { model: name, text, written = [], generated = 0, steps } }) => {
    const model = presets.find((preset) => preset.id === name.split('@')[0])?.model;
    if (blocksOf(texts, words.level) || model === undefined) return [id, []];
    if (!graphs.has(model)) graphs.set(model, server.graph(model));
    const [graph, { count }] = await Promise.all([graphs.get(model), server.tokens({ model, text })]);
    const trace = { positions: count + written.length + generated, next: [] };
    return [id, stepTexts(/** @type {any} */ (graph), steps[0], /** @type {any} */ (trace), words).text];
  });
  return new Map(/** @type {[string, string[]][]} */ (await Promise.all(said)));
}

/** @param {Talk} talk @param {Map<string, any>} served its beats as the server has made them @param {Map<string, string[]>} steps */
function page(talk, served, steps) {
  const beats = talk.beats.filter(({ hidden }) => !hidden);
  const minutes = minutesOf(
    beats.reduce((sum, { seconds }) => sum + Number(seconds), 0),
    words,
  );
  const sum = words.text('talk.sumPrinted', { count: beats.length, minutes });
  return html`<header>
      <h1>${talk.title || words.text('talk.label')}</h1>
      <p>${[byline(talk), sum].filter(Boolean).join(' · ')}</p>
    </header>
    ${beats.map(({ id, seconds, words: all }, i) => {
      const { title, notes, texts } = served.get(id) ?? { title: Object.values(all)[0]?.title ?? id };
      return html`<section>
        <h2><span>${i + 1}</span><span>${title}</span><small>${words.text('talk.minutes', { minutes: minutesOf(Number(seconds), words) })}</small></h2>
        ${notes ? html`<div class="notes">${renderRich(notes, { facts: new Map() })}</div>` : nothing}
        <div class="step">${renderRich(texts, { facts: new Map() })}${steps.get(id)?.map((text) => html`<p>${plain(text)}</p>`)}</div>
      </section>`;
    })}`;
}

/** @param {Talk} talk of which the server has made a tour */
export async function printNotes(talk) {
  const made = (talk.served?.chapters ?? []).flatMap(({ beats }) => beats);
  const steps = await stepsOf(made);
  const sheet = Object.assign(document.createElement('article'), { id: 'talk-notes' });
  const others = document.adoptedStyleSheets;
  document.adoptedStyleSheets = styleSheet ? [...others, styleSheet] : others;
  render(page(talk, new Map(made.map((beat) => [beat.id, beat])), steps), sheet);
  document.getElementById(sheet.id)?.remove();
  document.body.append(sheet);
  const formulas = [...sheet.querySelectorAll('orrery-formula')];
  if (formulas.length > 0) await load();
  await Promise.all(formulas.map((each) => /** @type {import('lit').LitElement} */ (each).updateComplete));
  window.addEventListener(
    'afterprint',
    () => {
      sheet.remove();
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== styleSheet);
    },
    { once: true },
  );
  window.print();
}
