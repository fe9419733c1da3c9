/**
 * Rich text of a tour as templates: words that touch blocks, facts, forms, formulas. The same for cards, acts and checks.
 *
 * @typedef {import('./forms.js').Facts} Facts
 * @typedef {import('./forms.js').Answer} Answer
 * @typedef {{tensors?: string[], on?: any, token?: number | 'last', term?: string, role?: string, alone?: string}} Target
 *   `alone`: the tour to which it leads, on a page of one's own
 *
 * @typedef {object} Filled
 * @property {Facts} [facts]    null until they have arrived: their room is kept
 * @property {Answer | null} [answer]  what the person has answered, for `{answer}`
 * @property {string} [level]   of the texts; by default the page's
 * @property {(target: Target) => boolean} [lit]  whether a word is lit
 */
import { html, nothing } from 'lit';
import { source } from '../../live/http.js';
import { ask } from '../../ui/ask.js';
import { words } from '../../ui/words.js';
import { blocksOf, chosen, holds } from './forms.js';
import { factText, widthOf } from './fact-words.js';
import { tourAddress } from './list/tour-list.js';
import './formula.js';

/**
 * @param {any} rich blocks for all levels or by level
 * @param {Filled} [filled]
 * @returns {unknown} a template; nothing for a level without text
 */
export function renderRich(rich, { facts = null, answer = null, level = words.level, lit = () => false } = {}) {
  const blocks = blocksOf(rich, level);
  return blocks ? blocks.map((block) => blockOf(block, { facts, answer, level, lit })) : nothing;
}

/** @param {any} block @param {Required<Filled>} filled */
function blockOf(block, filled) {
  if (block.math !== undefined) return html`<orrery-formula block .tex=${block.math}></orrery-formula>`;
  if (block.list) {
    const items = block.list.map((/** @type {any[]} */ item) => html`<li>${inlinesOf(item, filled)}</li>`);
    return block.ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
  }
  return html`<p>${inlinesOf(block.p ?? [], filled)}</p>`;
}

/** @param {any[]} inlines @param {Required<Filled>} filled @returns {unknown[]} */
function inlinesOf(inlines, filled) {
  return inlines.map((inline) => {
    if (typeof inline === 'string') return inline;
    if (inline.em) return html`<em>${inlinesOf(inline.em, filled)}</em>`;
    if (inline.strong) return html`<strong>${inlinesOf(inline.strong, filled)}</strong>`;
    if (inline.code !== undefined) return html`<code>${inline.code}</code>`;
    if (inline.math !== undefined) return html`<orrery-formula .tex=${inline.math}></orrery-formula>`;
    if (inline.link) return linkOf(inline, filled);
    if (inline.if) return formOf(inline, filled);
    if (inline.answer) return figure(filled.answer, '');
    return figure(filled.facts?.get(inline.fact) ?? null, inline.fact, filled.facts === null);
  });
}

/** @param {any} form @param {Required<Filled>} filled */
function formOf(form, filled) {
  if (filled.facts !== null || holds(form.if, filled.facts, filled.answer) !== null)
    return inlinesOf(chosen([form], filled.facts, filled.answer), filled);
  // the longer form keeps the room of both
  const [then, other] = [form.then ?? [], form.else ?? []];
  const longer = JSON.stringify(then).length >= JSON.stringify(other).length ? then : other;
  return html`<span class="waits" aria-hidden="true">${inlinesOf(longer, filled)}</span>`;
}

/** @param {Answer | null} answer @param {string} fact @param {boolean} [waits] */
function figure(answer, fact, waits = false) {
  if (waits) return html`<span class="figure waits" style="min-width:${widthOf(fact)}ch" aria-hidden="true"></span>`;
  const text = factText(answer, words);
  return answer?.kind === 'token'
    ? html`<bdi class="figure token" data-fact=${fact}>${text}</bdi>`
    : html`<span class="figure" data-fact=${fact}>${text}</span>`;
}

/** @param {{link: Target, text: any[]}} inline @param {Required<Filled>} filled */
function linkOf({ link, text }, filled) {
  const isTouchable =
    (link.tensors?.length ?? 0) > 0 || link.on !== undefined || link.token !== undefined || link.term !== undefined;
  const inner = inlinesOf(text, filled);
  if (link.alone !== undefined && mayLeave())
    return html`<a class="role term" href=${tourAddress(link.alone)} target="_blank" rel="noopener">${inner}</a>`;
  const role = link.role ?? (link.token === undefined ? 'term' : 'ink');
  if (!isTouchable) return html`<span class="role ${role}">${inner}</span>`;
  return html`<span class="role link ${role} ${filled.lit(link) ? 'lit' : ''}" tabindex="0" role="button" .orreryTarget=${link}>${inner}</span>`;
}

/** Whether there is a server with other pages, and no visitor of a booth who would leave its loop. */
const mayLeave = () => source.can('tours') && !new URLSearchParams(location.hash.slice(1)).has('kiosk');

/** The target of a rendered word. @param {Element} element @returns {Target | null} */
export const targetOf = (element) => /** @type {any} */ (element).orreryTarget ?? null;

/**
 * Lets words be touched: pointing at one or giving it the focus shows its blocks, a press chooses them.
 * @param {import('lit').LitElement} element whose shadow root has the words
 */
export function listenToWords(element) {
  const on = (/** @type {string} */ type, /** @type {(target: Target, event: any) => void} */ act) =>
    element.renderRoot.addEventListener(type, (event) => {
      const word = /** @type {Element} */ (event.target).closest('.link');
      const target = word && targetOf(word);
      if (target) act(target, event);
    });
  const touch = (/** @type {Target} */ { tensors = [] }) => ask(element, 'point', tensors),
    leave = () => ask(element, 'point', []),
    press = (/** @type {Target} */ target) => ask(element, 'tourWord', target);
  on('pointerover', (target, { pointerType }) => pointerType !== 'touch' && touch(target));
  on('pointerout', leave);
  on('focusin', (target, event) => event.target.matches(':focus-visible') && touch(target));
  on('focusout', leave);
  on('click', press);
}
